using Sockeye.Engine;
using Sockeye.Protocol.EngineIO;
using Sockeye.Protocol.SocketIO;
using Sockeye.Server.Diagnostics;
using Sockeye.Server.Dispatch;
using Sockeye.Server.Draining;
using Sockeye.Server.RateLimits;

namespace Sockeye.Server.Connections;

/// <summary>One client: an Engine.IO session, the decoder of what it sends, and its sockets, one for each namespace it is in.</summary>
internal sealed partial class Connection : IEngineSessionHandler
{
    private readonly SocketServer _server;
    private readonly PacketDecoder _decoder;

    private readonly JoinedSockets _sockets;
    private ConnectionDeadline? _connectDeadline;
    private ConnectionDeadline? _attachmentDeadline;
    private string? _closedFor;
    private int _acksExpected;
    private Inbox? _readerWaitsFor;

    public Connection(SocketServer server, EngineSession session)
    {
        _server = server;
        Session = session;
        _userShown = session.Request.Received;
        _sockets = new JoinedSockets(server.Options.MaxNamespacesPerConnection);
        _decoder = server.Codec.CreateDecoder(server.Options.PacketLimits);
        _pace = new EventPace(server.Options.MaxEventsPerSecond, server.Time);
        _connectDeadline = new ConnectionDeadline(this, "no namespace was joined in time");
        server.Timers.Schedule(_connectDeadline, server.Options.ConnectTimeout);
        WatchCredential();
    }

    public EngineSession Session { get; }

    /// <summary>Gets whether it is a Socket.IO v2 client: in the main namespace without having asked, and told no id.</summary>
    public bool IsRevision3 => Session.ProtocolRevision == 3;

    public TimerWheel Timers => _server.Timers;

    public ServerTelemetry Telemetry => _server.Telemetry;

    public bool IsClosed => _sockets.IsClosed;

    /// <summary>Gets whether this client owes an acknowledgement, which may be behind what waits to be read.</summary>
    public bool IsAckExpected => Volatile.Read(ref _acksExpected) > 0;

