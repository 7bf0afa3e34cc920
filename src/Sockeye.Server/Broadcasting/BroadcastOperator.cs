using System.Runtime.CompilerServices;
using Sockeye.Adapters;
using Sockeye.Server.Acknowledgements;
using Sockeye.Server.Authentication;
using Sockeye.Server.Broadcasting;

namespace Sockeye;

/// <summary>
/// A selection of a namespace's sockets to emit to. Immutable: each call returns a new selection, so one can be kept and refined.
/// </summary>
/// <remarks>Safe to use from many threads.</remarks>
public sealed class BroadcastOperator : IBroadcaster, IGroupEmitter
{
    /// <summary>How long other nodes may take to list their sockets where nothing else is asked for, as in Node.</summary>
    private static readonly TimeSpan DefaultFetchTimeout = TimeSpan.FromSeconds(5);

    private readonly IAudience _audience;
    private readonly Target _target;
    private readonly BroadcastModes _modes;
    private readonly bool _compress;
    private readonly TimeSpan? _timeout;

    internal BroadcastOperator(IAudience audience, Target target, BroadcastModes modes = BroadcastModes.None, bool compress = true, TimeSpan? timeout = null)
    {
        _audience = audience;
        _target = target;
        _modes = modes;
        _compress = compress;
        _timeout = timeout;
    }

    /// <summary>Gets this selection with packets dropped for receivers that cannot take them at once.</summary>
    public BroadcastOperator Volatile => new(_audience, _target, _modes | BroadcastModes.Volatile, _compress, _timeout);

    /// <summary>Gets this selection restricted to sockets of this node.</summary>
    public BroadcastOperator Local => new(_audience, _target, _modes | BroadcastModes.Local, _compress, _timeout);

    /// <summary>Adds the members of rooms; a socket that is in several receives once.</summary>
    /// <param name="rooms">Room names; a socket's id is the name of a room of its own.</param>
    public BroadcastOperator To(params ReadOnlySpan<string> rooms) => new(_audience, _target.To(rooms), _modes, _compress, _timeout);

    /// <summary>Leaves out the members of rooms.</summary>
    /// <param name="rooms">Room names; a socket's id is the name of a room of its own.</param>
    public BroadcastOperator Except(params ReadOnlySpan<string> rooms) => new(_audience, _target.Without(rooms), _modes, _compress, _timeout);

    /// <summary>Says whether transports that can compress may compress the packets.</summary>
    /// <param name="compress">Whether they may; they may by default.</param>
    public BroadcastOperator Compress(bool compress) => new(_audience, _target, _modes, compress, _timeout);

    /// <summary>Limits the time for acknowledgements and for the answers of other nodes.</summary>
    /// <param name="timeout">Longer than zero. It is kept to within 25 ms and never shortened.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is not longer than zero.</exception>
    public BroadcastOperator Timeout(TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        return new(_audience, _target, _modes, _compress, timeout);
    }

    /// <inheritdoc />
    BroadcastOperator IBroadcaster.Selection => this;

