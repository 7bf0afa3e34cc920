using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Sockeye.Adapters;
using Sockeye.Events;
using Sockeye.Server.Authentication;
using Sockeye.Server.Broadcasting;
using Sockeye.Server.Namespaces;
using Sockeye.Server.RateLimits;
using Sockeye.Server.Recovery;

namespace Sockeye;

/// <summary>A part of the server with sockets, rooms, middleware and listeners of its own; clients join several over one connection.</summary>
/// <remarks>All members are safe to call from many threads. Emitting to a namespace emits to all its sockets.</remarks>
[SuppressMessage("Naming", "CA1716", Justification = "The word is Socket.IO's.")]
public sealed class Namespace : IBroadcaster, IAudience
{
    private readonly MiddlewareChain _middleware = new();
    private readonly ListenerList<Func<Socket, Task>> _connection = new();
    private readonly BroadcastOperator _everyone;
    private readonly Namespace[] _self;
    private ulong _lastAckId;

    internal Namespace(string name, SocketServer server, ParentNamespace? parent)
    {
        Name = name;
        Server = server;
        Parent = parent;
        Occupancy = parent is null ? null : new Occupancy(server.Options.CleanupEmptyChildNamespaces);
        ServerSide = new ServerSideEvents(this);
        Members = new LocalSockets(ServerSide, server.Options.RoomLimits);
        Adapter = server.Options.Adapter(name, Members);
        Recovery = server.Options.Recovery is { } recovery ? new NamespaceRecovery(this, recovery) : null;
        _self = [this];
        _everyone = new BroadcastOperator(this, Target.Everyone);
        HandlerConcurrency = parent?.HandlerConcurrency ?? server.Options.HandlersAtOnce;
        SlowClientPolicy = parent?.SlowClientPolicy ?? server.Options.SlowClientPolicy;
    }

    /// <summary>Gets the name, which begins with a slash; the main namespace is <c>/</c>.</summary>
    public string Name { get; }

    /// <summary>Gets the server.</summary>
    public SocketServer Server { get; }

    /// <summary>Gets the parent that made this namespace; <see langword="null"/> for one that is not dynamic.</summary>
    public ParentNamespace? Parent { get; }

    /// <summary>Gets the events that the servers of a cluster send each other in this namespace.</summary>
    public ServerSideEvents ServerSide { get; }

    /// <summary>Gets the connected sockets of this node.</summary>
    public IReadOnlyList<Socket> Sockets => [.. Members.Select(Target.Everyone).Cast<Socket>()];

    /// <summary>Gets the number of connected sockets of this node.</summary>
    public int SocketCount => Members.Count;

    /// <summary>Gets this namespace with packets dropped for receivers that cannot take them at once.</summary>
    public BroadcastOperator Volatile => _everyone.Volatile;

    /// <summary>Gets the sockets of this node.</summary>
    public BroadcastOperator Local => _everyone.Local;