    /// <inheritdoc />
    public ValueTask OnMessageAsync(ReadOnlyMemory<byte> data, bool isBinary)
    {
        switch (_decoder.Decode(data, isBinary, out var packet))
        {
            case DecodeResult.Packet:
                if (isBinary)
                {
                    EndDeadline(ref _attachmentDeadline);
                }

                return OnPacketAsync(in packet);
            case DecodeResult.Incomplete:
                if (!isBinary)
                {
                    var deadline = new ConnectionDeadline(this, "the attachments of a packet did not come in time");
                    _attachmentDeadline = deadline;
                    Timers.Schedule(deadline, _server.Options.AttachmentTimeout);
                    if (IsClosed)
                    {
                        EndDeadline(ref _attachmentDeadline); // the end may have come before it could find the deadline
                    }
                }

                break;
            default:
                CloseForViolation(_decoder.Error ?? "The packet is not Socket.IO.");
                break;
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public void OnUpgraded() => Log.Upgraded(_server.Logger, Session.Id);

    /// <inheritdoc />
    public void OnClosed(CloseReason reason, string? detail)
    {
        var sockets = _sockets.Close();
        _server.Forget();
        EndDeadline(ref _connectDeadline);
        EndDeadline(ref _attachmentDeadline);
        Volatile.Read(ref _readerWaitsFor)?.Reconsider();
        Volatile.Read(ref _pause)?.End();
        ForgetCredential();
        foreach (var socket in sockets)
        {
            socket.Life.Leave(ToDisconnectReason(reason), detail ?? _closedFor);
        }
    }

    /// <inheritdoc />
    public bool OnLeaving(bool isFinal) => Farewell.TrySay(_sockets.Snapshot(), _server.Options.DrainEvent, isFinal);

    /// <summary>Sends what the protocol needs.</summary>
    public void SendNeeded(MessageBuffer buffer) => Session.Send(buffer, NeededPolicy);

    /// <summary>Disconnects every socket of this client, and closes its connection when what was sent has gone out.</summary>
    public void DisconnectAll()
    {
        foreach (var socket in _sockets.Snapshot())
        {
            socket.Life.Leave(DisconnectReason.ServerNamespaceDisconnect, detail: null, tellClient: true);
        }

        Session.Close();
    }

    public void AckExpected()
    {
        if (Interlocked.Increment(ref _acksExpected) == 1)
        {
            Volatile.Read(ref _readerWaitsFor)?.Reconsider();
        }
    }

    public void AckSettled() => Interlocked.Decrement(ref _acksExpected);

    /// <summary>Notes which inbox holds up the reading loop, and lets it look again where the reason to go on came meanwhile.</summary>
    public void ReaderWaitsFor(Inbox inbox)
    {
        Interlocked.Exchange(ref _readerWaitsFor, inbox);
        if (IsAckExpected || IsClosed)
        {
            inbox.Reconsider();
        }
    }

    public void CloseForOverflow()
    {
        Telemetry.OnRefused(RefusalReasons.InboxOverflow);
        Log.InboxOverflow(_server.Logger, Session.Id);
        _closedFor = "More events waited in an inbox than the hard limit allows.";
        Session.Close(CloseMode.Discard);
    }

    /// <summary>The connection's deadline has passed: it joined no namespace, or its attachments did not come.</summary>
    public void CloseForDeadline(string what)
    {
        Telemetry.OnRefused(RefusalReasons.Deadline);
        Log.DeadlinePassed(_server.Logger, Session.Id, what);
        _closedFor = what;
        Session.Close();
    }

    private static DisconnectReason ToDisconnectReason(CloseReason reason) => reason switch
    {
        CloseReason.TransportClose => DisconnectReason.TransportClose,
        CloseReason.TransportError => DisconnectReason.TransportError,
        CloseReason.PingTimeout => DisconnectReason.PingTimeout,
        CloseReason.ParseError => DisconnectReason.ParseError,
        CloseReason.ServerShuttingDown => DisconnectReason.ServerShuttingDown,
        CloseReason.SlowClient => DisconnectReason.SlowClient,
        _ => DisconnectReason.ForcedClose,
    };

    private ValueTask ActAsync(in IncomingPacket packet)
    {
        var socket = _sockets.Find(IsRevision3 ? NamespaceQuery.PathOf(packet.Namespace) : packet.Namespace);
        if (packet.Type == PacketType.Connect)
        {
            if (socket is { Life.CanSend: false, Inbox.HasWaiting: true })
            {
                return new ValueTask(JoinAfterAsync(socket.Inbox, packet));
            }

            Join(in packet);
            return ValueTask.CompletedTask;
        }

        if (socket is null || socket.Life.IsConnecting || packet.Type == PacketType.ConnectError)
        {
            CloseForViolation($"A {packet.Type} packet came for a namespace that is not joined; a client sends CONNECT and waits for the answer.");
            return ValueTask.CompletedTask;
        }

        if (!socket.Life.CanSend)
        {
            return ValueTask.CompletedTask; // sent before the client heard that the server disconnected it
        }

        switch (packet.Type)
        {
            case PacketType.Event:
                return socket.Namespace.IsLimited && !TryTake(socket, in packet) ? ValueTask.CompletedTask : socket.Inbox.AcceptAsync(in packet);
            case PacketType.Ack:
                socket.Acks.Complete(packet.Id.GetValueOrDefault(), packet.Arguments, _server.Codec.Serializer);
                break;
            default:
                socket.Life.Leave(DisconnectReason.ClientNamespaceDisconnect, detail: null);
                break;
        }

        return ValueTask.CompletedTask;
    }

    private void Close(string reason, string what)
    {
        Telemetry.OnRefused(reason);
        Log.Closed(_server.Logger, Session.Id, what);
        _closedFor = what;
        foreach (var socket in _sockets.Snapshot())
        {
            socket.Life.Leave(DisconnectReason.ForcedClose, what); // at once: a polling client may not come for the rest
        }

        Session.Close();
    }

    private void CloseForViolation(string what)
    {
        Telemetry.OnRefused(RefusalReasons.Violation);
        Log.Violation(_server.Logger, Session.Id, what);
        _closedFor = what;
        Session.Close();
    }

    private void EndDeadline(ref ConnectionDeadline? deadline)
    {
        if (Interlocked.Exchange(ref deadline, null) is { } ended)
        {
            Timers.Cancel(ended);
        }
    }
}
