namespace Sockeye.Background;

/// <summary>A store in this process's memory: for tests, and for work that may be lost with the process.</summary>
/// <param name="time">Its clock.</param>
/// <param name="bounds">How much it takes; <see langword="null"/> for all there is. A store that is bounded forgets what has ended.</param>
internal sealed class MemoryJobStore(TimeProvider time, MemoryBounds? bounds = null) : IJobStore
{
    // What a step changes is told of before anyone can see it, so that whoever sees it knows that the others have been woken.
    private readonly Lock _gate = new();
    private readonly MemoryJobs _jobs = new() { ForgetsEnded = bounds is not null };
    private readonly MemorySchedules _schedules = new();
    private readonly MemoryWorkers _workers = new();
    private TaskCompletionSource _room = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public JobSignal Signal { get; } = new();

    public ValueTask InitializeAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(time.GetUtcNow());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public ValueTask RegisterAsync(IReadOnlyList<ListenerRegistration> listeners, CancellationToken cancellationToken)
    {
        Step(now =>
        {
            foreach (var listener in listeners)
            {
                _jobs.Register(listener, now);
            }

            _jobs.Claim(now);
            Signal.Raise(WakeUps.Work);
        });
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> ForgetAsync(string eventName, string listener, CancellationToken cancellationToken) =>
        new(Step(_ => _jobs.Forget(eventName, listener)));

    public ValueTask<IReadOnlyList<ListenerRegistration>> GetListenersAsync(CancellationToken cancellationToken) =>
        new(Step<IReadOnlyList<ListenerRegistration>>(_ => [.. _jobs.Known]));

    public async ValueTask<IReadOnlyList<AddResult>> AddAsync(IReadOnlyList<NewEvent> events, CancellationToken cancellationToken)
    {
        var results = new AddResult[events.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = await AddOneAsync(events[i], cancellationToken).ConfigureAwait(false);
        }

        RaiseIf(results.Any(static result => result.Outcome == AddOutcome.Added), WakeUps.Work);
        return results;
    }

    public ValueTask<IReadOnlyList<AddResult>> AddBatchAsync(NewBatch batch, CancellationToken cancellationToken)
    {
        var results = Step<AddResult[]>(now =>
        {
            if (batch.Events.Any(_jobs.IsUnknown))
            {
                return [.. batch.Events.Select(added => new AddResult(_jobs.IsUnknown(added) ? AddOutcome.Unknown : AddOutcome.Ignored, added.Id, 0))];
            }

            _jobs.AddBatch(batch);
            AddResult[] added = [.. batch.Events.Select(next => _jobs.Add(next, batch.Id, now))];
            _jobs.FinishIfOver(batch.Id, now);
            Signal.Raise(WakeUps.Work);
            return added;
        });
        return new(results);
    }

    public ValueTask<LeaseResult> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        var leased = Step(now => _jobs.Lease(request, now));
        Signal.RaiseChanged(leased.Changed);
        return new(leased);
    }

    public ValueTask<IReadOnlyList<RenewResult>> RenewAsync(IReadOnlyList<LeaseHold> holds, TimeSpan duration, CancellationToken cancellationToken) =>
        new(Step<IReadOnlyList<RenewResult>>(now => [.. holds.Select(hold => Renew(hold, duration, now))]));

