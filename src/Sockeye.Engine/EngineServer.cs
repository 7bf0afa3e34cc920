using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sockeye.Engine.Diagnostics;
using Sockeye.Engine.Http;
using Sockeye.Engine.Polling;
using Sockeye.Engine.WebSockets;

namespace Sockeye.Engine;

/// <summary>An Engine.IO v4 server: answers the requests under one path and keeps their sessions. Safe for use from many threads.</summary>
public sealed partial class EngineServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, EngineSession> _sessions = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CorsAnswers? _cors;
    private readonly Handshakes _handshakes;
    private readonly Lock _adding = new();
    private int _live = 1; // the server itself, until it closes
    private int _closing;

    /// <summary>Makes a server.</summary>
    /// <param name="options">How it treats its sessions.</param>
    /// <param name="onSession">Called for each new session, before anything of it is read; what it sends follows the handshake.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Where it logs to.</param>
    /// <param name="meters">What makes its meter; by default the process has one.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public EngineServer(
        EngineOptions options,
        Func<EngineSession, IEngineSessionHandler> onSession,
        TimeProvider time,
        ILoggerFactory loggers,
        IMeterFactory? meters = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(onSession);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(loggers);
        if (string.Join(' ', EngineOptionsValidation.Validate(options)) is { Length: > 0 } faults)
        {
            throw new ArgumentException(faults, nameof(options));
        }

        Options = options;
        Logger = loggers.CreateLogger("Sockeye.Engine");
        Clock = new EngineClock(time);
        Timers = new TimerWheel(time, Logger);
        HeartbeatTimes = new HeartbeatTimes(Clock, Timers, options.PingInterval, options.PingTimeout);
        OutboxLimits = OutboxLimits.Of(options);
        WebSockets = new WebSocketSettings(options.MaxPayload, options.MaxFragmentsPerMessage, Compression: options.WebSocketCompression);
        Instruments = EngineInstruments.Of(meters);
        Refusals = new Refusals(options, Logger, Instruments);
        _cors = options.Cors is null ? null : new CorsAnswers(options.Cors);
        _handshakes = new Handshakes(this, onSession);
        Instruments.Add(this);
    }

    /// <summary>Gets how many sessions there are.</summary>
    public int SessionCount => _sessions.Count;

    /// <summary>Gets the clock of all sessions, for whatever else must happen later.</summary>
    public TimerWheel Timers { get; }

    internal EngineOptions Options { get; }

    internal ILogger Logger { get; }

    internal EngineClock Clock { get; }

    internal EngineInstruments Instruments { get; }

    internal IEnumerable<EngineSession> Sessions => _sessions.Select(static entry => entry.Value);

    internal Refusals Refusals { get; }

    internal HeartbeatTimes HeartbeatTimes { get; }

    internal OutboxLimits OutboxLimits { get; }

    internal WebSocketSettings WebSockets { get; }

    internal bool IsClosing => Volatile.Read(ref _closing) != 0;

    internal bool IsFull => Options.MaxSessions is { } most && _sessions.Count >= most;

    /// <summary>Adds <see cref="EngineOptions.Cors"/> to the answer of a request that something else under the endpoint's path answers.</summary>
    /// <param name="context">The request.</param>
    /// <returns>Whether the request was a preflight, which is answered now.</returns>
    public bool ApplyCors(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return _cors?.Apply(context) == true;
    }

    /// <summary>Answers one request under the endpoint's path, whatever it is. Ends when the request has been answered in full.</summary>
    /// <param name="context">The request.</param>
    public async Task HandleRequestAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            var isUpgrade = WebSocketHandshake.IsUpgrade(context);
            if (isUpgrade || _cors is null || !_cors.Apply(context))
            {
                await RouteAsync(context, isUpgrade).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ConnectionAbortedException)
        {
            Log.LeftEarly(Logger, exception);
        }
    }

    /// <summary>
    /// Closes every session with <see cref="CloseReason.ServerShuttingDown"/>, dropping what waits for its client, and refuses new ones.
    /// </summary>
    /// <param name="cancellationToken">Gives up the wait for the connections to end, not the closing.</param>
    public async ValueTask CloseAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _closing, 1) == 0)
        {
            OnEnded();
        }

        foreach (var session in _sessions.Values)
        {
            session.End(CloseReason.ServerShuttingDown, null);
        }

        await _ended.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Does what <see cref="CloseAsync"/> does, and stops the clock.</summary>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        Timers.Dispose();
    }

    /// <summary>Finds a session whose time is not over.</summary>
    internal EngineSession? Find(string id)
    {
        if (!_sessions.TryGetValue(id, out var session))
        {
            return null;
        }

        if (!session.Heartbeat.IsExpired())
        {
            return session;
        }

        session.End(CloseReason.PingTimeout, null); // the wheel has not come round to it yet
        return null;
    }

    internal bool Contains(string id) => _sessions.ContainsKey(id);

    /// <summary>Adds a session, unless its id is taken or there are too many.</summary>
    internal bool TryAdd(EngineSession session)
    {
        if (Options.MaxSessions is null)
        {
            return _sessions.TryAdd(session.Id, session);
        }

        lock (_adding)
        {
            return !IsFull && _sessions.TryAdd(session.Id, session);
        }
    }

    internal void Forget(EngineSession session) => _sessions.TryRemove(KeyValuePair.Create(session.Id, session));

    /// <summary>Something lives that <see cref="CloseAsync"/> waits for: a session, or a WebSocket.</summary>
    internal void OnBegun() => Interlocked.Increment(ref _live);

    /// <summary>Something of that has ended.</summary>
    internal void OnEnded()
    {
        if (Interlocked.Decrement(ref _live) == 0)
        {
            _ended.TrySetResult();
        }
    }

    internal void OnHookFailed(string hook, Exception exception) => Log.HookFailed(Logger, hook, exception);

    /// <summary>Lets the user's hooks see the headers of an answer.</summary>
    internal void AddHeaders(HttpContext context, bool isInitial)
    {
        try
        {
            if (isInitial)
            {
                Options.OnInitialHeaders?.Invoke(context, context.Response.Headers);
            }

            Options.OnHeaders?.Invoke(context, context.Response.Headers);
        }
        catch (Exception exception)
        {
            Log.HookFailed(Logger, nameof(EngineOptions.OnHeaders), exception);
        }
    }

    private Task RouteAsync(HttpContext context, bool isUpgrade)
    {
        var check = RequestCheck.Of(context, isUpgrade, this);
        if (check.Error is { } error)
        {
            return Refusals.RefuseAsync(context, error, check.Detail);
        }

        if (isUpgrade)
        {
            return UpgradeAsync(context, check.Session);
        }

        return check.Session?.Outbox.Transport switch
        {
            null => _handshakes.PollAsync(context),
            PollingTransport polling when HttpMethods.IsGet(context.Request.Method) => polling.PollAsync(context),
            PollingTransport polling when HttpMethods.IsPost(context.Request.Method) => polling.PostAsync(context),
            PollingTransport => NoSuchMethod(context),
            _ => Refusals.RefuseAsync(context, ConnectionError.BadRequest, "TRANSPORT_MISMATCH"),
        };
    }

    private Task UpgradeAsync(HttpContext context, EngineSession? session)
    {
        if (!WebSocketHandshake.IsValid(context))
        {
            context.Response.Headers.SecWebSocketVersion = "13";
            return Refusals.RefuseAsync(context, ConnectionError.BadRequest, "TRANSPORT_HANDSHAKE_ERROR");
        }

        return session is null ? _handshakes.OpenAsync(context, _cors) : _handshakes.UpgradeAsync(context, session, _cors);
    }

    private static Task NoSuchMethod(HttpContext context)
    {
        Answers.Empty(context, StatusCodes.Status500InternalServerError);
        return Task.CompletedTask;
    }
}
