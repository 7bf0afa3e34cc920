using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sockeye.Adapters;
using Sockeye.Engine;
using Sockeye.Protocol.SocketIO;
using Sockeye.Server;
using Sockeye.Server.Acknowledgements;
using Sockeye.Server.Authentication;
using Sockeye.Server.Connections;
using Sockeye.Server.Diagnostics;
using Sockeye.Server.Dispatch;
using Sockeye.Server.Draining;
using Sockeye.Server.Handlers;
using Sockeye.Server.Namespaces;
using Sockeye.Server.ServerSide;

namespace Sockeye;

/// <summary>
/// A Socket.IO server, Node's <c>io</c>. What is called on it is called on its main namespace <c>/</c>; <see cref="Of(string)"/> gives the others.
/// </summary>
/// <remarks>
/// A singleton of the application's services, so that endpoints, controllers and background services emit through the same object as the
/// listeners. It is also the convention builder of its endpoint: <c>app.MapSockeye().RequireAuthorization()</c> is still the server.
/// All members are safe to call from many threads.
/// </remarks>
public sealed partial class SocketServer : IBroadcaster, IEndpointConventionBuilder, IAsyncDisposable
{
    private readonly HandlerErrors _errors;
    private readonly ServerDrain _drain;
    private readonly Lock _gate = new();
    private IEndpointConventionBuilder? _endpoint;
    private Task? _closing;
    private int _connections;

