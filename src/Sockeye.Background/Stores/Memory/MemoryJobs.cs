using System.Globalization;

namespace Sockeye.Background;

/// <summary>All jobs, events and batches in memory: what the store's verbs do, under its lock.</summary>
internal sealed class MemoryJobs
{
    private readonly SortedDictionary<(string Event, string Listener), MemoryListener> _listeners = [];
    private readonly Dictionary<string, List<MemoryListener>> _byEvent = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, MemoryJob> _jobs = [];
    private readonly Dictionary<Guid, MemoryEvent> _unclaimed = [];
    private readonly HashSet<Guid> _ids = []; // of all events there are
    private readonly Dictionary<(string Event, string Key), MemoryUniqueKey> _uniqueKeys = [];
    private readonly Dictionary<Guid, MemoryBatch> _batches = [];
    private readonly SortedSet<MemoryJob> _running = new(MemoryJob.ByLeaseEnd);
    private readonly SortedSet<string> _paused = new(StringComparer.Ordinal);
    private long _lastId;

    public int Unfinished { get; private set; }

    /// <summary>Gets how many events are kept for listeners that may come.</summary>
    public int Unclaimed => _unclaimed.Count;

    /// <summary>Gets or sets a value indicating whether what has ended is removed at once.</summary>
    public bool ForgetsEnded { get; init; }

    public IEnumerable<MemoryJob> All => _jobs.Values;

    public IReadOnlySet<string> Paused => _paused;

    public IEnumerable<ListenerRegistration> Known => _listeners.Values.Where(static listener => listener.IsKnown).Select(static listener => listener.Settings);

    public void Register(ListenerRegistration settings, DateTimeOffset now)
    {
        if (!_listeners.TryGetValue((settings.EventName, settings.Name), out var listener))
        {
            _listeners[(settings.EventName, settings.Name)] = listener = new MemoryListener(settings);
            if (!_byEvent.TryGetValue(settings.EventName, out var all))
            {
                _byEvent[settings.EventName] = all = [];
            }

            all.Add(listener);
        }

        listener.IsKnown = true;
        listener.Change(settings, now);
    }

    /// <summary>Gives events that were kept to the listeners that have come.</summary>
    public bool Claim(DateTimeOffset now)
    {
        var claimed = _unclaimed.Values.Where(kept => KnownFor(kept.New.Name).Any()).OrderBy(static kept => kept.Created).ToArray();
        foreach (var kept in claimed)
        {
            _unclaimed.Remove(kept.New.Id);
            AddJobs(kept, now);
        }

        return claimed.Length > 0;
    }

    public bool Forget(string eventName, string listener)
    {
        var was = _listeners.TryGetValue((eventName, listener), out var found) && found.IsKnown;
        if (was)
        {
            found!.IsKnown = false;
        }

        return was;
    }

    public bool IsUnknown(NewEvent added) => added.IfUnknown == UnknownEventPolicy.Refuse && !KnownFor(added.Name).Any();

    public int ListenersOf(string eventName) => KnownFor(eventName).Count();

    public AddResult Add(NewEvent added, Guid? batchId, DateTimeOffset now)
    {
        if (added.IdHeldFor is not null && Holder(added.Name, added.IdKey, now) is not null)
        {
            return new AddResult(AddOutcome.Duplicate, added.Id, 0);
        }

        var known = KnownFor(added.Name).Any();
        if (added.IdHeldFor is { } idHeld && (known || added.IfUnknown != UnknownEventPolicy.Refuse))
        {
            _uniqueKeys[(added.Name, added.IdKey)] = new MemoryUniqueKey(added.Id, now + idHeld);
        }

        if (added.UniqueKey is { } key && Holder(added.Name, key, now) is { } holder)
        {
            return new AddResult(AddOutcome.Duplicate, holder, 0);
        }

        if (!known && added.IfUnknown != UnknownEventPolicy.Keep)
        {
            return new AddResult(added.IfUnknown == UnknownEventPolicy.Ignore ? AddOutcome.Ignored : AddOutcome.Unknown, added.Id, 0);
        }

        if (!_ids.Add(added.Id))
        {
            return new AddResult(AddOutcome.Duplicate, added.Id, 0); // somebody adds it a second time, who did not hear of the first
        }

        if (added.UniqueKey is not null)
        {
            _uniqueKeys[(added.Name, added.UniqueKey)] = new MemoryUniqueKey(added.Id, added.UniqueFor is { } held ? now + held : null);
        }

        var entry = new MemoryEvent(added, now, known ? batchId : null);
        if (!known)
        {
            _unclaimed[added.Id] = entry;
            return new AddResult(AddOutcome.Kept, added.Id, 0);
        }

        return new AddResult(AddOutcome.Added, added.Id, AddJobs(entry, now));
    }

