using Sockeye.Engine.WebSockets;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine;

/// <summary>One client's session, whatever carries it. Safe for use from many threads.</summary>
public sealed partial class EngineSession : IOutboxOwner
{
    private readonly Heartbeat _heartbeat;
    private IEngineSessionHandler? _handler;
    private ClosingLimit? _closingLimit;
    private CancellationTokenSource? _closed;
    private UpgradeProbe? _probe;
    private SessionEnding? _ending;

    internal EngineSession(EngineServer server, string id, HandshakeRequest request, int protocolRevision)
    {
        Server = server;
        Id = id;
        Request = request;
        ProtocolRevision = protocolRevision;
        Outbox = new Outbox(server.OutboxLimits);
        _heartbeat = new Heartbeat(this, server.HeartbeatTimes, clientAsks: protocolRevision == 3);
    }

    /// <summary>Gets the session's id, a secret between server and client.</summary>
    public string Id { get; }

    /// <summary>Gets what carries the session now.</summary>
    public TransportKind Transport => Outbox.Transport.Kind;

    /// <summary>Gets the revision of the Engine.IO protocol that the client speaks: 4, or 3 where <see cref="EngineOptions.AllowEIO3"/>.</summary>
    public int ProtocolRevision { get; }

    /// <summary>Gets the request that opened the session.</summary>
    public HandshakeRequest Request { get; }

    /// <summary>Gets how far the session has come.</summary>
    public SessionState State
    {
        get
        {
            lock (Outbox.Gate)
            {
                return Outbox.State;
            }
        }
    }

    /// <summary>Gets a token that is cancelled when the session has ended.</summary>
    public CancellationToken Closed
    {
        get
        {
            lock (Outbox.Gate)
            {
                return Outbox.State == SessionState.Closed && _closed is null
                    ? new CancellationToken(canceled: true)
                    : (_closed ??= new CancellationTokenSource()).Token;
            }
        }
    }

    /// <summary>Gets whether a packet sent now would go out at once: a poll is waiting, or the WebSocket is not busy.</summary>
    public bool IsWritable => Outbox.IsWritable;

    internal EngineServer Server { get; }

    internal Outbox Outbox { get; }

    internal Heartbeat Heartbeat => _heartbeat;

    Outbox IOutboxOwner.Outbox => Outbox;

    TimerWheel IOutboxOwner.Timers => Server.Timers;

    /// <summary>
    /// Sends a message and what hangs on it as one unit. Never blocks, and never throws for a client that is slow or gone: past
    /// <see cref="EngineOptions.OutboundBufferBytes"/> or <see cref="EngineOptions.OutboundBufferPackets"/> the session closes.
    /// </summary>
    /// <param name="buffer">The message. The session owns it from here on, and gives it back.</param>
    public void Send(MessageBuffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        Accept(buffer);
    }

    /// <summary>Sends a message and all that is chained to it as one unit; otherwise like <see cref="Send(MessageBuffer)"/>.</summary>
    /// <param name="message">The message, which may be on its way to other sessions as well.</param>
    public void Send(EncodedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Accept(message);
    }

    /// <summary>Sends a message if it can go out at once, and drops it otherwise.</summary>
    /// <param name="buffer">The message. The session owns it from here on, and gives it back in either case.</param>
    /// <returns>Whether it was taken.</returns>
    public bool TrySendVolatile(MessageBuffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return Server.Instruments.IsTaken(Outbox.Send(buffer, isVolatile: true));
    }

    /// <summary>Sends a message if it can go out at once, and drops it otherwise.</summary>
    /// <param name="message">The message, which may be on its way to other sessions as well.</param>
    /// <returns>Whether it was taken.</returns>
    public bool TrySendVolatile(EncodedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Server.Instruments.IsTaken(Outbox.Send(message, isVolatile: true));
    }

