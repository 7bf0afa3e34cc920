using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using Sockeye.Adapters;
using Sockeye.Engine;
using Sockeye.Events;
using Sockeye.Protocol.SocketIO;
using Sockeye.Server.Acknowledgements;
using Sockeye.Server.Authentication;
using Sockeye.Server.Broadcasting;
using Sockeye.Server.Connections;
using Sockeye.Server.Dispatch;
using Sockeye.Server.Recovery;
using Sockeye.Server.Sockets;

namespace Sockeye;

/// <summary>One client in one namespace: what it sends is listened to here, and what is emitted here it receives.</summary>
/// <remarks>
/// All members are safe to call from many threads. Events of one socket run in order, one handler at a time, unless
/// <see cref="Namespace.HandlerConcurrency"/> says otherwise. On a socket that has disconnected emitting does nothing.
/// </remarks>
public sealed class Socket : SocketEventSource, ISocketEmitter, ILocalSocket
{
    private readonly Connection _connection;
    private readonly ListenerTable<EventBinding> _listeners = new();
    private readonly Inbox _inbox;
    private readonly PendingAcks _acks;
    private readonly SocketLife _life;
    private CatchAll? _catchAll;
    private IDictionary<string, object?>? _data;

    internal Socket(string id, Namespace ns, Connection connection, Handshake handshake, SocketRecovery? recovery = null)
    {
        Id = id;
        Namespace = ns;
        Handshake = handshake;
        _connection = connection;
        _inbox = new Inbox(this, connection);
        _acks = new PendingAcks(connection, connection.Timers, ns.Server.Options.MaxPendingAcks);
        _life = new SocketLife(this);
        Recovery = recovery;
        _data = recovery?.Restored?.Data;
    }

    /// <summary>Gets the socket's id: 20 characters, unguessable, and not the id of the connection.</summary>
    public string Id { get; }

    /// <summary>Gets the namespace the socket is in.</summary>
    public Namespace Namespace { get; }

    /// <summary>Gets the server.</summary>
    public SocketServer Server => Namespace.Server;

    /// <summary>Gets what the client presented when it connected.</summary>
    public Handshake Handshake { get; }

    /// <summary>
    /// Gets the user: whom the application's authentication found in the connection's first HTTP request, until the client shows another credential
    /// (<see cref="ControlEvents.Renew"/>, or a poll with one that lasts longer) or the application calls <see cref="UserExtensions.ChangeUserAsync"/>.
    /// </summary>
    public ClaimsPrincipal User => _connection.User;

    /// <summary>Gets the Engine.IO session underneath; the sockets of one client in several namespaces share it.</summary>
    public EngineSession Session => _connection.Session;

    /// <summary>Gets whatever the application keeps with the socket.</summary>
    public IDictionary<string, object?> Data =>
        _data ?? Interlocked.CompareExchange(ref _data, new ConcurrentDictionary<string, object?>(StringComparer.Ordinal), null) ?? _data;

    /// <summary>Gets whether the socket is connected: false in middleware, true from the connection listeners on, false again from the disconnect listeners on.</summary>
    public bool IsConnected => _life.IsConnected;

    /// <summary>
    /// Gets whether the client has come back to its session: the socket has the id, the rooms and the data of the one that was. Middleware may ask;
    /// until the socket is connected it is what the client wants.
    /// </summary>
    public bool IsRecovered => Recovery?.Restored is not null;

    /// <summary>Gets a token that is cancelled when the socket disconnects, before its disconnect listeners run.</summary>
    public CancellationToken Aborted => _life.Aborted;

    /// <summary>Gets the rooms the socket is in, the one named by its id among them; none after it has disconnected.</summary>
    public IReadOnlyList<string> Rooms => Namespace.Members.RoomsOf(Id);

    /// <summary>Gets this socket with packets dropped when it cannot take them at once.</summary>
    public SocketOperator Volatile => new(this, isVolatile: true);

    /// <summary>Gets everyone else in the namespace.</summary>
    public BroadcastOperator Broadcast => new(Namespace, Target.Everyone.Without(Id));

    /// <summary>Gets everyone else in the namespace who is connected to this node.</summary>
    public BroadcastOperator Local => Broadcast.Local;

    /// <summary>Gets the server's codec, for what is sent and read.</summary>
    internal PacketCodec Codec => Server.Codec;