    public void AddBatch(NewBatch batch) => _batches[batch.Id] = new MemoryBatch(batch.Id, batch.CompletionEvent);

    public BatchStatus? FindBatch(Guid id) => _batches.GetValueOrDefault(id)?.Status;

    public LeaseResult Lease(LeaseRequest request, DateTimeOffset now)
    {
        HeedClock(request.Duration, now);
        var takenBack = TakeBackLapsed(now);
        DateTimeOffset? later = null;
        var taken = new List<MemoryJob>();
        var turns = new MemoryTurns();
        foreach (var slots in request.Listeners)
        {
            if (_listeners.TryGetValue((slots.EventName, slots.Listener), out var listener))
            {
                turns.Enter(listener, slots.Free, _paused, now);
            }
        }

        turns.Take(request.Limit, now, taken, ref later);
        foreach (var job in taken)
        {
            ListenerOf(job).Start(job);
            (job.State, job.Worker, job.Started, job.LeaseEnd) = (JobState.Running, request.Worker, now, now + request.Duration);
            job.LeaseTime = request.Duration;
            job.Attempt++;
            job.Token++;
            _running.Add(job);
        }

        if (taken.Count < request.Limit)
        {
            var delayed = turns.NextDelayed;
            later = later < delayed ? later : delayed ?? later;
            later = _running.Min is { } first && !(later < first.LeaseEnd) ? first.LeaseEnd : later;
        }

        return new LeaseResult([.. taken.Select(static job => job.ToLeased())], later - now) { TakenBack = takenBack };
    }

    public MemoryJob? Held(LeaseHold hold, DateTimeOffset now) =>
        _jobs.TryGetValue(hold.JobId, out var job) && job.State == JobState.Running && job.Token == hold.Token && job.LeaseEnd > now ? job : null;

    public void Renew(MemoryJob job, TimeSpan duration, DateTimeOffset now)
    {
        _running.Remove(job);
        (job.LeaseEnd, job.LeaseTime) = (now + duration, duration);
        _running.Add(job);
    }

    public void Settle(MemoryJob job, Settlement settlement, DateTimeOffset now)
    {
        job.LastFailure = settlement.Failure ?? job.LastFailure;
        switch (settlement.Ending)
        {
            case JobEnding.Complete:
                End(job, JobState.Completed, now);
                break;
            case JobEnding.Bury:
                End(job, JobState.Dead, now);
                break;
            case JobEnding.Retry when !job.CancelRequested:
                Return(job, now + settlement.RetryAfter, now);
                break;
            case JobEnding.HandBack when !job.CancelRequested:
                job.Attempt--;
                Return(job, now, now);
                break;
            case JobEnding.Postpone when !job.CancelRequested:
                job.Attempt--;
                job.Postponed++;
                Return(job, now + settlement.RetryAfter, now);
                break;
            default:
                End(job, JobState.Cancelled, now);
                break;
        }
    }

    public void End(MemoryJob job, JobState state, DateTimeOffset now)
    {
        var wasRunning = job.State == JobState.Running;
        _running.Remove(job);
        ListenerOf(job).End(job, wasRunning, now);
        (job.State, job.Finished, job.CancelRequested) = (state, now, false);
        Unfinished--;
        if (job.Event.BatchId is { } id && _batches.TryGetValue(id, out var batch))
        {
            batch.Count(state, 1);
            FinishIfOver(id, now);
        }

        if (ForgetsEnded)
        {
            Remove(job);
        }
    }

    /// <summary>Completes a batch whose last job has ended, once.</summary>
    public void FinishIfOver(Guid id, DateTimeOffset now)
    {
        var batch = _batches[id];
        if (batch.Status.Remaining > 0 || batch.Finished is not null)
        {
            return;
        }

        batch.Finished = now;
        if (batch.CompletionEvent is { } name)
        {
            var (_, total, completed, dead, cancelled, _) = batch.Status;
            Add(
                new NewEvent
                {
                    Id = Guid.CreateVersion7(now),
                    Name = name,
                    Payload = BatchCompletionPayload.Write(new BatchCompletion(id, total, completed, dead, cancelled)),
                    UniqueKey = string.Create(CultureInfo.InvariantCulture, $"batch:{id}"),
                    IfUnknown = UnknownEventPolicy.Keep,
                },
                null,
                now);
        }
    }