    /// <summary>Makes a server. Applications get theirs from <c>AddSockeye</c>.</summary>
    /// <param name="options">The options; not to be changed afterwards.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where the logs go.</param>
    /// <param name="meters">What makes its meters; by default the process has one of each.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public SocketServer(SocketServerOptions options, TimeProvider time, ILoggerFactory loggers, IMeterFactory? meters = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(loggers);
        if (SocketServerOptionsValidation.Validate(options).ToArray() is { Length: > 0 } problems)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        Options = options;
        Time = time;
        Logger = loggers.CreateLogger<SocketServer>();
        Recovery = new RecoveryEvents(Logger);
        RecoveryBudget = options.Recovery is { } recovery ? new RecoveryBudget(recovery.MaxServerSessions, recovery.MaxServerBytes) : null;
        Codec = options.Codec(new PayloadSerializer(options.SerializerOptions));
        Telemetry = new ServerTelemetry(meters, time);
        _errors = new HandlerErrors(Logger, Telemetry);
        Engine = new EngineServer(options, Accept, time, loggers, meters);
        Registry = new NamespaceRegistry(this);
        Handlers = new MappedHandlers(this);
        Disconnected = new DisconnectedRooms(time);
        _drain = new ServerDrain(this);
        Main = Of("/");
        Telemetry.Add(this);
    }

    /// <summary>Gets the main namespace, <c>/</c>.</summary>
    public Namespace Main { get; }

    /// <summary>Gets the Engine.IO server underneath.</summary>
    public EngineServer Engine { get; }

    /// <summary>Gets the number of clients that are connected; one that is in several namespaces counts once.</summary>
    public int ConnectionCount => System.Threading.Volatile.Read(ref _connections);

    /// <summary>Gets whether new clients are refused because those there are are being sent away: <see cref="DrainAsync"/>.</summary>
    public bool IsDraining => Engine.IsDraining;

    /// <summary>Gets the events that the servers of a cluster send each other in the main namespace.</summary>
    public ServerSideEvents ServerSide => Main.ServerSide;

    /// <summary>Gets what becomes of clients that lose their connection, where <see cref="SocketServerOptions.Recovery"/> is on.</summary>
    public RecoveryEvents Recovery { get; }

    /// <summary>Gets the connected sockets of the main namespace on this node.</summary>
    public IReadOnlyList<Socket> Sockets => Main.Sockets;

    /// <summary>Gets the main namespace with packets dropped for receivers that cannot take them at once.</summary>
    public BroadcastOperator Volatile => Main.Volatile;

    /// <summary>Gets the sockets of the main namespace on this node.</summary>
    public BroadcastOperator Local => Main.Local;

    /// <summary>Gets the namespaces there are, those that clients had made among them.</summary>
    public IReadOnlyCollection<Namespace> Namespaces => Registry.All;

    /// <inheritdoc />
    BroadcastOperator IBroadcaster.Selection => ((IBroadcaster)Main).Selection;

    /// <summary>Gets what all namespaces keep together for clients that come back; null where that is off.</summary>
    internal RecoveryBudget? RecoveryBudget { get; }

    internal SocketServerOptions Options { get; }

    internal TimeProvider Time { get; }

    internal NamespaceRegistry Registry { get; }

    /// <summary>Gets what takes new credentials from clients; null where they may show none.</summary>
    internal CredentialRenewal? Renewal { get; private set; }

    /// <summary>Gets what the application has said of the endpoint, its policies among it, once somebody has come to it.</summary>
    internal EndpointMetadataCollection? EndpointMetadata { get; private set; }

    internal MappedHandlers Handlers { get; }

    /// <summary>Gets whose clients were disconnected.</summary>
    internal DisconnectedRooms Disconnected { get; }

    /// <summary>Gets the services of the application that the server is mapped in.</summary>
    internal IServiceProvider? Services { get; private set; }

    internal PacketCodec Codec { get; }

    internal ILogger Logger { get; }

    internal ServerTelemetry Telemetry { get; }

    internal bool IsClosing
    {
        get
        {
            lock (_gate)
            {
                return _closing is not null;
            }
        }
    }

    internal TimerWheel Timers => Engine.Timers;

    /// <summary>Gets the handlers that run past their first await.</summary>
    internal RunningWork Work { get; } = new();

    private IEndpointConventionBuilder Endpoint =>
        _endpoint ?? throw new InvalidOperationException("This server is not mapped yet: call MapSockeye first.");

    /// <summary>
    /// Gets a namespace, and makes it where it is not there yet. Clients can join only namespaces that are there, or that match what
    /// <see cref="Of(Regex)"/> and its like were given.
    /// </summary>
    /// <param name="name">The name; a slash is put in front where it lacks one, so <c>""</c> and <c>"/"</c> are the main namespace.</param>
    public Namespace Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Registry.GetOrMake(name);
    }

    /// <summary>
    /// Makes namespaces dynamic: one is made when a client asks for a name that matches, or the application does with
    /// <see cref="Of(string)"/>. Of several that match the one registered first has it.
    /// </summary>
    /// <param name="pattern">
    /// What matches, slash included: <c>^/room-\d+$</c>. Clients choose the names, so give it <see cref="RegexOptions.NonBacktracking"/> or a
    /// time limit unless it is simple.
    /// </param>
    /// <returns>The parent of these namespaces: what they have in common is registered there.</returns>
    public ParentNamespace Of(Regex pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return Registry.Add(new NamespaceMatcher(pattern));
    }

    /// <summary>Makes namespaces dynamic: one is made when a client asks for a name that the application agrees to.</summary>
    /// <param name="predicate">
    /// Is given the name, slash included, and what the client presents. Where it throws, which is logged, the name does not match.
    /// </param>
    /// <returns>The parent of these namespaces: what they have in common is registered there.</returns>
    public ParentNamespace Of(Func<string, Handshake, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Registry.Add(new NamespaceMatcher((name, handshake) => ValueTask.FromResult(predicate(name, handshake))));
    }

    /// <inheritdoc cref="Of(Func{string, Handshake, bool})"/>
    public ParentNamespace Of(Func<string, Handshake, Task<bool>> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Registry.Add(new NamespaceMatcher((name, handshake) => new ValueTask<bool>(predicate(name, handshake))));
    }

    /// <summary>Listens to namespaces that are made from now on, by the application or for a client; Node's <c>new_namespace</c>.</summary>
    /// <param name="listener">
    /// The listener. It runs just after the namespace was made: what every socket of a dynamic one is to meet belongs to its parent.
    /// </param>
    /// <returns>Stops listening when disposed.</returns>
    public IDisposable OnNewNamespace(Action<Namespace> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return Registry.Created.Add(listener);
    }

    /// <inheritdoc cref="Namespace.Use(Func{Socket, ConnectionResult})"/>
    /// <returns>This server.</returns>
    public SocketServer Use(Func<Socket, ConnectionResult> middleware)
    {
        Main.Use(middleware);
        return this;
    }

    /// <inheritdoc cref="Namespace.Use(Func{Socket, Task{ConnectionResult}})"/>
    /// <returns>This server.</returns>
    public SocketServer Use(Func<Socket, Task<ConnectionResult>> middleware)
    {
        Main.Use(middleware);
        return this;
    }

    /// <inheritdoc cref="Namespace.OnConnection(Action{Socket})"/>
    public IDisposable OnConnection(Action<Socket> listener) => Main.OnConnection(listener);

    /// <inheritdoc cref="Namespace.OnConnection(Func{Socket, Task})"/>
    public IDisposable OnConnection(Func<Socket, Task> listener) => Main.OnConnection(listener);

    /// <summary>
    /// Listens to handlers that failed and to arguments that could not be read, in any namespace. The socket stays connected, and no
    /// acknowledgement is sent. Failures are logged as well.
    /// </summary>
    /// <param name="listener">The listener.</param>
    /// <returns>Stops listening when disposed.</returns>
    public IDisposable OnHandlerError(Action<HandlerErrorContext> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return _errors.Listeners.Add(listener);
    }

    /// <inheritdoc cref="Namespace.To"/>
    public BroadcastOperator To(params ReadOnlySpan<string> rooms) => Main.To(rooms);

    /// <inheritdoc cref="Namespace.Except"/>
    public BroadcastOperator Except(params ReadOnlySpan<string> rooms) => Main.Except(rooms);

    /// <inheritdoc cref="Namespace.Compress"/>
    public BroadcastOperator Compress(bool compress) => Main.Compress(compress);

    /// <inheritdoc cref="Namespace.ServerSideEmit"/>
    public void ServerSideEmit(string eventName, params ReadOnlySpan<object?> arguments) => Main.ServerSideEmit(eventName, arguments);

    /// <inheritdoc />
    public void Emit(string eventName, params ReadOnlySpan<object?> arguments) => Main.Emit(eventName, arguments);

    /// <inheritdoc />
    [OverloadResolutionPriority(1)]
    public void Emit(string eventName, object? argument) => Emit(eventName, new ReadOnlySpan<object?>(in argument));

    /// <inheritdoc />
    public ValueTask EmitArgumentsAsync(string eventName, ReadOnlyMemory<object?> arguments, CancellationToken cancellationToken = default) =>
        Main.EmitArgumentsAsync(eventName, arguments, cancellationToken);

    /// <inheritdoc />
    void IEndpointConventionBuilder.Add(Action<EndpointBuilder> convention) => Endpoint.Add(convention);

    /// <inheritdoc />
    void IEndpointConventionBuilder.Finally(Action<EndpointBuilder> finallyConvention) => Endpoint.Finally(finallyConvention);

    /// <summary>
    /// Sends every client away before this server's end: new ones are refused with HTTP 503 and <c>Retry-After</c>, and those there are go one after the other, evenly
    /// over a time, with <see cref="DisconnectReason.ServerShuttingDown"/>, so that they do not come back all at once. One whose handlers run goes later, at the end
    /// of the time at the latest. Each is sent <see cref="SocketServerOptions.DrainEvent"/> first, and closes when what waits for it has gone out. There is no way
    /// back. An application that stops does this by itself with <see cref="SocketServerOptions.DrainWindow"/>. Called again, it waits for the first call.
    /// </summary>
    /// <param name="window">Over what time; zero closes all of them now.</param>
    /// <param name="cancellationToken">Ends the sending away, which is logged; those that have not gone stay until the server is closed.</param>
    /// <returns>Completes when the last client has gone.</returns>
    /// <exception cref="OperationCanceledException">It was ended before all had gone.</exception>
    public Task DrainAsync(TimeSpan window, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, TimeSpan.Zero);
        return _drain.RunAsync(window, cancellationToken);
    }

    /// <summary>
    /// Disconnects every client with the reason <see cref="DisconnectReason.ServerShuttingDown"/>, refuses new ones, and waits for the
    /// handlers that still run. The web server is not touched. Called again, it waits for the first call. A handler that calls it does not
    /// await it, since it would wait for itself, or gives it a token that ends the wait.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait for connections and handlers, which is logged; not the closing.</param>
    public Task CloseAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return _closing ??= CloseOnceAsync(cancellationToken);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        await Engine.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Takes the endpoint that the server is mapped to; a server has one.</summary>
    internal void MapTo(IEndpointConventionBuilder endpoint, IServiceProvider services)
    {
        _endpoint = _endpoint is null
            ? endpoint
            : throw new InvalidOperationException(
                "This server is mapped already: MapSockeye maps a server once. Register another with AddSockeye(name) to map a second one.");
        Services = services;
        Renewal = CredentialRenewal.Of(this, services);
    }

    /// <summary>Answers a request under the server's path.</summary>
    /// <param name="context">The request.</param>
    /// <param name="rest">What follows the path, without a slash in front.</param>
    internal async Task HandleAsync(HttpContext context, string rest)
    {
        EndpointMetadata ??= context.GetEndpoint()?.Metadata;
        if (!Options.ServeClient || !ClientFiles.IsClientFile(rest))
        {
            await Engine.HandleRequestAsync(context).ConfigureAwait(false);
        }
        else if (!Engine.ApplyCors(context))
        {
            await ClientFiles.ServeAsync(context, rest).ConfigureAwait(false);
        }
    }

    internal void ReportHandlerError(Socket socket, string eventName, Exception exception, IFailureReceiver? receiver = null) =>
        _errors.Report(socket, eventName, exception, receiver);

    internal void ReportErrorHook(Exception exception) => _errors.ReportHook(exception);

    internal void ReportRoomsRefused(Socket socket, string problem) => _errors.ReportRoomsRefused(socket, problem);

    internal void ReportServerSideError(string eventName, Exception exception) => Log.ServerSideFailed(Logger, eventName, exception);

    internal void Forget() => Interlocked.Decrement(ref _connections);

    private Connection Accept(EngineSession session)
    {
        Interlocked.Increment(ref _connections);
        var connection = new Connection(this, session);
        if (connection.IsRevision3)
        {
            connection.JoinMain();
        }

        return connection;
    }

    private async Task CloseOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Engine.CloseAsync(cancellationToken).ConfigureAwait(false);
            await Work.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Log.ClosedLate(Logger, Engine.SessionCount, Work.Count);
        }

        await Registry.EndAsync().ConfigureAwait(false);
    }
}