    /// <inheritdoc />
    public void Emit(string eventName, params ReadOnlySpan<object?> arguments)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        foreach (var ns in _audience.Namespaces.Span)
        {
            ns.Adapter.Broadcast(ns.Pack(eventName, arguments, _modes, _compress), _target);
        }
    }

    /// <inheritdoc />
    [OverloadResolutionPriority(1)]
    public void Emit(string eventName, object? argument) => Emit(eventName, new ReadOnlySpan<object?>(in argument));

    /// <inheritdoc />
    public ValueTask EmitArgumentsAsync(string eventName, ReadOnlyMemory<object?> arguments, CancellationToken cancellationToken = default)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        var namespaces = _audience.Namespaces.Span;
        return namespaces.Length == 1
            ? EmitAsync(namespaces[0], eventName, arguments.Span, cancellationToken)
            : EmitToEachAsync(eventName, arguments, cancellationToken);
    }

    /// <inheritdoc />
    /// <remarks>
    /// A socket that disconnects counts as one that did not answer, at once; so does one that a volatile packet did not reach.
    /// </remarks>
    public async Task<BroadcastAnswers<TAnswer>> EmitArgumentsWithAckAsync<TAnswer>(
        string eventName, ReadOnlyMemory<object?> arguments, CancellationToken cancellationToken = default)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        var timeout = _timeout ?? _audience.Server.Options.AckTimeout ?? throw new InvalidOperationException(
            "A broadcast that asks for acknowledgements needs a time limit: call Timeout(...) on it, or set SocketServerOptions.AckTimeout.");
        cancellationToken.ThrowIfCancellationRequested();
        return await new BroadcastQuestion<TAnswer>(_audience.Server.Timers).AskAsync(
            question => ForEachAsync(ns => ns.Adapter.AskAsync(
                ns.Pack(eventName, arguments.Span, _modes, _compress, ns.NextAckId()), _target, timeout, question, cancellationToken)),
            timeout,
            cancellationToken).ConfigureAwait(false);
    }

    internal async Task<IReadOnlyList<RemoteSocket>> FetchAsync(CancellationToken cancellationToken)
    {
        var found = new List<RemoteSocket>();
        foreach (var ns in _audience.Namespaces.ToArray())
        {
            found.AddRange(ns.Members.Select(_target).Select(static socket => new RemoteSocket((Socket)socket)));
            if (!_modes.HasFlag(BroadcastModes.Local))
            {
                var others = await ns.Adapter.FetchRemoteSocketsAsync(
                    _target, _timeout ?? DefaultFetchTimeout, cancellationToken).ConfigureAwait(false);
                found.AddRange(others.Select(details => new RemoteSocket(ns, details)));
            }
        }

        return found;
    }

    internal ValueTask JoinAsync(IReadOnlyList<string> rooms, CancellationToken cancellationToken)
    {
        ThrowIfNotRooms(rooms);
        return ForEachAsync(ns => ns.Adapter.JoinSocketsAsync(_target, rooms, _modes, cancellationToken));
    }

    internal ValueTask LeaveAsync(IReadOnlyList<string> rooms, CancellationToken cancellationToken)
    {
        ThrowIfNotRooms(rooms);
        return ForEachAsync(ns => ns.Adapter.LeaveSocketsAsync(_target, rooms, _modes, cancellationToken));
    }

    internal ValueTask DisconnectAsync(bool close, CancellationToken cancellationToken) =>
        ForEachAsync(ns => ns.Adapter.DisconnectSocketsAsync(_target, close, _modes, cancellationToken));

    private static void ThrowIfNotRooms(IReadOnlyList<string> rooms)
    {
        ArgumentNullException.ThrowIfNull(rooms);
        UserRooms.ThrowIfNotFree(rooms, nameof(rooms));
    }

    private ValueTask EmitAsync(Namespace ns, string eventName, ReadOnlySpan<object?> arguments, CancellationToken cancellationToken) =>
        ns.Adapter.BroadcastAsync(ns.Pack(eventName, arguments, _modes, _compress), _target, cancellationToken);

    private ValueTask EmitToEachAsync(string eventName, ReadOnlyMemory<object?> arguments, CancellationToken cancellationToken) =>
        ForEachAsync(ns => EmitAsync(ns, eventName, arguments.Span, cancellationToken));

    /// <summary>Does something in every namespace of the audience at the same time.</summary>
    private ValueTask ForEachAsync(Func<Namespace, ValueTask> action)
    {
        var namespaces = _audience.Namespaces.Span;
        if (namespaces.Length == 1)
        {
            return action(namespaces[0]);
        }

        var running = new Task[namespaces.Length];
        for (var i = 0; i < running.Length; i++)
        {
            running[i] = action(namespaces[i]).AsTask();
        }

        return new ValueTask(Task.WhenAll(running));
    }
}
