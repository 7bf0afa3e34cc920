namespace Sockeye.Background;

/// <summary>A listener's jobs: lanes by queue, and keys that hold back what is not its turn.</summary>
internal sealed class MemoryListener(ListenerRegistration settings)
{
    private readonly Dictionary<string, MemoryKey> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MemoryRate> _keyRates = new(StringComparer.Ordinal);
    private readonly MemoryRate _rate = new();

    public ListenerRegistration Settings { get; private set; } = settings;

    /// <summary>Gets or sets a value indicating whether new events become jobs for it.</summary>
    public bool IsKnown { get; set; } = true;

    public Dictionary<string, MemoryLane> Lanes { get; } = new(StringComparer.Ordinal);

    public void Change(ListenerRegistration settings, DateTimeOffset now)
    {
        Settings = settings;
        foreach (var waiting in _keys.Values.SelectMany(static key => key.Unfinished).Where(static job => job.State == JobState.Waiting))
        {
            Lane(waiting).Remove(waiting);
            Place(waiting, now);
        }
    }

    /// <summary>Takes on a job that begins to wait, newly added or replayed.</summary>
    public void Add(MemoryJob job, DateTimeOffset now)
    {
        if (job.Key is { } name)
        {
            if (!_keys.TryGetValue(name, out var key))
            {
                _keys[name] = key = new MemoryKey();
            }

            var held = key.Unfinished.Where(other => other.Id > job.Id && other.State == JobState.Waiting).Take(Settings.KeyConcurrency + 1).ToArray();
            key.Unfinished.Add(job);
            foreach (var later in held)
            {
                Lane(later).Remove(later); // it may have lost its turn to one that is replayed
                Place(later, now);
            }
        }

        Place(job, now);
    }

    /// <summary>Lets a job wait again that ran.</summary>
    public void Return(MemoryJob job, DateTimeOffset now)
    {
        StopRunning(job);
        Place(job, now);
    }

    public void Start(MemoryJob job)
    {
        Lane(job).Remove(job);
        if (job.Key is { } name)
        {
            _keys[name].Running++;
        }
    }

    /// <summary>Lets go of a job that has ended, and gives those behind it their turn.</summary>
    public void End(MemoryJob job, bool wasRunning, DateTimeOffset now)
    {
        Lane(job).Remove(job);
        if (wasRunning)
        {
            StopRunning(job);
        }

        if (job.Key is not { } name || !_keys.TryGetValue(name, out var key))
        {
            return;
        }

        key.Unfinished.Remove(job);
        if (key.Unfinished.Count == 0)
        {
            _keys.Remove(name);
        }

        foreach (var next in key.Unfinished.Take(Settings.KeyConcurrency).Where(static next => next.State == JobState.Waiting))
        {
            Lane(next).Add(next, now);
        }
    }

    public int RunningOf(string key) => _keys[key].Running;

    /// <summary>Tells when the window closes in which a job may not start; <see langword="null"/> where it may.</summary>
    public DateTimeOffset? WaitsUntil(MemoryJob job, DateTimeOffset now) => RateOf(job) is { } rate && !rate.Allows(Settings.Rate!, now) ? rate.End : null;

    public void HoldBack(MemoryJob job, DateTimeOffset until) => Lane(job).HoldBack(job, until);

    public void UseRate(MemoryJob job, DateTimeOffset now) => RateOf(job)?.Use(Settings.Rate!, now);

    public void ForgetOldRates(DateTimeOffset now)
    {
        foreach (var (key, _) in _keyRates.Where(rate => rate.Value.End <= now).ToArray())
        {
            _keyRates.Remove(key);
        }
    }

    private MemoryRate? RateOf(MemoryJob job)
    {
        if (Settings.Rate is not { IsPerKey: true })
        {
            return Settings.Rate is null ? null : _rate;
        }

        if (job.Key is not { } name)
        {
            return null;
        }

        if (!_keyRates.TryGetValue(name, out var rate))
        {
            _keyRates[name] = rate = new MemoryRate();
        }

        return rate;
    }

    private void StopRunning(MemoryJob job)
    {
        if (job.Key is { } name)
        {
            _keys[name].Running--;
        }
    }

    // What is not its key's turn is in no lane.
    private void Place(MemoryJob job, DateTimeOffset now)
    {
        if (job.Key is null || _keys[job.Key].IsAmongFirst(job, Settings.KeyConcurrency))
        {
            Lane(job).Add(job, now);
        }
    }

    private MemoryLane Lane(MemoryJob job)
    {
        if (!Lanes.TryGetValue(job.Queue, out var lane))
        {
            Lanes[job.Queue] = lane = new MemoryLane(job.Queue);
        }

        return lane;
    }
}
