using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sockeye.Engine.Diagnostics;
using Sockeye.Engine.Draining;
using Sockeye.Engine.Http;
using Sockeye.Engine.Polling;
using Sockeye.Engine.SlowClients;
using Sockeye.Engine.WebSockets;

namespace Sockeye.Engine;

/// <summary>An Engine.IO v4 server: answers the requests under one path and keeps their sessions. Safe for use from many threads.</summary>
public sealed partial class EngineServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, EngineSession> _sessions = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CorsAnswers? _cors;
    private readonly Handshakes _handshakes;
    private int _live = 1; // the server itself, until it closes
    private int _closing;
    private int _draining;
    private int _count;

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
        Slowness = new SlowClientCounts(Instruments);
        Refusals = new Refusals(options, Logger, Instruments);
        _cors = options.Cors is null ? null : new CorsAnswers(options.Cors);
        _handshakes = new Handshakes(this, onSession);
        Instruments.Add(this);
    }

    /// <summary>Gets how many sessions there are.</summary>
    public int SessionCount => Volatile.Read(ref _count);

    /// <summary>Gets whether new sessions are refused because those there are are being sent away: <see cref="DrainAsync"/>.</summary>
    public bool IsDraining => Volatile.Read(ref _draining) != 0;

    /// <summary>Gets the clock of all sessions, for whatever else must happen later.</summary>
    public TimerWheel Timers { get; }

    internal EngineOptions Options { get; }

    internal ILogger Logger { get; }

    internal EngineClock Clock { get; }

    internal EngineInstruments Instruments { get; }

    internal SlowClientCounts Slowness { get; }

    internal IEnumerable<EngineSession> Sessions => _sessions.Select(static entry => entry.Value);

    internal Refusals Refusals { get; }

    internal HeartbeatTimes HeartbeatTimes { get; }

    internal OutboxLimits OutboxLimits { get; }

    internal WebSocketSettings WebSockets { get; }

    internal bool IsClosing => Volatile.Read(ref _closing) != 0;

    internal bool IsFull => Options.MaxSessions is { } most && SessionCount >= most;

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

    /// <summary>Measures how far clients are behind with reading. Looks at every session, so that it is for a page or a log and not for each message.</summary>
    public OutboundTotals MeasureOutbound()
    {
        var (bytes, packets) = (0L, 0L);
        foreach (var session in Sessions)
        {
            var state = session.Outbound;
            bytes += state.WaitingBytes;
            packets += state.WaitingPackets;
        }

        return new OutboundTotals(bytes, packets, Slowness.DroppedPackets, Slowness.SlowClients);
    }

    /// <summary>
    /// Refuses new sessions from now on, with HTTP 503 and <see cref="EngineOptions.RetryAfter"/>, and closes those there are one after the other, evenly over
    /// a time, with <see cref="CloseReason.ServerShuttingDown"/>: so their clients do not come back all at once, to this server's successor. What waits for a
    /// client goes out first, for which it has 30 seconds. A handler can put its session's turn off: <see cref="IEngineSessionHandler.OnLeaving"/>. There is no way back.
    /// </summary>
    /// <param name="window">Over what time; zero closes all of them now.</param>
    /// <param name="cancellationToken">Ends the wait and the closing; sessions that are left then stay until <see cref="CloseAsync"/>.</param>
    /// <returns>A task that completes when the last session has ended.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public async Task DrainAsync(TimeSpan window, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, TimeSpan.Zero);
        if (Interlocked.Exchange(ref _draining, 1) == 0 && SessionCount == 0)
        {
            _drained.TrySetResult();
        }

        await new Drain(this, window).RunAsync(_drained.Task, cancellationToken).ConfigureAwait(false);
        await _drained.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
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
        if (Interlocked.Increment(ref _count) > (Options.MaxSessions ?? int.MaxValue) || !_sessions.TryAdd(session.Id, session))
        {
            Discount();
            return false;
        }

        return true;
    }

    internal void Forget(EngineSession session)
    {
        if (_sessions.TryRemove(KeyValuePair.Create(session.Id, session)))
        {
            Discount();
        }
    }

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

    private void Discount()
    {
        if (Interlocked.Decrement(ref _count) == 0 && IsDraining)
        {
            _drained.TrySetResult();
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
