namespace Sockeye.Background;

/// <summary>
/// Wakes up who waits for something to happen in a store. It is a hint: a raise may be lost with a connection, and one may come for nothing. Thread-safe.
/// </summary>
public sealed class JobSignal
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(45); // clocks know not much more

    private readonly Lock _gate = new();
    private readonly Dictionary<long, List<JobWatch>> _watches = [];
    private readonly List<SignalWait> _waits = [];
    private volatile int _watchCount;
    private long _version;
    private long _work;
    private long _cancellation;
    private long _schedules;

    /// <summary>Gets the number of raises so far: take it before looking into the store, and wait from there, so that nothing falls in between.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Gets or sets what is called when somebody begins to watch a job, so that other processes tell of their changes.</summary>
    internal Action? Watching { get; set; }

    /// <summary>Gets a value indicating whether somebody watches a job.</summary>
    internal bool IsWatched => _watchCount > 0;

    /// <summary>Wakes up who watches one of these jobs: its state, its attempt, its time or its progress has changed. It costs next to nothing where nobody watches any.</summary>
    /// <param name="jobIds">The jobs. They are not enumerated where nobody watches.</param>
    public void RaiseChanged(IEnumerable<long> jobIds)
    {
        if (_watchCount == 0)
        {
            return;
        }

        ArgumentNullException.ThrowIfNull(jobIds);
        long[] changed = [.. jobIds];
        lock (_gate)
        {
            foreach (var id in changed)
            {
                _watches.GetValueOrDefault(id)?.ForEach(static watch => watch.Tell(isCertain: true));
            }
        }
    }

    /// <summary>Wakes up everyone who waits. Continuations do not run on the caller.</summary>
    /// <param name="kinds">What for.</param>
    public void Raise(WakeUps kinds)
    {
        lock (_gate)
        {
            if (kinds.HasFlag(WakeUps.Jobs) && _watchCount > 0)
            {
                foreach (var watch in _watches.Values.SelectMany(static watches => watches))
                {
                    watch.Tell(isCertain: false);
                }
            }

            var version = ++_version;
            _work = kinds.HasFlag(WakeUps.Work) ? version : _work;
            _cancellation = kinds.HasFlag(WakeUps.Cancellation) ? version : _cancellation;
            _schedules = kinds.HasFlag(WakeUps.Schedules) ? version : _schedules;
            _waits.RemoveAll(wait => // one or two for each worker
            {
                var found = Since(wait.Since) & wait.Kinds;
                if (found != WakeUps.None)
                {
                    wait.End(found);
                }

                return found != WakeUps.None;
            });
        }
    }

    /// <summary>Waits until something of these kinds has been raised since, or the time is up.</summary>
    /// <param name="since">The version from which on raises count.</param>
    /// <param name="kinds">The kinds to wait for.</param>
    /// <param name="atMost">How long, not negative and at most 45 days; <see cref="Timeout.InfiniteTimeSpan"/> for no bound.</param>
    /// <param name="time">The clock to wait by.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What has been raised since; <see cref="WakeUps.None"/> if the time is up.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="atMost"/> is negative, or longer.</exception>
    public ValueTask<WakeUps> WaitAsync(long since, WakeUps kinds, TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(time);
        if (atMost != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(atMost, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(atMost, Longest);
        }

        return WaitAsync(since, kinds, Deadline.In(time, atMost), cancellationToken);
    }

    /// <summary>Waits until something of these kinds has been raised since, or the time has come.</summary>
    internal async ValueTask<WakeUps> WaitAsync(long since, WakeUps kinds, Deadline until, CancellationToken cancellationToken)
    {
        var wait = new SignalWait(since, kinds);
        lock (_gate)
        {
            if ((Since(since) & kinds) is var found and not WakeUps.None)
            {
                return found;
            }

            wait.Timer = until.Arm(_ => End(wait, WakeUps.None), null); // first: a clock may refuse the time
            if (!wait.Woken.IsCompleted)
            {
                _waits.Add(wait);
            }
        }

        await using var timer = wait.Timer.ConfigureAwait(false);
        using var cancellation = cancellationToken.UnsafeRegister(_ => Cancel(wait, cancellationToken), null);
        return await wait.Woken.ConfigureAwait(false);
    }

    /// <summary>Begins to watch a job.</summary>
    internal JobWatch Watch(long jobId)
    {
        var watch = new JobWatch(this, jobId);
        lock (_gate)
        {
            _watchCount++;
            if (!_watches.TryGetValue(jobId, out var watches))
            {
                _watches[jobId] = watches = [];
            }

            watches.Add(watch);
        }

        Watching?.Invoke();
        return watch;
    }

    internal void End(JobWatch watch)
    {
        lock (_gate)
        {
            if (_watches.TryGetValue(watch.JobId, out var watches) && watches.Remove(watch))
            {
                _watchCount--;
                if (watches.Count == 0)
                {
                    _watches.Remove(watch.JobId);
                }
            }
        }
    }

    private void End(SignalWait wait, WakeUps found)
    {
        lock (_gate)
        {
            _waits.Remove(wait);
            wait.End(found);
        }
    }

    private void Cancel(SignalWait wait, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _waits.Remove(wait);
            wait.Cancel(cancellationToken);
        }
    }

    private WakeUps Since(long version) =>
        (_work > version ? WakeUps.Work : 0) | (_cancellation > version ? WakeUps.Cancellation : 0) | (_schedules > version ? WakeUps.Schedules : 0);
}