    public void Replay(MemoryJob job, DateTimeOffset now)
    {
        if (job.Event.BatchId is { } id && _batches.TryGetValue(id, out var batch))
        {
            batch.Count(job.State, -1);
        }

        (job.State, job.Due, job.Attempt, job.Postponed, job.Finished) = (JobState.Waiting, now, 0, 0, null);
        Unfinished++;
        ListenerOf(job).Add(job, now);
    }

    public void SetPaused(string queue, bool isPaused) => _ = isPaused ? _paused.Add(queue) : _paused.Remove(queue);

    public int Sweep(RetentionPolicy policy, DateTimeOffset now)
    {
        var old = _jobs.Values.Where(job => job.HasEnded && job.Finished <= now - Kept(policy, job.State)).Take(policy.Limit).ToArray();
        Array.ForEach(old, Remove);
        var unclaimed = _unclaimed.Values.Where(kept => kept.Created <= now - policy.KeepUnclaimed).Take(policy.Limit - old.Length).ToArray();
        foreach (var kept in unclaimed)
        {
            _unclaimed.Remove(kept.New.Id);
            Release(kept.New);
        }

        foreach (var (key, _) in _uniqueKeys.Where(held => held.Value.Until <= now).ToArray())
        {
            _uniqueKeys.Remove(key);
        }

        foreach (var listener in _listeners.Values)
        {
            listener.ForgetOldRates(now);
        }

        return old.Length + unclaimed.Length;
    }

    private static TimeSpan Kept(RetentionPolicy policy, JobState state) => state switch
    {
        JobState.Completed => policy.KeepCompleted,
        JobState.Dead => policy.KeepDead,
        _ => policy.KeepCancelled,
    };

    private Guid? Holder(string name, string key, DateTimeOffset now) =>
        _uniqueKeys.TryGetValue((name, key), out var holder) && !(holder.Until <= now) ? holder.EventId : null;

    private IEnumerable<MemoryListener> KnownFor(string eventName) =>
        _byEvent.TryGetValue(eventName, out var all) ? all.Where(static listener => listener.IsKnown) : [];

    private MemoryListener ListenerOf(MemoryJob job) => _listeners[(job.Event.New.Name, job.Listener)];

    private int AddJobs(MemoryEvent entry, DateTimeOffset now)
    {
        var due = entry.Created + entry.New.Delay;
        due = entry.New.NotBefore > due ? entry.New.NotBefore.Value : due;
        foreach (var listener in KnownFor(entry.New.Name))
        {
            var job = new MemoryJob(++_lastId, entry, listener.Settings.Name, listener.Settings.Queue, due);
            _jobs.Add(job.Id, job);
            listener.Add(job, now);
            entry.Jobs++;
        }

        Unfinished += entry.Jobs;
        if (entry.BatchId is { } id)
        {
            _batches[id].Total += entry.Jobs;
            _batches[id].Kept += entry.Jobs;
        }

        return entry.Jobs;
    }

    // Where a lease lasts for longer than it was taken for, the clock was put back since: it begins anew.
    private void HeedClock(TimeSpan duration, DateTimeOffset now)
    {
        if (_running.Max?.LeaseEnd > now + duration)
        {
            foreach (var job in _running.Where(job => job.LeaseEnd > now + job.LeaseTime).ToArray())
            {
                Renew(job, job.LeaseTime, now);
            }
        }
    }

    private List<long> TakeBackLapsed(DateTimeOffset now)
    {
        var takenBack = new List<long>();
        while (_running.Min is { } job && job.LeaseEnd <= now)
        {
            takenBack.Add(job.Id);
            if (job.CancelRequested)
            {
                End(job, JobState.Cancelled, now);
            }
            else
            {
                Return(job, job.Due < now ? job.Due : now, now); // it was due: a clock that was put back delays it no more
            }
        }

        return takenBack;
    }

    private void Return(MemoryJob job, DateTimeOffset due, DateTimeOffset now)
    {
        _running.Remove(job);
        (job.State, job.Due) = (JobState.Waiting, due);
        ListenerOf(job).Return(job, now);
    }

    private void Remove(MemoryJob job)
    {
        _jobs.Remove(job.Id);
        if (--job.Event.Jobs == 0)
        {
            Release(job.Event.New);
        }

        if (job.Event.BatchId is { } id && _batches.TryGetValue(id, out var batch) && --batch.Kept == 0 && batch.Finished is not null)
        {
            _batches.Remove(id);
        }
    }

    private void Release(NewEvent gone)
    {
        _ids.Remove(gone.Id);
        if (gone is { UniqueKey: { } key, UniqueFor: null } && _uniqueKeys.TryGetValue((gone.Name, key), out var held) && held.EventId == gone.Id)
        {
            _uniqueKeys.Remove((gone.Name, key));
        }
    }
}