    /// <summary>Gets or sets how many event handlers of one socket may run at the same time.</summary>
    /// <value>
    /// The default is <see cref="SocketServerOptions.HandlerConcurrency"/>. With 1 the events of a socket are handled strictly in
    /// order; <see cref="int.MaxValue"/> is Node's way: started in order, not awaited.
    /// </value>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int HandlerConcurrency
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    }

    /// <summary>
    /// Gets or sets what becomes of an event of this namespace for a client whose outbound budget is spent. The budget is the connection's, which
    /// all its namespaces share.
    /// </summary>
    /// <value>The default is <see cref="Engine.EngineOptions.SlowClientPolicy"/> of the server.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the policies.</exception>
    public SlowClientPolicy SlowClientPolicy
    {
        get;
        set => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The policies are Close, Drop and Wait.");
    }

    /// <inheritdoc />
    BroadcastOperator IBroadcaster.Selection => _everyone;

    /// <inheritdoc />
    ReadOnlyMemory<Namespace> IAudience.Namespaces => _self;

    /// <summary>Gets what keeps a child of a parent; null for a namespace that stays anyway.</summary>
    internal Occupancy? Occupancy { get; }

    /// <summary>Gets the sockets and rooms of this process.</summary>
    internal LocalSockets Members { get; }

    internal Adapter Adapter { get; }

    /// <summary>Gets whether there may be rate limits on events.</summary>
    internal bool IsLimited => Limits is not null || Parent is not null;

    internal EventLimits? Limits { get; private set; }

    internal EventLimits EnsuredLimits
    {
        get
        {
            lock (_middleware)
            {
                return Limits ??= new EventLimits();
            }
        }
    }

    /// <summary>Gets what lets clients come back to their sessions; null where that is off.</summary>
    internal NamespaceRecovery? Recovery { get; }

    /// <summary>Gets what keeps track of users; null where that is off.</summary>
    internal PresenceTracker? Presence { get; private set; }

    /// <summary>Gets or sets whether any socket ever listened to outgoing events; where none does, broadcasts need not keep their arguments.</summary>
    internal bool ListensToOutgoing { get; set; }

    /// <summary>Adds middleware: each socket that wants to connect passes through all of it, in order of registration.</summary>
    /// <param name="middleware">Accepts or refuses. One that throws refuses the socket without telling the client why, and reaches the hook for failing handlers.</param>
    /// <returns>This namespace.</returns>
    public Namespace Use(Func<Socket, ConnectionResult> middleware)
    {
        _middleware.Add(middleware);
        return this;
    }

    /// <inheritdoc cref="Use(Func{Socket, ConnectionResult})"/>
    public Namespace Use(Func<Socket, Task<ConnectionResult>> middleware)
    {
        _middleware.Add(middleware);
        return this;
    }

    /// <summary>Listens to sockets that have connected. The client's events are handled once all listeners have returned.</summary>
    /// <param name="listener">The listener; this is where a socket is given its own listeners.</param>
    /// <returns>Stops listening when disposed.</returns>
    public IDisposable OnConnection(Action<Socket> listener) => ConnectionListeners.Add(_connection, listener);

    /// <summary>
    /// Listens to sockets that have connected. The client's events are handled once the listener has returned its task, so add the
    /// socket's listeners before the first await.
    /// </summary>
    /// <param name="listener">The listener; its task may run as long as the socket is connected.</param>
    /// <returns>Stops listening when disposed.</returns>
    public IDisposable OnConnection(Func<Socket, Task> listener) => ConnectionListeners.Add(_connection, listener);

    /// <summary>Selects the members of rooms; a socket that is in several receives once.</summary>
    /// <param name="rooms">Room names; a socket's id is the name of a room of its own.</param>
    public BroadcastOperator To(params ReadOnlySpan<string> rooms) => _everyone.To(rooms);

    /// <summary>Selects every socket of the namespace but the members of rooms.</summary>
    /// <param name="rooms">Room names; a socket's id is the name of a room of its own.</param>
    public BroadcastOperator Except(params ReadOnlySpan<string> rooms) => _everyone.Except(rooms);

    /// <summary>Says whether transports that can compress may compress the packets.</summary>
    /// <param name="compress">Whether they may; they may by default.</param>
    public BroadcastOperator Compress(bool compress) => _everyone.Compress(compress);

    /// <summary>Sends an event to the other servers of the cluster, in this namespace; they listen with <see cref="ServerSide"/>.</summary>
    /// <param name="eventName">The event's name; not <c>connect</c>, <c>connection</c> or <c>new_namespace</c>.</param>
    /// <param name="arguments">The arguments.</param>
    public void ServerSideEmit(string eventName, params ReadOnlySpan<object?> arguments) => ServerSide.Emit(eventName, arguments);

    /// <inheritdoc />
    public void Emit(string eventName, params ReadOnlySpan<object?> arguments) => _everyone.Emit(eventName, arguments);

    /// <inheritdoc />
    [OverloadResolutionPriority(1)]
    public void Emit(string eventName, object? argument) => Emit(eventName, new ReadOnlySpan<object?>(in argument));

    /// <inheritdoc />
    public ValueTask EmitArgumentsAsync(string eventName, ReadOnlyMemory<object?> arguments, CancellationToken cancellationToken = default) =>
        _everyone.EmitArgumentsAsync(eventName, arguments, cancellationToken);

    /// <summary>Encodes an event once for all who will receive it.</summary>
    internal BroadcastPacket Pack(
        string eventName, ReadOnlySpan<object?> arguments, BroadcastModes modes, bool compress, ulong? ackId = null, bool isBroadcast = true)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        Server.Telemetry.OnSent(this, eventName, isBroadcast);
        var isKept = Recovery is not null && ackId is null && !modes.HasFlag(BroadcastModes.Volatile);
        var buffer = Server.Codec.EncodeEvent(
            Name, ackId, eventName, isKept || ackId is not null || Recovery is null ? arguments : UnkeptArguments.Of(arguments, Server.Codec.Serializer));
        buffer.Compress = compress;
        return new BroadcastPacket(eventName, buffer.ToMessage(), modes, ListensToOutgoing ? arguments.ToArray() : [])
        {
            AckId = ackId,
            Codec = isKept ? Server.Codec : null,
        };
    }

    /// <summary>Ids are shared by all sockets of the namespace, so that one packet can ask many.</summary>
    internal ulong NextAckId() => Interlocked.Increment(ref _lastAckId);

    /// <summary>Lets a socket through the middleware: its parent's first, where it has one, then its own.</summary>
    internal ValueTask<ConnectionResult> AdmitAsync(Socket socket) =>
        Parent is null ? _middleware.RunAsync(socket) : AdmitToChildAsync(socket, Parent);

    internal Namespace Require(PolicyCheck policy)
    {
        _middleware.Add(policy);
        return this;
    }

    /// <summary>Says whether a socket's user meets the policies: its parent's, where it has one, and its own.</summary>
    internal async ValueTask<bool> AuthorizeAsync(Socket socket) =>
        (Parent is null || await Parent.Middleware.AuthorizeAsync(socket).ConfigureAwait(false)) && await _middleware.AuthorizeAsync(socket).ConfigureAwait(false);

    /// <summary>Calls the connection listeners; their tasks go on by themselves and are owned by the server.</summary>
    internal void Announce(Socket socket)
    {
        if (Parent is not null)
        {
            Announce(socket, Parent.Connection);
        }

        Announce(socket, _connection);
    }

    /// <summary>Counts an event against the rate limits: the parent's first, where there is one, then its own.</summary>
    internal bool TryTake(in ReceivedEvent received, out TimeSpan? retryAfter)
    {
        retryAfter = null;
        return Parent?.Limits.TryTake(in received, out retryAfter) != false && Limits?.TryTake(in received, out retryAfter) != false;
    }

    /// <summary>Lets go of what the namespace holds when it has ended.</summary>
    internal async ValueTask EndAsync()
    {
        Limits?.Dispose();
        if (Presence is { } presence)
        {
            await presence.EndAsync().ConfigureAwait(false);
        }

        await Adapter.DisposeAsync().ConfigureAwait(false);
    }

    internal PresenceTracker StartPresence(PresenceOptions options)
    {
        lock (_middleware)
        {
            Presence = Presence is null
                ? new PresenceTracker(this, options)
                : throw new InvalidOperationException($"Namespace {Name} has presence already: keep what UsePresence returned the first time.");
        }

        foreach (var socket in Members.Select(Target.Everyone).Cast<Socket>())
        {
            Presence.Enter(socket, UserRooms.UserAmong(socket.Rooms));
            Presence.Announce(socket);
            if (!socket.IsConnected)
            {
                Presence.Leave(socket); // it may have left before it was entered
            }
        }

        return Presence;
    }

    internal void Remove(Socket socket) => Members.Remove(socket.Id);

    private void Announce(Socket socket, ListenerList<Func<Socket, Task>> listeners)
    {
        foreach (var listener in listeners.Snapshot())
        {
            Server.Work.Run(socket, "connection", listener, socket);
        }
    }

    private async ValueTask<ConnectionResult> AdmitToChildAsync(Socket socket, ParentNamespace parent)
    {
        var result = await parent.Middleware.RunAsync(socket).ConfigureAwait(false);
        return result.IsAccepted ? await _middleware.RunAsync(socket).ConfigureAwait(false) : result;
    }
}
