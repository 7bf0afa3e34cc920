using Sockeye.Engine.WebSockets;
using Sockeye.Events;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine.RawWebSockets;

/// <summary>What happens to a client from its connection to its end.</summary>
internal sealed class ClientLife : IOutboxOwner, IThreadPoolWorkItem
{
    private readonly WebSocketClient _client;
    private readonly WebSocketServer _server;
    private readonly Heartbeat _heartbeat;
    private WebSocketConnection? _connection;
    private ClosingLimit? _closingLimit;
    private EndToken _aborted;
    private WebSocketCloseContext _ending;
    private ClientCredential? _credential;
    private long _began;
    private CloseReason? _closingFor; // why this side closes. Under the outbox's gate
    private bool _drains; // this side closes behind what waits. Under the outbox's gate

    public ClientLife(WebSocketClient client, WebSocketServer server)
    {
        _client = client;
        _server = server;
        Outbox = new Outbox(server.OutboxLimits);
        _heartbeat = new Heartbeat(this, server.HeartbeatTimes);
    }

    public ListenerList<Func<WebSocketMessage, Task>> Messages { get; } = new();

    public ListenerList<Func<WebSocketCloseContext, Task>> Closings { get; } = new();

    public Outbox Outbox { get; }

    public TimerWheel Timers => _server.Timers;

    public WebSocketTransport? Transport => (WebSocketTransport?)Outbox.Transport;

    /// <summary>Gets who the client is since its request; null where that has not changed and does not end.</summary>
    public ClientCredential? Credential => Volatile.Read(ref _credential);

    public CancellationToken Aborted => _aborted.TokenOf(Outbox);

    /// <summary>The handshake is done: messages can be sent.</summary>
    public void Begin(WebSocketConnection connection)
    {
        _connection = connection;
        _began = _server.Clock.Time.GetTimestamp();
        Outbox.Transport = connection.Transport;
        if (_server.CredentialGrace is not null && _client.Request.CredentialExpires is not null)
        {
            EnsureCredential().Watch();
        }
    }

    public ClientCredential EnsureCredential() =>
        Credential ?? Interlocked.CompareExchange(ref _credential, new ClientCredential(_client, _server.Clock.Time, _server.CredentialGrace), null) ?? _credential;

    /// <summary>Carries the client over its WebSocket, to the end.</summary>
    public async Task CarryAsync()
    {
        var connection = _connection!;
        ConnectionEnd? end = null;
        try
        {
            if (connection.SendsPings)
            {
                _heartbeat.Start();
            }

            await AnnounceAsync().ConfigureAwait(false);
            end = await connection.ReadAsync(TakeAsync).ConfigureAwait(false);
        }
        finally
        {
            End(end?.Reason ?? CloseReason.TransportError, end?.Detail, end?.Code ?? ClosingStatus.Abnormal, end?.Text ?? string.Empty);
            await connection.EndAsync(end).ConfigureAwait(false);
            _client.Request.Detach();
        }
    }

    /// <summary>Closes the client. One that closes behind what waits for it goes on with that, for no longer than it is given here.</summary>
    public void Close(int code, string reason, CloseMode mode, CloseReason cause, TimeSpan? longest = null)
    {
        bool drainsAlready;
        lock (Outbox.Gate)
        {
            drainsAlready = _drains;
            if (!drainsAlready && Outbox.State == SessionState.Open)
            {
                _closingFor ??= cause;
                _drains = mode == CloseMode.Drain;
                Transport!.ClosingFrame = RawFrame.CloseWith(code, reason);
            }
        }

        if (drainsAlready)
        {
            LimitDraining(longest);
            return;
        }

        if (!Outbox.TryBeginClosing(cause, discards: mode == CloseMode.Discard))
        {
            return;
        }

        StopTimers();
        if (mode == CloseMode.Discard)
        {
            Transport!.LimitTo(AbortLimit.ForTheAnswer);
            return;
        }

        LimitDraining(longest);
    }

    private void LimitDraining(TimeSpan? longest)
    {
        var limit = Volatile.Read(ref _closingLimit) ?? Interlocked.CompareExchange(ref _closingLimit, new ClosingLimit(this), null) ?? _closingLimit;
        Timers.ScheduleNoLater(limit, longest ?? ClosingLimit.Longest);
        if (Outbox.State == SessionState.Closed)
        {
            Timers.Cancel(limit); // it ended before it could find the limit
        }
    }

