using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Sockeye.Adapters;
using Sockeye.Events;
using Sockeye.Server.Broadcasting;
using Sockeye.Server.Namespaces;

namespace Sockeye;

/// <summary>A part of the server with sockets, rooms, middleware and listeners of its own; clients join several over one connection.</summary>
/// <remarks>All members are safe to call from many threads. Emitting to a namespace emits to all its sockets.</remarks>
[SuppressMessage("Naming", "CA1716", Justification = "The word is Socket.IO's.")]
public sealed class Namespace : IEmitter
{
    private readonly MiddlewareChain _middleware = new();
    private readonly ListenerList<Func<Socket, Task>> _connection = new();
    private readonly BroadcastOperator _everyone;
    private ulong _lastAckId;

    internal Namespace(string name, SocketServer server, AdapterFactory adapterFactory)
    {
        Name = name;
        Server = server;
        Adapter = adapterFactory(name, Members);
        _everyone = new BroadcastOperator(this, Target.Everyone);
        HandlerConcurrency = server.Options.HandlerConcurrency;
    }

    /// <summary>Gets the name, which begins with a slash; the main namespace is <c>/</c>.</summary>
    public string Name { get; }

    /// <summary>Gets the server.</summary>
    public SocketServer Server { get; }

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

    /// <summary>Gets the sockets and rooms of this process.</summary>
    internal LocalSockets Members { get; } = new();

    internal Adapter Adapter { get; }

    /// <summary>Gets or sets whether any socket ever listened to outgoing events; where none does, broadcasts need not keep their arguments.</summary>
    internal bool ListensToOutgoing { get; set; }

    /// <summary>Adds middleware: each socket that wants to connect passes through all of it, in order of registration.</summary>
    /// <param name="middleware">Accepts or refuses. One that throws refuses the socket without telling the client why, and reaches the hook for failing handlers.</param>
    /// <returns>This namespace.</returns>
    public Namespace Use(Func<Socket, ConnectionResult> middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        _middleware.Add(socket => ValueTask.FromResult(middleware(socket)));
        return this;
    }

    /// <inheritdoc cref="Use(Func{Socket, ConnectionResult})"/>
    public Namespace Use(Func<Socket, Task<ConnectionResult>> middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        _middleware.Add(socket => new ValueTask<ConnectionResult>(middleware(socket)));
        return this;
    }

    /// <summary>Listens to sockets that have connected. The client's events are handled once all listeners have returned.</summary>
    /// <param name="listener">The listener; this is where a socket is given its own listeners.</param>
    /// <returns>Stops listening when disposed.</returns>
    public IDisposable OnConnection(Action<Socket> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return _connection.Add(socket =>
        {
            listener(socket);
            return Task.CompletedTask;
        });
    }

    /// <summary>
    /// Listens to sockets that have connected. The client's events are handled once the listener has returned its task, so add the
    /// socket's listeners before the first await.
    /// </summary>
    /// <param name="listener">The listener; its task may run as long as the socket is connected.</param>
    /// <returns>Stops listening when disposed.</returns>
    public IDisposable OnConnection(Func<Socket, Task> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return _connection.Add(listener);
    }

    /// <summary>Selects the members of rooms; a socket that is in several receives once.</summary>
    /// <param name="rooms">Room names; a socket's id is the name of a room of its own.</param>
    public BroadcastOperator To(params ReadOnlySpan<string> rooms) => _everyone.To(rooms);

    /// <summary>Selects every socket of the namespace but the members of rooms.</summary>
    /// <param name="rooms">Room names; a socket's id is the name of a room of its own.</param>
    public BroadcastOperator Except(params ReadOnlySpan<string> rooms) => _everyone.Except(rooms);

    /// <summary>Says whether transports that can compress may compress the packets.</summary>
    /// <param name="compress">Whether they may; they may by default.</param>
    public BroadcastOperator Compress(bool compress) => _everyone.Compress(compress);

    /// <inheritdoc />
    public void Emit(string eventName, params ReadOnlySpan<object?> arguments) => _everyone.Emit(eventName, arguments);

    /// <inheritdoc />
    [OverloadResolutionPriority(1)]
    public void Emit(string eventName, object? argument) => Emit(eventName, new ReadOnlySpan<object?>(in argument));

    /// <inheritdoc />
    public ValueTask EmitArgumentsAsync(string eventName, ReadOnlyMemory<object?> arguments, CancellationToken cancellationToken = default) =>
        _everyone.EmitArgumentsAsync(eventName, arguments, cancellationToken);

    /// <summary>Encodes an event once for all who will receive it.</summary>
    internal BroadcastPacket Pack(string eventName, ReadOnlySpan<object?> arguments, BroadcastModes modes, bool compress)
    {
        ReservedEvents.ThrowIfReserved(eventName);
        var buffer = Server.Codec.EncodeEvent(Name, id: null, eventName, arguments);
        buffer.Compress = compress;
        return new BroadcastPacket(eventName, buffer.ToMessage(), modes, ListensToOutgoing ? arguments.ToArray() : []);
    }

    /// <summary>Ids are shared by all sockets of the namespace, so that one packet can ask many.</summary>
    internal ulong NextAckId() => Interlocked.Increment(ref _lastAckId);

    internal ValueTask<ConnectionResult> AdmitAsync(Socket socket) => _middleware.RunAsync(socket);

    /// <summary>Calls the connection listeners; their tasks go on by themselves and are owned by the server.</summary>
    internal void Announce(Socket socket)
    {
        foreach (var listener in _connection.Snapshot())
        {
            Server.Work.Run(socket, "connection", listener, socket);
        }
    }

    internal void Remove(Socket socket) => Members.Remove(socket.Id);
}
