using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Sockeye.Background;

/// <summary>Leases jobs from a store and runs them, as many at a time as allowed, until it is stopped.</summary>
internal sealed partial class Worker : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(5);

    private readonly ConcurrentDictionary<LeaseHold, Attempt> _held = new();
    private readonly ConcurrentDictionary<Task, byte> _owned = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly BackgroundOptions _options;
    private readonly ILogger _logger;
    private readonly WorkBench _bench;
    private readonly AttemptRunner _runner;
    private readonly Settlements _settlements;
    private readonly LeaseKeeper _keeper;
    private volatile bool _isWaiting;
    private long _unansweredSince;
    private Task[] _loops = [];
    private Task _leasing = Task.CompletedTask;

    public Worker(
        IJobStore store, IReadOnlyList<HostedListener> listeners, BackgroundOptions options, JsonSerializerOptions json, IServiceScopeFactory scopes,
        JobTelemetry telemetry, ILogger logger)
    {
        (Store, Json, Scopes, Time, Telemetry, _options, _logger) = (store, json, scopes, options.TimeProvider, telemetry, options, logger);
        _bench = new WorkBench(listeners, options);
        _runner = new AttemptRunner(this, options, logger);
        _settlements = new Settlements(this);
        _keeper = new LeaseKeeper(this, options);
    }

    public IJobStore Store { get; }

    public JsonSerializerOptions Json { get; }

    public IServiceScopeFactory Scopes { get; }

    /// <summary>Gets how many bytes a report of progress may have.</summary>
    public int MaxPayloadSize => _options.MaxPayloadSize;

    public TimeProvider Time { get; }

    public JobTelemetry Telemetry { get; }

    /// <summary>Gets the leases this worker has: of what runs, of what is about to, and of what has ended and is not stored as such yet.</summary>
    public IEnumerable<Attempt> Held => _held.Values;

    public bool IsStopping => _stopping.IsCancellationRequested;

    /// <summary>Gets for how long the store has not taken a step that it was asked for; next to nothing while it does.</summary>
    public TimeSpan SilentFor => Volatile.Read(ref _unansweredSince) is var since and not 0 ? Time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Gets how many jobs run.</summary>
    public int Running => _bench.Running;

    public void Start()
    {
        var seen = Store.Signal.Version; // before anything runs, so that no cancellation falls before the first look
        var (stopping, stopped) = (_stopping.Token, _stopped.Token); // now: they may have been disposed of before these have begun
        _leasing = Task.Run(() => LeaseAsync(stopping), CancellationToken.None);
        _loops = [Task.Run(_settlements.RunAsync), Task.Run(() => _keeper.RenewAsync(seen, stopped), CancellationToken.None), Task.Run(() => _keeper.GuardAsync(stopped), CancellationToken.None)];
    }

    /// <summary>Finishes what runs, as far as time allows, and hands back the rest.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _bench.Close();
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Quietly(_leasing, _options.ShutdownTime > Patience ? _options.ShutdownTime : Patience, cancellationToken).ConfigureAwait(false); // what it brings is handed back
        foreach (var waiting in _bench.TakeWaiting())
        {
            _settlements.Add(waiting, new Settlement(waiting.Job.Hold, JobEnding.HandBack));
        }

        await Quietly(_bench.Idle, _options.ShutdownTime, cancellationToken).ConfigureAwait(false);
        foreach (var running in Held)
        {
            running.Cancel(AttemptCancelReason.Stopping);
        }

        await Quietly(_bench.Idle, Patience, CancellationToken.None).ConfigureAwait(false);
        if (_bench.Running is > 0 and var left)
        {
            Log.JobsLeft(_logger, left);
        }

        _settlements.Complete();
        await Quietly(_loops[0], Patience, CancellationToken.None).ConfigureAwait(false);
        await _stopped.CancelAsync().ConfigureAwait(false);
        await Quietly(Task.WhenAll(_loops), Patience, CancellationToken.None).ConfigureAwait(false);
        await Quietly(OwnedAsync(), Patience, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets go of everything at once where nobody has stopped it: what runs has its token cancelled, and its lease lapses.</summary>
    public void Dispose()
    {
        _bench.Close();
        _stopping.Cancel();
        _stopped.Cancel();
        _settlements.Complete();
        foreach (var running in Held)
        {
            running.Cancel(AttemptCancelReason.Stopping);
        }

        _stopping.Dispose();
        _stopped.Dispose();
    }

    /// <summary>Keeps a task until it has ended, and tells of its failure.</summary>
    public void Own(Task task, string eventName = "")
    {
        if (!task.IsCompletedSuccessfully)
        {
            _owned.TryAdd(task, 0);
            task.ContinueWith(
                ended =>
                {
                    _owned.TryRemove(ended, out _);
                    if (ended.Exception is { } failure)
                    {
                        Log.RemainderFailed(_logger, eventName, failure);
                    }
                },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    /// <summary>Says whether the lease has ended, or is about to, so that there is no right to begin.</summary>
    public bool IsLosing(Attempt attempt) => _keeper.IsAboutToEnd(attempt, Time.GetTimestamp());

    /// <summary>Lets go of a lease whose end the store knows, or that is lost.</summary>
    public void Release(Attempt attempt) => _held.TryRemove(attempt.Job.Hold, out _);

    public void TellLost(LeasedJob job)
    {
        Telemetry.Lost(job);
        Log.LeaseLost(_logger, job.Id, job.EventName, job.Listener);
    }

    /// <summary>Hears that the store has taken a step.</summary>
    public void Reached()
    {
        if (Volatile.Read(ref _unansweredSince) != 0)
        {
            Volatile.Write(ref _unansweredSince, 0);
        }
    }

    // Somebody waits for an answer, or waits to ask again.
    private void Asked() => Interlocked.CompareExchange(ref _unansweredSince, Math.Max(1, Time.GetTimestamp()), 0);

    public void TellFailed(string step, TimeSpan delay, Exception exception)
    {
        Asked();
        Telemetry.StoreFailed(exception);
        Log.StoreFailed(_logger, step, delay, exception);
    }

    private async Task LeaseAsync(CancellationToken stopping)
    {
        var failures = 0;
        while (!stopping.IsCancellationRequested)
        {
            var seen = Store.Signal.Version; // before looking, so that nothing falls in between
            try
            {
                if (_bench.Ask(_options.WorkerName) is not { } request)
                {
                    await _bench.Room.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    continue;
                }

                _isWaiting = true; // from here on what makes room is told, so that the wait below does not miss it
                var asked = Time.GetTimestamp();
                var leaseEnd = asked + Ticks(_options.LeaseTime);
                Asked();
                var leased = await Store.LeaseAsync(request, CancellationToken.None).ConfigureAwait(false);
                failures = 0;
                Reached();
                Accept(leased.Jobs, leaseEnd);
                if (leased.Jobs.Count < request.Limit)
                {
                    var wait = leased.NextDueIn is { } next && next < _options.PollInterval ? next : _options.PollInterval;
                    var until = new Deadline(Time, asked, wait > ShortestWait ? wait : ShortestWait);
                    await Store.Signal.WaitAsync(seen, WakeUps.Work, until, stopping).ConfigureAwait(false);
                }

                _isWaiting = false;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                var delay = Pause(++failures);
                TellFailed("lease jobs", delay, exception);
                await Task.Delay(delay, Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Accept(IReadOnlyList<LeasedJob> jobs, long leaseEnd)
    {
        foreach (var job in jobs)
        {
            if (_held.TryGetValue(new LeaseHold(job.Id, job.Token - 1), out var former))
            {
                former.Cancel(AttemptCancelReason.LeaseLost); // the store's clock was put forward: the lease has lapsed while this process thought it had it
            }

            var attempt = new Attempt(this, job, _bench.ListenerOf(job), leaseEnd);
            _held[job.Hold] = attempt;
            _bench.Add(attempt);
        }

        while (_bench.Next() is { } next)
        {
            Own(Task.Run(() => RunAsync(next)), next.Job.EventName);
        }
    }

    // Runs one job after the other as long as there are any for this place.
    private async Task RunAsync(Attempt? attempt)
    {
        while (attempt is not null)
        {
            var began = Time.GetTimestamp();
            Settlement? settlement = null;
            try
            {
                settlement = await _runner.RunAsync(attempt).ConfigureAwait(false);
                Telemetry.Ended(attempt, began, settlement);
            }
#pragma warning disable CA1031 // who listens to logs, traces or measurements and throws: that must cost neither the place nor who is to have it next
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Own(Task.FromException(exception), attempt.Job.EventName);
            }

            if (settlement is null)
            {
                Release(attempt);
            }
            else
            {
                _settlements.Add(attempt, settlement);
            }

            attempt = _bench.End(attempt, Time.GetElapsedTime(began), out var madeRoom);
            if (madeRoom && _isWaiting)
            {
                Store.Signal.Raise(WakeUps.Work); // there was nothing for the others, and now this one has room
            }
        }
    }

    /// <summary>Reckons how long to leave a store alone that failed.</summary>
    public static TimeSpan Pause(int failures) => TimeSpan.FromMilliseconds(Math.Min(5000, 100 * Math.Pow(2, Math.Min(failures, 10) - 1)));

    public long Ticks(TimeSpan span) => (long)(span.TotalSeconds * Time.TimestampFrequency);

    // What is owned may leave something to own when it ends.
    private async Task OwnedAsync()
    {
        while (_owned.Keys is { Count: > 0 } owned)
        {
            await Task.WhenAll(owned).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Quietly(Task task, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var up = new CancellationTokenSource(atMost, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(up.Token, cancellationToken);
        await task.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