    internal Connection Connection => _connection;

    /// <summary>Gets what its client needs to come back; null where that is off.</summary>
    internal SocketRecovery? Recovery { get; }

    internal Inbox Inbox => _inbox;

    internal SocketLife Life => _life;

    internal PendingAcks Acks => _acks;

    internal CatchAll? CatchAllListeners => _catchAll;

    internal ListenerTable<EventBinding> Listeners => _listeners;

    internal CatchAll EnsuredCatchAll =>
        _catchAll ?? Interlocked.CompareExchange(ref _catchAll, new CatchAll(Namespace), null) ?? _catchAll;

    /// <summary>Limits the time for acknowledgements.</summary>
    /// <param name="timeout">Longer than zero. It is kept to within 25 ms and never shortened.</param>
    public SocketOperator Timeout(TimeSpan timeout) => new SocketOperator(this).Timeout(timeout);

    /// <summary>Says whether a transport that can compress may compress the packets.</summary>
    /// <param name="compress">Whether it may; it may by default.</param>
    public SocketOperator Compress(bool compress) => new(this, compress: compress);

    /// <summary>Selects the members of rooms, without this socket.</summary>
    /// <param name="rooms">Room names; a socket's id is the name of a room of its own.</param>
    public BroadcastOperator To(params ReadOnlySpan<string> rooms) => Broadcast.To(rooms);

    /// <summary>Selects everyone else in the namespace but the members of rooms.</summary>
    /// <param name="rooms">Room names; a socket's id is the name of a room of its own.</param>
    public BroadcastOperator Except(params ReadOnlySpan<string> rooms) => Broadcast.Except(rooms);

    /// <inheritdoc />
    public void Emit(string eventName, params ReadOnlySpan<object?> arguments) =>
        Send(eventName, id: null, arguments, isVolatile: false, compress: true);

    /// <inheritdoc />
    [OverloadResolutionPriority(1)]
    public void Emit(string eventName, object? argument) => Emit(eventName, new ReadOnlySpan<object?>(in argument));

    /// <inheritdoc />
    public ValueTask EmitArgumentsAsync(string eventName, ReadOnlyMemory<object?> arguments, CancellationToken cancellationToken = default) =>
        SendAsync(eventName, arguments.Span, compress: true, cancellationToken);

    /// <inheritdoc />
    /// <remarks>The time limit is <see cref="SocketServerOptions.AckTimeout"/>; <see cref="Timeout"/> sets another.</remarks>
    public Task<AckResult<TAnswer>> EmitArgumentsWithAckAsync<TAnswer>(
        string eventName, ReadOnlyMemory<object?> arguments, CancellationToken cancellationToken = default) =>
        AskAsync<TAnswer>(eventName, arguments, timeout: null, isVolatile: false, compress: true, cancellationToken);

    /// <summary>Puts the socket into a room. In middleware it takes effect when the socket connects; after a disconnect it does nothing.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="cancellationToken">Ends the wait for other nodes, where an adapter has any to ask.</param>
    /// <exception cref="RoomLimitException">The socket would be in too many rooms, or a name is too long; it has joined none of them.</exception>
    public ValueTask JoinAsync(string room, CancellationToken cancellationToken = default) => JoinAsync([room], cancellationToken);

