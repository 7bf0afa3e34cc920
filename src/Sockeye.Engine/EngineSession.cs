using Sockeye.Engine.WebSockets;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine;

/// <summary>One client's session, whatever carries it. Safe for use from many threads.</summary>
public sealed partial class EngineSession : IOutboxOwner
{
    private readonly Heartbeat _heartbeat;
    private IEngineSessionHandler? _handler;
    private ClosingLimit? _closingLimit;
    private EndToken _closed;
    private SessionEnding? _ending;

    internal EngineSession(EngineServer server, string id, HandshakeRequest request, int protocolRevision)
    {
        Server = server;
        Id = id;
        Request = request;
        ProtocolRevision = protocolRevision;
        Outbox = new Outbox(server.OutboxLimits);
        Probing = new ProbeTurn(Outbox);
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
    public CancellationToken Closed => _closed.TokenOf(Outbox);

    /// <summary>Gets whether a packet sent now would go out at once: a poll is waiting, or the WebSocket is not busy.</summary>
    public bool IsWritable => Outbox.IsWritable;

    /// <summary>Gets how far the client is behind with reading.</summary>
    public OutboundState Outbound => Outbox.Measure();

    internal EngineServer Server { get; }

    internal Outbox Outbox { get; }

    internal ProbeTurn Probing { get; }

    internal Heartbeat Heartbeat => _heartbeat;

    /// <summary>Gets the policy for what must not be dropped.</summary>
    private SlowClientPolicy PolicyOfNeeded => Server.Options.SlowClientPolicy == SlowClientPolicy.Close ? SlowClientPolicy.Close : SlowClientPolicy.Wait;

    Outbox IOutboxOwner.Outbox => Outbox;

    TimerWheel IOutboxOwner.Timers => Server.Timers;

    /// <summary>
    /// Sends a message and what hangs on it as one unit. Never blocks, and never throws for a client that is slow or gone: past
    /// <see cref="EngineOptions.OutboundBufferBytes"/> or <see cref="EngineOptions.OutboundBufferPackets"/> the policy decides.
    /// </summary>
    /// <param name="buffer">The message. The session owns it from here on, and gives it back.</param>
    /// <param name="policy">What becomes of it then; <see cref="EngineOptions.SlowClientPolicy"/> where nothing is said.</param>
    /// <returns>Whether it was taken: not where it was dropped, and not where the session has ended.</returns>
    public bool Send(MessageBuffer buffer, SlowClientPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return Accept(buffer, policy ?? Server.Options.SlowClientPolicy);
    }

    /// <summary>Sends a message and all that is chained to it as one unit; otherwise like <see cref="Send(MessageBuffer, SlowClientPolicy?)"/>.</summary>
    /// <param name="message">The message, which may be on its way to other sessions as well.</param>
    /// <param name="policy">What becomes of it where too much waits; <see cref="EngineOptions.SlowClientPolicy"/> where nothing is said.</param>
    /// <returns>Whether it was taken: not where it was dropped, and not where the session has ended.</returns>
    public bool Send(EncodedMessage message, SlowClientPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Accept(message, policy ?? Server.Options.SlowClientPolicy);
    }

    /// <summary>Sends a message if it can go out at once, and drops it otherwise.</summary>
    /// <param name="buffer">The message. The session owns it from here on, and gives it back in either case.</param>
    /// <returns>Whether it was taken.</returns>
    public bool TrySendVolatile(MessageBuffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return Server.Slowness.IsTaken(Outbox.Send(buffer, isVolatile: true), isVolatile: true);
    }

    /// <summary>Sends a message if it can go out at once, and drops it otherwise.</summary>
    /// <param name="message">The message, which may be on its way to other sessions as well.</param>
    /// <returns>Whether it was taken.</returns>
    public bool TrySendVolatile(EncodedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Server.Slowness.IsTaken(Outbox.Send(message, isVolatile: true), isVolatile: true);
    }

    /// <summary>
    /// Sends a message when there is room for it. A client that makes no room within <see cref="EngineOptions.SlowClientTimeout"/> is closed, or
    /// with <see cref="SlowClientPolicy.Drop"/> does not get the message.
    /// Those who wait are served in order; a <see cref="Send(EncodedMessage, SlowClientPolicy?)"/> meanwhile goes before them.
    /// </summary>
    /// <param name="message">The message, which may be on its way to other sessions as well.</param>
    /// <param name="cancellationToken">Gives up the wait; the message is not sent then.</param>
    /// <returns>Whether the session took it; <see langword="false"/> when it was dropped, or the session ended first.</returns>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public ValueTask<bool> SendAsync(EncodedMessage message, CancellationToken cancellationToken = default) =>
        SendAsync(message, Server.Options.SlowClientPolicy, cancellationToken);

    /// <inheritdoc cref="SendAsync(EncodedMessage, CancellationToken)"/>
    /// <param name="message">The message, which may be on its way to other sessions as well.</param>
    /// <param name="policy">What becomes of a client that makes no room, in place of <see cref="EngineOptions.SlowClientPolicy"/>.</param>
    /// <param name="cancellationToken">Gives up the wait; the message is not sent then.</param>
    public ValueTask<bool> SendAsync(EncodedMessage message, SlowClientPolicy policy, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        cancellationToken.ThrowIfCancellationRequested();
        return Outbox.SendAsync(this, message, policy, cancellationToken);
    }

    /// <summary>Closes the session with <see cref="CloseReason.ForcedClose"/>. Does nothing where it is closed already.</summary>
    /// <param name="mode">What happens to packets that still wait. The client of a draining session has 30 seconds to take them.</param>
    public void Close(CloseMode mode = CloseMode.Drain)
    {
        if (mode == CloseMode.Discard)
        {
            End(CloseReason.ForcedClose, null);
        }
        else
        {
            CloseFor(CloseReason.ForcedClose);
        }
    }

    /// <summary>Closes the session when what waits has gone out, which its handler is told with the given reason.</summary>
    internal void CloseFor(CloseReason reason)
    {
        if (!Outbox.TryBeginClosing(reason))
        {
            return;
        }

        _heartbeat.Stop();
        var limit = new ClosingLimit(this);
        Volatile.Write(ref _closingLimit, limit);
        Server.Timers.Schedule(limit, ClosingLimit.Longest);
        if (Outbox.State == SessionState.Closed)
        {
            Server.Timers.Cancel(limit); // it ended before it could find the limit
        }
    }

    /// <summary>It is the session's turn to be sent away.</summary>
    /// <returns>Whether it goes.</returns>
    internal bool TryLeave(bool isFinal)
    {
        if (Outbox.State != SessionState.Open)
        {
            return true;
        }

        var goes = true;
        Notify(handler => goes = handler.OnLeaving(isFinal) || isFinal);
        if (goes)
        {
            CloseFor(CloseReason.ServerShuttingDown);
        }

        return goes;
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

    /// <summary>Sends, and does what the policy says where too much waits.</summary>
    internal bool Accept(object entry, SlowClientPolicy policy)
    {
        var result = Outbox.Send(entry, isVolatile: false, policy);
        return result == SendResult.Taken || IsTaken(result);
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
                ((IOutboxOwner)this).Accept(ControlPackets.Pong);
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

    bool IOutboxOwner.Accept(object entry) => Accept(entry, PolicyOfNeeded);

    void IOutboxOwner.SendPing() => ((IOutboxOwner)this).Accept(ControlPackets.Ping);

    void IOutboxOwner.OnDropped() => Server.Slowness.IsTaken(SendResult.NoRoom, isVolatile: false);

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
        reason = reason == CloseReason.ForcedClose ? Outbox.ClosingFor : reason;
        var ending = new SessionEnding(this, reason, detail);
        UpgradeProbe? probe;
        bool hasBegun;
        lock (Outbox.Gate)
        {
            probe = Probing.Current;
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
        if (_closed.Cancel() is { } failure)
        {
            Log.HandlerFailed(Server.Logger, Id, failure);
        }

        Notify(handler => handler.OnClosed(reason, detail));
        Server.OnEnded();
    }

    private bool IsTaken(SendResult result) =>
        Outbox.IsTakenLate(this, result) || (result == SendResult.NoRoom && Server.Slowness.IsTaken(result, isVolatile: false));

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
