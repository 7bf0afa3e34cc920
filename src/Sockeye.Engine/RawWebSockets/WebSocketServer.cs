using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sockeye.Engine;
using Sockeye.Engine.Diagnostics;
using Sockeye.Engine.RawWebSockets;
using Sockeye.Engine.WebSockets;
using Sockeye.Events;
using Sockeye.Protocol.EngineIO;

namespace Sockeye;

/// <summary>A raw WebSocket endpoint: whoever connects to it, without a protocol of ours on top.</summary>
/// <remarks>
/// Safe for use from many threads. It is also the convention builder of its endpoint: <c>app.MapWebSockets(…).RequireAuthorization()</c> is still the server.
/// </remarks>
public sealed partial class WebSocketServer : IEndpointConventionBuilder, IAsyncDisposable
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ListenerList<Func<WebSocketClient, Task>> _connections = new();
    private readonly ClientTable _clients = new();
    private readonly SessionIds _ids = new();
    private readonly WebSocketAdmission _admission;
    private readonly ILogger _logger;
    private IEndpointConventionBuilder? _endpoint;
    private int _live = 1; // the server itself, until it closes
    private int _closing;

    /// <summary>Makes a server. Applications get theirs from <c>MapWebSockets</c>.</summary>
    /// <param name="options">How it treats its clients.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where it logs to.</param>
    /// <param name="meters">What makes its meters; by default the process has them.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public WebSocketServer(WebSocketServerOptions options, TimeProvider time, ILoggerFactory loggers, IMeterFactory? meters = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(loggers);
        if (string.Join(' ', WebSocketServerOptionsValidation.Validate(options)) is { Length: > 0 } faults)
        {
            throw new ArgumentException(faults, nameof(options));
        }

        _logger = loggers.CreateLogger("Sockeye.WebSockets");
        _admission = new WebSocketAdmission(options, this, _logger);
        Clock = new EngineClock(time);
        Timers = new TimerWheel(time, _logger);
        HeartbeatTimes = new HeartbeatTimes(Clock, Timers, options.PingInterval, options.PingTimeout);
        OutboxLimits = new OutboxLimits(options.OutboundBufferBytes, options.OutboundBufferMessages, options.OutboundRoomBytes, options.SlowClientTimeout);
        SlowClientPolicy = options.SlowClientPolicy;
        CredentialGrace = options.CloseOnExpiry ? options.ExpiryGrace : null;
        DrainTimeout = options.DrainTimeout;
        Settings = new WebSocketSettings(
            options.MaxPayload, options.MaxFragmentsPerMessage, options.PingInterval, options.PingTimeout, options.Compression);
        Clients = new WebSocketClientSet(_clients, []);
        MaxClients = options.MaxClients ?? int.MaxValue;
        Instruments = WebSocketInstruments.Of(meters);
        Instruments.Add(this);
    }

    /// <summary>Gets the clients that are open. Those that close are no longer among them when <see cref="WebSocketClient.OnClose(Action{WebSocketCloseContext})"/> is called.</summary>
    public WebSocketClientSet Clients { get; }

    internal WebSocketInstruments Instruments { get; }

    internal EngineClock Clock { get; }

    internal TimerWheel Timers { get; }

    internal HeartbeatTimes HeartbeatTimes { get; }

    internal OutboxLimits OutboxLimits { get; }

    internal SlowClientPolicy SlowClientPolicy { get; }

    /// <summary>Gets how much longer than its credential a client lasts; null where it does not end with it.</summary>
    internal TimeSpan? CredentialGrace { get; }

    /// <summary>Gets or sets how long clients have for what waits for them when the server closes. Set before the first comes.</summary>
    internal TimeSpan DrainTimeout { get; set; }

    internal bool IsClosing => Volatile.Read(ref _closing) != 0;

    internal bool IsFull => _clients.Count >= MaxClients;

    private WebSocketSettings Settings { get; }

    private int MaxClients { get; }

    private IEndpointConventionBuilder Endpoint => _endpoint ?? throw new InvalidOperationException("This server has no endpoint: MapWebSockets gives it one.");

    /// <summary>Listens to new clients, before anything of theirs is read.</summary>
    /// <param name="listener">The listener. One that throws closes the client with status 1011.</param>
    /// <returns>Stops listening when disposed.</returns>
    public IDisposable OnConnection(Action<WebSocketClient> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return _connections.Add(client =>
        {
            listener(client);
            return Task.CompletedTask;
        });
    }

    /// <inheritdoc cref="OnConnection(Action{WebSocketClient})"/>
    /// <remarks>Reading begins when the listener's task has completed.</remarks>
    public IDisposable OnConnection(Func<WebSocketClient, Task> listener) => _connections.Add(listener);

    /// <summary>Answers one request to the endpoint. Ends when the WebSocket has ended.</summary>
    /// <param name="context">The request.</param>
    public async Task HandleRequestAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            if (await _admission.AdmitAsync(context).ConfigureAwait(false))
            {
                await OpenAsync(context).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ConnectionAbortedException)
        {
            Log.LeftEarly(_logger, exception);
        }
    }

    /// <summary>
    /// Closes every client with status 1001, behind what waits for it, and refuses new ones. A client has <see cref="WebSocketServerOptions.DrainTimeout"/> to
    /// take that, and 5 seconds to answer; then it is cut off.
    /// </summary>
    /// <param name="cancellationToken">Gives up the wait for the clients and their listeners, not the closing. A listener that waits without one waits for itself.</param>
    public Task CloseAsync(CancellationToken cancellationToken = default)
    {
        BeginClosing();
        return _ended.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Does what <see cref="CloseAsync"/> does, and stops the clock.</summary>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        Timers.Dispose();
    }

    /// <inheritdoc />
    void IEndpointConventionBuilder.Add(Action<EndpointBuilder> convention) => Endpoint.Add(convention);

    /// <inheritdoc />
    void IEndpointConventionBuilder.Finally(Action<EndpointBuilder> finallyConvention) => Endpoint.Finally(finallyConvention);

    internal void BeginClosing()
    {
        if (Interlocked.Exchange(ref _closing, 1) == 0)
        {
            OnEnded();
        }

        foreach (var client in _clients.ToArray())
        {
            CloseForShutdown(client);
        }
    }

    internal void MapTo(IEndpointConventionBuilder endpoint) => _endpoint = endpoint;

    internal async Task AnnounceAsync(WebSocketClient client)
    {
        try
        {
            foreach (var listener in _connections.Snapshot())
            {
                await listener(client).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            OnListenerFailed(client, exception);
            client.Close((int)System.Net.WebSockets.WebSocketCloseStatus.InternalServerError);
        }
    }

    internal WebSocketClient[] OpenClients() => _clients.ToArray();

    internal void Forget(WebSocketClient client) => _clients.Remove(client);

    internal void OnOpened(WebSocketClient client)
    {
        Instruments.OnOpened();
        Log.ClientConnected(_logger, client.Id);
    }

    internal void OnClosed(WebSocketClient client, in WebSocketCloseContext ending, TimeSpan lasted)
    {
        Instruments.OnClosed(ending.Cause, lasted);
        Log.ClientClosed(_logger, client.Id, ending.Cause, ending.Code, ending.Detail);
    }

    /// <summary>Lets the closing of the server wait for the listeners of a client that has ended.</summary>
    internal void TakeCharge(Task notifying) => _ = AwaitAsync(notifying);

    internal void OnListenerFailed(WebSocketClient client, Exception exception)
    {
        Log.ListenerFailed(_logger, client.Id, exception);
        Instruments.OnFailed(exception);
    }

    private void CloseForShutdown(WebSocketClient client) => client.Life.Close(
        (int)System.Net.WebSockets.WebSocketCloseStatus.EndpointUnavailable,
        "the server is shutting down",
        DrainTimeout > TimeSpan.Zero ? CloseMode.Drain : CloseMode.Discard,
        CloseReason.ServerShuttingDown,
        DrainTimeout);

    private async Task OpenAsync(HttpContext context)
    {
        var subprotocol = context.Response.Headers.SecWebSocketProtocol.ToString();
        var client = new WebSocketClient(this, _ids.Next(), subprotocol.Length == 0 ? null : subprotocol, context);
        var connection = await WebSocketConnection.AcceptAsync(context, client.Life, Settings, ClientForm.Plain).ConfigureAwait(false);
        Interlocked.Add(ref _live, 2); // the connection, and its listeners to the end
        try
        {
            client.Life.Begin(connection);
            OnOpened(client);
            if (!_clients.TryAdd(client, MaxClients))
            {
                client.Close((int)System.Net.WebSockets.WebSocketCloseStatus.PolicyViolation, "too many clients");
            }
            else if (IsClosing)
            {
                CloseForShutdown(client); // it came while the others were closed
            }

            await client.Life.CarryAsync().ConfigureAwait(false);
        }
        finally
        {
            OnEnded();
        }
    }

    private async Task AwaitAsync(Task notifying)
    {
        await notifying.ConfigureAwait(false);
        OnEnded();
    }

    private void OnEnded()
    {
        if (Interlocked.Decrement(ref _live) == 0)
        {
            _ended.TrySetResult();
        }
    }
}