    /// <summary>Puts the socket into rooms. In middleware it takes effect when the socket connects; after a disconnect it does nothing.</summary>
    /// <param name="rooms">The rooms' names.</param>
    /// <param name="cancellationToken">Ends the wait for other nodes, where an adapter has any to ask.</param>
    /// <exception cref="RoomLimitException">The socket would be in too many rooms, or a name is too long; it has joined none of them.</exception>
    public ValueTask JoinAsync(IReadOnlyList<string> rooms, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rooms);
        UserRooms.ThrowIfNotFree(rooms, nameof(rooms));
        return _life.JoinEarly(rooms) ? ValueTask.CompletedTask : Namespace.Adapter.JoinAsync(Id, rooms, cancellationToken);
    }

    /// <summary>Takes the socket out of a room.</summary>
    /// <param name="room">The room's name; nothing happens where the socket is not in it.</param>
    /// <param name="cancellationToken">Ends the wait for other nodes, where an adapter has any to ask.</param>
    public ValueTask LeaveAsync(string room, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(room);
        UserRooms.ThrowIfNotFree(room, nameof(room));
        return _life.LeaveEarly(room) ? ValueTask.CompletedTask : Namespace.Adapter.LeaveAsync(Id, room, cancellationToken);
    }

    /// <summary>Disconnects the socket from its namespace. What was emitted before still reaches the client.</summary>
    /// <param name="close">Whether to disconnect the client's sockets in all namespaces, and to close its connection.</param>
    public void Disconnect(bool close = false)
    {
        if (close)
        {
            _connection.DisconnectAll();
        }
        else
        {
            _life.Leave(DisconnectReason.ServerNamespaceDisconnect, detail: null, tellClient: true);
        }
    }

    /// <summary>Listens to the moment before the socket leaves: its rooms are still there.</summary>
    /// <param name="listener">The listener.</param>
    /// <returns>Stops listening when disposed.</returns>
    public IDisposable OnDisconnecting(Action<DisconnectContext> listener) => _life.OnDisconnecting(listener);

    /// <summary>Listens to the socket's disconnect: it is in no room any more.</summary>
    /// <param name="listener">The listener.</param>
    /// <returns>Stops listening when disposed.</returns>
    public IDisposable OnDisconnect(Action<DisconnectContext> listener) => _life.OnDisconnect(listener);

    /// <inheritdoc cref="OnDisconnect(Action{DisconnectContext})"/>
    public IDisposable OnDisconnect(Func<DisconnectContext, Task> listener) => _life.OnDisconnect(listener);

    /// <summary>Listens to every event that comes in, whatever its name, before its own listeners.</summary>
    /// <param name="listener">Is given the event's name and its arguments as they came.</param>
    /// <returns>Stops listening when disposed.</returns>
    public IDisposable OnAny(Action<string, EventArguments> listener) => EnsuredCatchAll.Incoming.Add(listener);

    /// <summary>Listens to every event that is sent to this socket, broadcasts among them; acknowledgements are not events.</summary>
    /// <param name="listener">Is given the event's name and its arguments.</param>
    /// <returns>Stops listening when disposed.</returns>
    public IDisposable OnAnyOutgoing(Action<string, IReadOnlyList<object?>> listener) => EnsuredCatchAll.AddOutgoing(listener);

    /// <inheritdoc />
    public override IDisposable AddListener(string eventName, EventBinding binding, ListenerPlacement placement)
    {
        ReservedEvents.ThrowIfNotListenable(eventName);
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
    void ILocalSocket.Deliver(BroadcastPacket packet)
    {
        if (packet.Offset is not null)
        {
            KeptDelivery.Deliver(this, packet);
            return;
        }

        if (!_life.CanSend)
        {
            return; // its client was told that it is disconnected, and its listeners are hearing of it
        }

        _catchAll?.NotifyOutgoing(this, packet.EventName, packet.Arguments);
        if (packet.Modes.HasFlag(BroadcastModes.Volatile))
        {
            Session.TrySendVolatile(packet.Message);
        }
        else
        {
            Session.Send(packet.Message, Namespace.SlowClientPolicy);
        }
    }

    /// <inheritdoc />
    async ValueTask ILocalSocket.DeliverAsync(BroadcastPacket packet, CancellationToken cancellationToken)
    {
        if (packet.Offset is not null)
        {
            await KeptDelivery.DeliverAsync(this, packet, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (packet.Modes.HasFlag(BroadcastModes.Volatile) || !_life.CanSend)
        {
            ((ILocalSocket)this).Deliver(packet);
            return;
        }

        _catchAll?.NotifyOutgoing(this, packet.EventName, packet.Arguments);
        await Session.SendAsync(packet.Message, Namespace.SlowClientPolicy, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    void ILocalSocket.OnDelivered(BroadcastPacket packet)
    {
        KeptDelivery.Finish(this, packet);
        if (_life.CanSend)
        {
            _catchAll?.NotifyOutgoing(this, packet.EventName, packet.Arguments);
        }
    }

    /// <inheritdoc />
    void ILocalSocket.Ask(BroadcastPacket packet, TimeSpan timeout, IBroadcastAnswers answers)
    {
        var id = packet.AckId ?? throw new ArgumentException("The packet asks for no acknowledgement: it has no id.", nameof(packet));
        var refusal = _life.CanSend ? _acks.Add(id, new BroadcastPendingAck(_acks, id, Id, answers), timeout) : AckFailure.Disconnected;
        if (refusal != AckFailure.None)
        {
            answers.Fail(Id, refusal);
            return;
        }

        _catchAll?.NotifyOutgoing(this, packet.EventName, packet.Arguments);
        var isTaken = packet.Modes.HasFlag(BroadcastModes.Volatile)
            ? Session.TrySendVolatile(packet.Message)
            : Session.Send(packet.Message, Namespace.SlowClientPolicy) || Session.State != SessionState.Open;
        if (!isTaken)
        {
            _acks.Fail(id, AckFailure.Dropped);
        }
    }

    /// <inheritdoc />
    void ILocalSocket.OnRoomsRefused(string problem) => Server.ReportRoomsRefused(this, problem);

    /// <inheritdoc />
    SocketDetails ILocalSocket.Describe() => new(
        Id, Rooms, HandshakeJson.Write(Handshake), DataJson.Write(Data, Server.Codec.Serializer));

    /// <summary>Sends; false where the packet was dropped.</summary>
    internal bool Send(string eventName, ulong? id, ReadOnlySpan<object?> arguments, bool isVolatile, bool compress)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        if (Recovery is { } recovery && recovery.Keeps(this, id, isVolatile))
        {
            recovery.Emit(this, Namespace.Pack(eventName, arguments, BroadcastModes.None, compress, isBroadcast: false));
            return true;
        }

        return SendUnkept(eventName, id, arguments, isVolatile, compress);
    }

    /// <summary>Sends past what is kept for clients that come back: what is of this connection alone.</summary>
    internal bool SendUnkept(string eventName, ulong? id, ReadOnlySpan<object?> arguments, bool isVolatile, bool compress)
    {
        if (!_life.CanSend)
        {
            return true; // its acknowledgements are settled by its end
        }

        Server.Telemetry.OnSent(Namespace, eventName, isBroadcast: false);
        var buffer = Codec.EncodeEvent(
            Namespace.Name, id, eventName, Recovery is null || id is not null ? arguments : UnkeptArguments.Of(arguments, Codec.Serializer));
        buffer.Compress = compress;
        if (_catchAll is { HasOutgoing: true } catchAll)
        {
            catchAll.NotifyOutgoing(this, eventName, arguments.ToArray());
        }

        if (isVolatile)
        {
            return Session.TrySendVolatile(buffer);
        }

        return Session.Send(buffer, Namespace.SlowClientPolicy) || Session.State != SessionState.Open;
    }

    internal ValueTask SendAsync(string eventName, ReadOnlySpan<object?> arguments, bool compress, CancellationToken cancellationToken)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        if (Recovery is { } recovery && recovery.Keeps(this, ackId: null, isVolatile: false))
        {
            return recovery.EmitAsync(
                this, Namespace.Pack(eventName, arguments, BroadcastModes.None, compress, isBroadcast: false), cancellationToken);
        }

        if (!_life.CanSend)
        {
            return ValueTask.CompletedTask;
        }

        Server.Telemetry.OnSent(Namespace, eventName, isBroadcast: false);
        var buffer = Codec.EncodeEvent(
            Namespace.Name, id: null, eventName, Recovery is null ? arguments : UnkeptArguments.Of(arguments, Codec.Serializer));
        buffer.Compress = compress;
        if (_catchAll is { HasOutgoing: true } catchAll)
        {
            catchAll.NotifyOutgoing(this, eventName, arguments.ToArray());
        }

        var sent = Session.SendAsync(buffer.ToMessage(), Namespace.SlowClientPolicy, cancellationToken);
        return sent.IsCompletedSuccessfully ? ValueTask.CompletedTask : new ValueTask(sent.AsTask());
    }

    internal void SendAck(ulong id, ReadOnlySpan<object?> arguments)
    {
        if (_life.CanSend)
        {
            _connection.SendNeeded(Codec.EncodeAck(Namespace.Name, id, arguments));
        }
    }

    internal Task<AckResult<TAnswer>> AskAsync<TAnswer>(
        string eventName,
        ReadOnlyMemory<object?> arguments,
        TimeSpan? timeout,
        bool isVolatile,
        bool compress,
        CancellationToken cancellationToken) =>
        SocketQuestion.AskAsync<TAnswer>(this, eventName, arguments, timeout, isVolatile, compress, cancellationToken);
}