    public ValueTask<IReadOnlyList<bool>> SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        var results = Step<IReadOnlyList<bool>>(now =>
        {
            bool[] counted = [.. settlements.Select(settlement => Settle(settlement, now))];
            Signal.Raise(WakeUps.Work); // what waited for its key's turn, a completion event, or what was handed back
            return counted;
        });
        Signal.RaiseChanged(settlements.Select(static settlement => settlement.Hold.JobId));
        MakeRoom();
        return new(results);
    }

    public ValueTask<bool> ReportProgressAsync(LeaseHold hold, ReadOnlyMemory<byte> progress, CancellationToken cancellationToken)
    {
        var counted = Step(now =>
        {
            var job = _jobs.Held(hold, now);
            if (job is not null)
            {
                job.Progress = progress.ToArray();
            }

            return job is not null;
        });
        Signal.RaiseChanged([hold.JobId]);
        return new(counted);
    }

    public ValueTask<int> SweepAsync(RetentionPolicy policy, CancellationToken cancellationToken)
    {
        var count = Step(now =>
        {
            _workers.Sweep(policy.KeepSilentWorkers, now);
            var swept = _jobs.Sweep(policy, now);
            RaiseIf(swept > 0, WakeUps.Jobs);
            return swept;
        });
        return new(count);
    }

    public ValueTask<IReadOnlyList<Job>> ListAsync(JobFilter filter, JobPage page, CancellationToken cancellationToken) => new(Step<IReadOnlyList<Job>>(_ =>
    {
        var found = _jobs.All.Where(job => MemoryFilter.Matches(filter, job));
        found = page.OldestFirst ? found.Where(job => !(job.Id <= page.After)) : found.Where(job => !(job.Id >= page.After)).Reverse();
        return [.. found.Take(page.Limit).Select(static job => job.ToJob())];
    }));

    public ValueTask<IReadOnlyList<JobCount>> CountAsync(JobFilter filter, CancellationToken cancellationToken) => new(Step<IReadOnlyList<JobCount>>(_ =>
    [
        .. _jobs.All.Where(job => MemoryFilter.Matches(filter, job))
            .GroupBy(static job => (Event: job.Event.New.Name, job.Listener, job.Queue, job.State))
            .OrderBy(static group => group.Key)
            .Select(static group => new JobCount(group.Key.Event, group.Key.Listener, group.Key.Queue, group.Key.State, group.LongCount())),
    ]));

    public ValueTask<IReadOnlyList<QueueState>> GetQueuesAsync(CancellationToken cancellationToken) => new(Step(now => MemoryQueues.At(_jobs, now)));

    public ValueTask ReportWorkerAsync(WorkerReport report, CancellationToken cancellationToken)
    {
        Step(now => _workers.Report(report, now));
        return ValueTask.CompletedTask;
    }

    public ValueTask ForgetWorkerAsync(Guid id, CancellationToken cancellationToken)
    {
        Step(_ => _workers.Forget(id));
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<WorkerState>> GetWorkersAsync(CancellationToken cancellationToken) => new(Step(_workers.All));

    public ValueTask SetPausedAsync(string queue, bool isPaused, CancellationToken cancellationToken)
    {
        Step(_ =>
        {
            _jobs.SetPaused(queue, isPaused);
            RaiseIf(!isPaused, WakeUps.Work);
        });
        return ValueTask.CompletedTask;
    }

    public ValueTask<int> CancelAsync(JobFilter filter, CancellationToken cancellationToken)
    {
        var changed = Step(now =>
        {
            var found = _jobs.All.Where(job => !job.HasEnded && !job.CancelRequested && MemoryFilter.Matches(filter, job)).ToArray();
            foreach (var job in found)
            {
                if (job.State == JobState.Running)
                {
                    job.CancelRequested = true;
                }
                else
                {
                    _jobs.End(job, JobState.Cancelled, now);
                }
            }

            Signal.Raise(WakeUps.Work | WakeUps.Cancellation);
            return found;
        });
        Signal.RaiseChanged(changed.Select(static job => job.Id));
        MakeRoom();
        return new(changed.Length);
    }

    public ValueTask<int> ReplayAsync(JobFilter filter, CancellationToken cancellationToken)
    {
        var changed = Step(now =>
        {
            var found = _jobs.All.Where(job => job.State is JobState.Dead or JobState.Cancelled && MemoryFilter.Matches(filter, job)).ToArray();
            Array.ForEach(found, job => _jobs.Replay(job, now));
            RaiseIf(found.Length > 0, WakeUps.Work);
            return found;
        });
        Signal.RaiseChanged(changed.Select(static job => job.Id));
        return new(changed.Length);
    }

    public ValueTask<BatchStatus?> FindBatchAsync(Guid batchId, CancellationToken cancellationToken) => new(Step(_ => _jobs.FindBatch(batchId)));

    public ValueTask<IReadOnlyList<StoredSchedule>> GetSchedulesAsync(CancellationToken cancellationToken) => new(Step(_ => _schedules.All));

    public ValueTask<StoredSchedule?> SaveScheduleAsync(StoredSchedule schedule, CancellationToken cancellationToken)
    {
        return new(Step(_ =>
        {
            var saved = _schedules.Save(schedule);
            Signal.Raise(WakeUps.Schedules);
            return saved;
        }));
    }

    public ValueTask<bool> RemoveScheduleAsync(string name, CancellationToken cancellationToken)
    {
        return new(Step(_ =>
        {
            var removed = _schedules.Remove(name);
            Signal.Raise(WakeUps.Schedules);
            return removed;
        }));
    }

    public ValueTask<SlotResult> ClaimSlotAsync(SlotClaim claim, CancellationToken cancellationToken)
    {
        return new(Step(now =>
        {
            if (_schedules.Claim(claim) is not { } claimed)
            {
                return new SlotResult(SlotOutcome.Stale, _schedules.VersionOf(claim.Schedule), null);
            }

            var passes = claim.Event is null || (claim.UnlessUnfinished && _jobs.All.Any(job => !job.HasEnded && job.Event.New.Schedule == claim.Schedule));
            if (passes)
            {
                return new SlotResult(SlotOutcome.Passed, claimed.Version, null);
            }

            var added = _jobs.Add(claim.Event!, null, now);
            Signal.Raise(WakeUps.Work);
            return new SlotResult(SlotOutcome.Claimed, claimed.Version, added);
        }));
    }

    private async ValueTask<AddResult> AddOneAsync(NewEvent added, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                if (bounds is not null && _jobs.Unclaimed >= bounds.Capacity && added.IfUnknown == UnknownEventPolicy.Keep && _jobs.ListenersOf(added.Name) == 0)
                {
                    return new AddResult(AddOutcome.Dropped, added.Id, 0); // to wait for room would be to wait for listeners that may never come
                }

                if (bounds is null || _jobs.Unfinished == 0 || _jobs.Unfinished + _jobs.ListenersOf(added.Name) <= bounds.Capacity)
                {
                    return _jobs.Add(added, null, time.GetUtcNow());
                }

                if (bounds.Drops)
                {
                    return new AddResult(AddOutcome.Dropped, added.Id, 0);
                }

                room = _room.Task;
            }

            Signal.Raise(WakeUps.Work); // what came before in the same step makes room, and nobody has heard of it yet
            await room.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void MakeRoom()
    {
        TaskCompletionSource made;
        lock (_gate)
        {
            (made, _room) = (_room, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        made.SetResult();
    }

    private RenewResult Renew(LeaseHold hold, TimeSpan duration, DateTimeOffset now)
    {
        if (_jobs.Held(hold, now) is not { } job)
        {
            return RenewResult.Lost;
        }

        _jobs.Renew(job, duration, now);
        return job.CancelRequested ? RenewResult.CancelRequested : RenewResult.Renewed;
    }

    private bool Settle(Settlement settlement, DateTimeOffset now)
    {
        var job = _jobs.Held(settlement.Hold, now);
        if (job is not null)
        {
            _jobs.Settle(job, settlement, now);
        }

        return job is not null;
    }

    private void RaiseIf(bool isTrue, WakeUps kinds)
    {
        if (isTrue)
        {
            Signal.Raise(kinds);
        }
    }

    private void Step(Action<DateTimeOffset> step)
    {
        lock (_gate)
        {
            step(time.GetUtcNow());
        }
    }

    private T Step<T>(Func<DateTimeOffset, T> step)
    {
        lock (_gate)
        {
            return step(time.GetUtcNow());
        }
    }
}
