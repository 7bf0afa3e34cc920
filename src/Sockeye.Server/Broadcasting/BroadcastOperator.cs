using System.Runtime.CompilerServices;
using Sockeye.Adapters;
using Sockeye.Server.Broadcasting;

namespace Sockeye;

/// <summary>
/// A selection of a namespace's sockets to emit to. Immutable: each call returns a new selection, so one can be kept and refined.
/// </summary>
/// <remarks>Safe to use from many threads.</remarks>
public sealed class BroadcastOperator : IBroadcaster
{
    private readonly IAudience _audience;
    private readonly Target _target;
    private readonly BroadcastModes _modes;
    private readonly bool _compress;

    internal BroadcastOperator(IAudience audience, Target target, BroadcastModes modes = BroadcastModes.None, bool compress = true)
    {
        _audience = audience;
        _target = target;
        _modes = modes;
        _compress = compress;
    }

    /// <summary>Gets this selection with packets dropped for receivers that cannot take them at once.</summary>
    public BroadcastOperator Volatile => new(_audience, _target, _modes | BroadcastModes.Volatile, _compress);

    /// <summary>Gets this selection restricted to sockets of this node.</summary>
    public BroadcastOperator Local => new(_audience, _target, _modes | BroadcastModes.Local, _compress);

    /// <summary>Adds the members of rooms; a socket that is in several receives once.</summary>
    /// <param name="rooms">Room names; a socket's id is the name of a room of its own.</param>
    public BroadcastOperator To(params ReadOnlySpan<string> rooms) => new(_audience, _target.To(rooms), _modes, _compress);

    /// <summary>Leaves out the members of rooms.</summary>
    /// <param name="rooms">Room names; a socket's id is the name of a room of its own.</param>
    public BroadcastOperator Except(params ReadOnlySpan<string> rooms) => new(_audience, _target.Without(rooms), _modes, _compress);

    /// <summary>Says whether transports that can compress may compress the packets.</summary>
    /// <param name="compress">Whether they may; they may by default.</param>
    public BroadcastOperator Compress(bool compress) => new(_audience, _target, _modes, compress);

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
        return ForEachAsync(ns => ns.Adapter.BroadcastAsync(
            ns.Pack(eventName, arguments.Span, _modes, _compress), _target, cancellationToken));
    }

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