    /// <summary>
    /// Sends a message when there is room for it. A client that makes no room within <see cref="EngineOptions.SlowClientTimeout"/> is closed.
    /// Those who wait are served in order; a <see cref="Send(EncodedMessage)"/> meanwhile goes before them.
    /// </summary>
    /// <param name="message">The message, which may be on its way to other sessions as well.</param>
    /// <param name="cancellationToken">Gives up the wait; the message is not sent then.</param>
    /// <returns>Whether the session took it; <see langword="false"/> when it ended first.</returns>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public ValueTask<bool> SendAsync(EncodedMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        cancellationToken.ThrowIfCancellationRequested();
        return Outbox.SendAsync(this, message, cancellationToken);
    }

    /// <summary>Closes the session with <see cref="CloseReason.ForcedClose"/>. Does nothing where it is closed already.</summary>
    /// <param name="mode">What happens to packets that still wait. The client of a draining session has 30 seconds to take them.</param>
    public void Close(CloseMode mode = CloseMode.Drain)
    {
        if (mode == CloseMode.Discard)
        {
            End(CloseReason.ForcedClose, null);
        }
        else if (Outbox.TryBeginClosing())
        {
            _heartbeat.Stop();
            var limit = new ClosingLimit(this);
            Volatile.Write(ref _closingLimit, limit);
            Server.Timers.Schedule(limit, ClosingLimit.Longest);
            if (Outbox.State == SessionState.Closed)
            {
                Server.Timers.Cancel(limit); // it ended before it could find the limit
            }
        }
    }

    /// <summary>Lets the session begin: what the handler sends from here on follows the open packet.</summary>
    internal void Begin(IEngineSessionHandler handler)
    {
        SessionEnding? ending;
        Outbox.Watch = SessionWatch.Of(this, Server.Options, Server.Logger);
        lock (Outbox.Gate)
        {
            _handler = handler;
            ending = _ending;
        }

        if (ending is not null)
        {
            ThreadPool.UnsafeQueueUserWorkItem(ending, preferLocal: false); // it ended while its handler was being made
            return;
        }

        _heartbeat.Start();
    }

    /// <summary>Sends, and closes the session where too much waits.</summary>
    internal bool Accept(object entry)
    {
        var result = Outbox.Send(entry, isVolatile: false);
        if (result == SendResult.Full)
        {
            End(CloseReason.SlowClient, "The client does not read what is sent to it: too much waits.");
        }

        return result == SendResult.Taken;
    }

    /// <summary>Acts on one packet of the client's. On the reading loop: the next one comes when the returned task has completed.</summary>
    internal ValueTask OnPacketAsync(in EnginePacket packet)
    {
        if (Outbox.State != SessionState.Open)
        {
            if (packet.Type == EnginePacketType.Close)
            {
                End(CloseReason.ForcedClose, null); // it was closing already, and its client will not come for the rest
            }

            return default;
        }

        Outbox.Watch?.OnPacket(packet);
        switch (packet.Type)
        {
            case EnginePacketType.Message:
                return DeliverAsync(packet.Data, packet.IsBinary);
            case EnginePacketType.Ping when ProtocolRevision == 3:
                _heartbeat.OnPacket(EnginePacketType.Ping);
                Send(ControlPackets.Pong);
                break;
            case EnginePacketType.Ping:
            case EnginePacketType.Pong when ProtocolRevision == 3:
                End(CloseReason.TransportError, "invalid heartbeat direction");
                break;
            case EnginePacketType.Close:
                End(CloseReason.TransportClose, null);
                break;
            default:
                _heartbeat.OnPacket(packet.Type);
                break;
        }

        return default;
    }

    internal ValueTask DeliverAsync(ReadOnlyMemory<byte> data, bool isBinary)
    {
        if (Outbox.State != SessionState.Open)
        {
            return default;
        }

        _heartbeat.EnterHandler();
        ValueTask handling;
        try
        {
            handling = _handler!.OnMessageAsync(data, isBinary);
            if (handling.IsCompletedSuccessfully)
            {
                _heartbeat.LeaveHandler();
                return handling;
            }
        }
        catch (Exception exception)
        {
            handling = ValueTask.FromException(exception);
        }

        return LeaveWhenHandledAsync(handling);
    }

    /// <summary>The client moves to the transport it has probed.</summary>
    internal bool TryUpgrade(UpgradeProbe probe, Transport to)
    {
        var from = Outbox.Transport;
        if (!TryEndProbe(probe) || !Outbox.TrySwitch(to))
        {
            return false;
        }

        from.End(CloseReason.ForcedClose);
        return true;
    }

    /// <summary>The closing frame has gone out, behind everything else.</summary>
    internal void OnCloseWritten()
    {
        if (Outbox.State == SessionState.Closing)
        {
            End(CloseReason.ForcedClose, null);
        }
    }

    internal void NotifyUpgraded()
    {
        if (Outbox.State != SessionState.Closed)
        {
            Outbox.Watch?.OnUpgrade();
            Notify(static handler => handler.OnUpgraded());
        }
    }

    /// <summary>Makes a WebSocket the one that probes for an upgrade, unless there is one or the time for it has passed.</summary>
    internal bool TryBeginProbe(UpgradeProbe probe)
    {
        lock (Outbox.Gate)
        {
            if (_probe is not null || Outbox.State == SessionState.Closed || Outbox.Transport.Kind != TransportKind.Polling)
            {
                return false;
            }

            _probe = probe;
            return true;
        }
    }

    /// <summary>Ends a probe, one way or the other.</summary>
    /// <returns>Whether this call ended it: whoever does decides what becomes of its WebSocket.</returns>
    internal bool TryEndProbe(UpgradeProbe probe)
    {
        lock (Outbox.Gate)
        {
            if (_probe != probe)
            {
                return false;
            }

            _probe = null;
            return true;
        }
    }

    bool IOutboxOwner.Accept(object entry) => Accept(entry);

    void IOutboxOwner.SendPing() => Send(ControlPackets.Ping);

    void IOutboxOwner.OnCloseWritten() => OnCloseWritten();

    void IOutboxOwner.End(CloseReason reason, string? detail) => End(reason, detail);

    /// <summary>Ends the session at once. Only the first call has an effect; the handler is told on the thread pool.</summary>
    internal void End(CloseReason reason, string? detail)
    {
        if (!Outbox.TryShut())
        {
            return;
        }

        _heartbeat.Stop();
        if (Volatile.Read(ref _closingLimit) is { } limit)
        {
            Server.Timers.Cancel(limit);
        }

        Server.Forget(this);
        var ending = new SessionEnding(this, reason, detail);
        UpgradeProbe? probe;
        bool hasBegun;
        lock (Outbox.Gate)
        {
            probe = _probe;
            _ending = ending;
            hasBegun = _handler is not null;
        }

        Outbox.Transport.End(reason);
        probe?.Abandon();
        if (hasBegun)
        {
            ThreadPool.UnsafeQueueUserWorkItem(ending, preferLocal: false);
        }
    }

    internal void NotifyClosed(CloseReason reason, string? detail)
    {
        CancellationTokenSource? closed;
        lock (Outbox.Gate)
        {
            closed = _closed;
        }

        try
        {
            closed?.Cancel();
        }
        catch (AggregateException exception)
        {
            Log.HandlerFailed(Server.Logger, Id, exception);
        }

        Notify(handler => handler.OnClosed(reason, detail));
        Server.OnEnded();
    }

    private async ValueTask LeaveWhenHandledAsync(ValueTask handling)
    {
        try
        {
            await handling.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.HandlerFailed(Server.Logger, Id, exception); // it promised not to fail: a defect of the layer above
            End(CloseReason.TransportError, "the session's handler failed");
        }
        finally
        {
            _heartbeat.LeaveHandler();
        }
    }

    private void Notify(Action<IEngineSessionHandler> what)
    {
        try
        {
            what(_handler!);
        }
        catch (Exception exception)
        {
            Log.HandlerFailed(Server.Logger, Id, exception);
        }
    }
}
