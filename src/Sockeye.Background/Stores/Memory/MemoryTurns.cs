namespace Sockeye.Background;

/// <summary>Picks jobs from many lanes in the one order in which they start.</summary>
internal sealed class MemoryTurns
{
    private readonly List<(MemoryListener Listener, IEnumerator<MemoryJob> Jobs)> _lanes = [];
    private readonly Dictionary<MemoryListener, int> _free = [];
    private readonly List<(MemoryListener Listener, MemoryJob Job, DateTimeOffset Until)> _heldBack = [];
    private readonly Dictionary<(MemoryListener Listener, string Key), int> _started = [];

    /// <summary>Gets when the first job of these lanes falls due that waits for its time.</summary>
    public DateTimeOffset? NextDelayed { get; private set; }

    public void Enter(MemoryListener listener, int free, IReadOnlySet<string> paused, DateTimeOffset now)
    {
        _free[listener] = free;
        foreach (var lane in listener.Lanes.Values.Where(lane => !paused.Contains(lane.Queue)))
        {
            lane.Promote(now, now + (listener.Settings.Rate?.Window ?? TimeSpan.Zero));
            NextDelayed = NextDelayed < lane.Next ? NextDelayed : lane.Next ?? NextDelayed;

            var jobs = lane.Ready.GetEnumerator();
            if (jobs.MoveNext())
            {
                _lanes.Add((listener, jobs));
            }
        }
    }

    public void Take(int limit, DateTimeOffset now, List<MemoryJob> taken, ref DateTimeOffset? later)
    {
        while (taken.Count < limit && _lanes.Count > 0)
        {
            var best = 0;
            for (var i = 1; i < _lanes.Count; i++)
            {
                best = MemoryJob.ByTurn.Compare(_lanes[i].Jobs.Current, _lanes[best].Jobs.Current) < 0 ? i : best;
            }

            var (listener, jobs) = _lanes[best];
            if (_free[listener] == 0)
            {
                _lanes.RemoveAt(best);
                continue;
            }

            var job = jobs.Current;
            var hasTurn = HasTurn(listener, job);
            if (hasTurn && listener.WaitsUntil(job, now) is { } until)
            {
                later = later < until ? later : until;
                HoldBack(listener, job, until);
            }
            else if (hasTurn)
            {
                listener.UseRate(job, now);
                _free[listener]--;
                taken.Add(job);
                if (job.Key is { } key)
                {
                    _started[(listener, key)] = _started.GetValueOrDefault((listener, key)) + 1;
                }
            }

            if (!jobs.MoveNext())
            {
                _lanes.RemoveAt(best);
            }
        }

        _heldBack.ForEach(static held => held.Listener.HoldBack(held.Job, held.Until)); // now that nobody walks along the lanes
    }

    private void HoldBack(MemoryListener listener, MemoryJob job, DateTimeOffset until)
    {
        if (listener.Settings.Rate!.IsPerKey)
        {
            _heldBack.Add((listener, job, until));
        }
        else
        {
            _free[listener] = 0; // whatever else waits, waits for the same window
        }
    }

    // One may be replayed while those after it run.
    private bool HasTurn(MemoryListener listener, MemoryJob job) =>
        job.Key is not { } key || listener.RunningOf(key) + _started.GetValueOrDefault((listener, key)) < listener.Settings.KeyConcurrency;
}
