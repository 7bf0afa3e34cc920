using System.Runtime.CompilerServices;
using Sockeye.Adapters;
using Sockeye.Events;
using Sockeye.Server.Acknowledgements;
using Sockeye.Server.Broadcasting;
using Sockeye.Server.ServerSide;

namespace Sockeye;

/// <summary>
/// The events that the servers of a cluster send each other in one namespace: <c>On</c> listens to what others send, <c>Emit</c> sends to all
/// others and never to this one. A server that stands alone has no others.
/// </summary>
/// <remarks>All members are safe to call from many threads. What a listener returns is its server's answer.</remarks>
public sealed class ServerSideEvents : SocketEventSource, IGroupEmitter, IServerSideListener
{
    /// <summary>How long other servers may take to answer where nothing else is asked for, as in Node.</summary>
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(5);

    private readonly Namespace _namespace;
    private readonly ListenerTable<EventBinding> _listeners;
    private readonly TimeSpan _timeout;

    internal ServerSideEvents(Namespace ns)
        : this(ns, new ListenerTable<EventBinding>(), DefaultTimeout)
    {
    }

    private ServerSideEvents(Namespace ns, ListenerTable<EventBinding> listeners, TimeSpan timeout)
    {
        _namespace = ns;
        _listeners = listeners;
        _timeout = timeout;
    }

    /// <summary>Limits the time for acknowledgements, which is 5 seconds otherwise.</summary>
    /// <param name="timeout">Longer than zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is not longer than zero.</exception>
    public ServerSideEvents Timeout(TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        return new ServerSideEvents(_namespace, _listeners, timeout);
    }

    /// <inheritdoc />
    public void Emit(string eventName, params ReadOnlySpan<object?> arguments)
    {
        ReservedEvents.ThrowIfReservedForServers(eventName);
        _namespace.Adapter.ServerSideEmit(eventName, EventArguments.From(_namespace.Server.Codec.Serializer, arguments));
    }

    /// <inheritdoc />
    [OverloadResolutionPriority(1)]
    public void Emit(string eventName, object? argument) => Emit(eventName, new ReadOnlySpan<object?>(in argument));

    /// <inheritdoc />
    public ValueTask EmitArgumentsAsync(string eventName, ReadOnlyMemory<object?> arguments, CancellationToken cancellationToken = default)
    {
        Emit(eventName, arguments.Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    /// <remarks>Where no time limit was set it is 5 seconds. Each other server answers once, with what its first listener returns.</remarks>
    public Task<BroadcastAnswers<TAnswer>> EmitArgumentsWithAckAsync<TAnswer>(
        string eventName, ReadOnlyMemory<object?> arguments, CancellationToken cancellationToken = default)
    {
        ReservedEvents.ThrowIfReservedForServers(eventName);
        cancellationToken.ThrowIfCancellationRequested();
        var sent = EventArguments.From(_namespace.Server.Codec.Serializer, arguments.Span);
        return new BroadcastQuestion<TAnswer>(_namespace.Server.Timers).AskAsync(
            question => _namespace.Adapter.ServerSideAskAsync(eventName, sent, _timeout, question, cancellationToken), _timeout, cancellationToken);
    }

    /// <inheritdoc />
    public override IDisposable AddListener(string eventName, EventBinding binding, ListenerPlacement placement)
    {
        ReservedEvents.ThrowIfReservedForServers(eventName);
        ArgumentNullException.ThrowIfNull(binding);
        return _listeners.Add(
            eventName, binding, placement.HasFlag(ListenerPlacement.Once), placement.HasFlag(ListenerPlacement.Prepend));
    }

    /// <inheritdoc />
    public override bool Off(string eventName, Delegate handler) =>
        _listeners.Remove(eventName, handler, static (binding, wanted) => binding.Handler == wanted);

    /// <inheritdoc />
    public override void Off(string eventName) => _listeners.RemoveAll(eventName);

    /// <inheritdoc />
    public override void Off() => _listeners.RemoveAll();

    /// <inheritdoc />
    void IServerSideListener.OnServerSideEvent(string eventName, EventArguments arguments, Ack ack)
    {
        if (eventName == ClientDisconnect.EventName)
        {
            ClientDisconnect.OnTold(_namespace.Server, arguments);
            return;
        }

        var invocation = new EventInvocation
        {
            EventName = eventName,
            Arguments = arguments.AsIncoming(),
            Serializer = _namespace.Server.Codec.Serializer,
            Ack = ack.IsWanted ? ack : null,
        };
        foreach (var listener in _listeners.Snapshot(eventName))
        {
            _namespace.Server.Work.Track(RunAsync(listener, invocation));
        }
    }

    private async Task RunAsync(EventBinding listener, EventInvocation invocation)
    {
        try
        {
            await listener.InvokeAsync(in invocation).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _namespace.Server.ReportServerSideError(invocation.EventName, exception);
        }
    }
}