    public void Abort()
    {
        lock (Outbox.Gate)
        {
            _closingFor ??= CloseReason.ForcedClose;
        }

        Transport!.Abort(); // before it could say anything
        End(CloseReason.ForcedClose, null);
    }

    public bool Send(EncodedMessage message) => Send(message, _server.SlowClientPolicy);

    public bool Accept(object entry) => Send(entry, _server.SlowClientPolicy == SlowClientPolicy.Close ? SlowClientPolicy.Close : SlowClientPolicy.Wait);

    public ValueTask<bool> SendAsync(EncodedMessage message, CancellationToken cancellationToken) =>
        Outbox.SendAsync(this, message, _server.SlowClientPolicy, cancellationToken);

    public bool TrySendVolatile(EncodedMessage message) => _server.Instruments.IsTaken(Outbox.Send(message, isVolatile: true));

    public void OnDropped() => _server.Instruments.OnDropped(isVolatile: false); // its own count is its outbox's

    public void SendPing() => Transport!.SendFrame(RawFrame.Ping);

    public void OnPong() => _heartbeat.OnPacket(EnginePacketType.Pong);

    public void OnCloseWritten()
    {
        if (Outbox.State == SessionState.Closing)
        {
            Transport!.LimitTo(AbortLimit.ForTheAnswer); // the client's answer ends it
        }
    }

    public void End(CloseReason reason, string? detail) => End(reason, detail, ClosingStatus.Abnormal, string.Empty);

    void IThreadPoolWorkItem.Execute() => _server.TakeCharge(NotifyClosedAsync());

    private bool Send(object entry, SlowClientPolicy policy)
    {
        var result = Outbox.Send(entry, isVolatile: false, policy);
        if (result == SendResult.NoRoom)
        {
            OnDropped();
        }

        return result == SendResult.Taken || Outbox.IsTakenLate(this, result);
    }

    private void End(CloseReason cause, string? detail, int code, string reason)
    {
        if (!Outbox.TryShut())
        {
            return;
        }

        StopTimers();
        if (Volatile.Read(ref _closingLimit) is { } limit)
        {
            Timers.Cancel(limit);
        }

        _server.Forget(_client);
        lock (Outbox.Gate)
        {
            _ending = new WebSocketCloseContext(code, reason, _closingFor ?? cause, detail);
        }

        Transport!.End(cause);
        _server.OnClosed(_client, _ending, _server.Clock.Time.GetElapsedTime(_began));
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void StopTimers()
    {
        _heartbeat.Stop();
        if (Credential is { } credential)
        {
            Timers.Cancel(credential);
        }
    }

    /// <summary>Nothing is read before the application has said what it listens to.</summary>
    private async Task AnnounceAsync()
    {
        if (Outbox.State != SessionState.Open)
        {
            return; // one too many, or the server is closing
        }

        _heartbeat.EnterHandler();
        try
        {
            await _server.AnnounceAsync(_client).ConfigureAwait(false);
        }
        finally
        {
            _heartbeat.LeaveHandler();
        }
    }

    private async ValueTask<bool> TakeAsync(ReceivedMessage received)
    {
        if (Outbox.State != SessionState.Open)
        {
            return true; // what comes after this side has closed is of no interest any more
        }

        _heartbeat.EnterHandler();
        _server.Instruments.OnReceived(received.Kind == MessageKind.Binary);
        var message = new WebSocketMessage(received.Bytes, received.Kind == MessageKind.Binary);
        foreach (var listener in Messages.Snapshot())
        {
            await CallAsync(listener, message).ConfigureAwait(false);
        }

        _heartbeat.LeaveHandler();
        return true;
    }

    private async Task NotifyClosedAsync()
    {
        if (_aborted.Cancel() is { } failure)
        {
            _server.OnListenerFailed(_client, failure);
        }

        foreach (var listener in Closings.Snapshot())
        {
            await CallAsync(listener, _ending).ConfigureAwait(false);
        }
    }

    private async ValueTask CallAsync<T>(Func<T, Task> listener, T argument)
    {
        try
        {
            await listener(argument).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _server.OnListenerFailed(_client, exception);
        }
    }
}
