namespace Sockeye.Background.Cron;

/// <inheritdoc />
internal sealed class Schedules(StoreReadiness readiness, EventDrafts drafts) : ISchedules
{
    private const int MostRuns = 1_000;

    public async ValueTask<IReadOnlyList<Schedule>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await GetAsync(cancellationToken).ConfigureAwait(false)).Select(static schedule => schedule.Shown())];

    public async ValueTask<IReadOnlyList<ScheduledRun>> NextRunsAsync(int count, CancellationToken cancellationToken)
    {
        CheckCount(count);
        var queue = new PriorityQueue<IEnumerator<ScheduledRun>, DateTimeOffset>();
        foreach (var schedule in await GetAsync(cancellationToken).ConfigureAwait(false))
        {
            Enqueue(schedule.Upcoming().GetEnumerator());
        }

        var runs = new List<ScheduledRun>();
        while (runs.Count < count && queue.TryDequeue(out var first, out _))
        {
            runs.Add(first.Current);
            Enqueue(first);
        }

        return runs;

        void Enqueue(IEnumerator<ScheduledRun> upcoming)
        {
            if (upcoming.MoveNext())
            {
                queue.Enqueue(upcoming, upcoming.Current.At);
            }
        }
    }

    public async ValueTask<IReadOnlyList<ScheduledRun>> NextRunsAsync(string name, int count, CancellationToken cancellationToken)
    {
        CheckCount(count);
        return await FindAsync(name, cancellationToken).ConfigureAwait(false) is { } schedule ? [.. schedule.Upcoming().Take(count)] : [];
    }

    public async ValueTask<bool> AddAsync<T>(
        string name, string expression, string timeZone, string eventName, T payload, ScheduleOptions? options, CancellationToken cancellationToken)
    {
        ScheduleName.Check(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(eventName);
        options ??= new ScheduleOptions();
        OptionsValidation.Check(options);
        var schedule = new StoredSchedule
        {
            Name = name,
            Expression = expression,
            TimeZone = timeZone,
            EventName = eventName,
            Payload = drafts.Draft(BackgroundEvent.Create(eventName, payload)).Payload,
            Priority = options.Priority,
            Missed = options.Missed,
            Overlapping = options.Overlapping,
        };
        var store = await readiness.GetAsync(cancellationToken).ConfigureAwait(false);
        var now = await store.GetTimeAsync(cancellationToken).ConfigureAwait(false);
        return await store.SaveScheduleAsync(schedule with { Next = schedule.FirstFrom(now) }, cancellationToken).ConfigureAwait(false) is not null;
    }

    public ValueTask<bool> ChangeAsync(string name, ScheduleChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        OptionsValidation.CheckNamed(change.Missed ?? default, nameof(change.Missed));
        OptionsValidation.CheckNamed(change.Overlapping ?? default, nameof(change.Overlapping));
        return UpdateAsync(name, (schedule, now) => Changed(schedule, change, now), cancellationToken);
    }

    public ValueTask<bool> PauseAsync(string name, CancellationToken cancellationToken) =>
        UpdateAsync(name, static (schedule, _) => schedule with { IsPaused = true }, cancellationToken);

    public ValueTask<bool> ResumeAsync(string name, CancellationToken cancellationToken) =>
        UpdateAsync(name, static (schedule, now) => schedule.IsPaused ? schedule with { IsPaused = false, Next = schedule.FirstFrom(now) } : schedule, cancellationToken);

    public async ValueTask<bool> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var store = await readiness.GetAsync(cancellationToken).ConfigureAwait(false);
        return await store.RemoveScheduleAsync(name, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<Guid?> RunNowAsync(string name, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, cancellationToken).ConfigureAwait(false) is not { } schedule)
        {
            return null;
        }

        var store = await readiness.GetAsync(cancellationToken).ConfigureAwait(false);
        var now = await store.GetTimeAsync(cancellationToken).ConfigureAwait(false);
        var added = await store.AddAsync([schedule.EventByHand(now)], cancellationToken).ConfigureAwait(false);
        return added[0].EventId;
    }

    private static StoredSchedule Changed(StoredSchedule schedule, ScheduleChange change, DateTimeOffset now)
    {
        var changed = schedule with
        {
            Expression = change.Expression ?? schedule.Expression,
            TimeZone = change.TimeZone ?? schedule.TimeZone,
            Missed = change.Missed ?? schedule.Missed,
            Overlapping = change.Overlapping ?? schedule.Overlapping,
            Priority = change.Priority ?? schedule.Priority,
        };
        return (changed.Expression, changed.TimeZone) == (schedule.Expression, schedule.TimeZone) ? changed : changed with { Next = changed.FirstFrom(now) };
    }

    private static void CheckCount(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostRuns);
    }

    private async ValueTask<IReadOnlyList<StoredSchedule>> GetAsync(CancellationToken cancellationToken)
    {
        var store = await readiness.GetAsync(cancellationToken).ConfigureAwait(false);
        return await store.GetSchedulesAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<StoredSchedule?> FindAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return (await GetAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(schedule => schedule.Name == name);
    }

    // Whoever changes a schedule in between makes this look again: the last to write has seen what it writes over.
    private async ValueTask<bool> UpdateAsync(string name, Func<StoredSchedule, DateTimeOffset, StoredSchedule> change, CancellationToken cancellationToken)
    {
        var store = await readiness.GetAsync(cancellationToken).ConfigureAwait(false);
        while (await FindAsync(name, cancellationToken).ConfigureAwait(false) is { } schedule)
        {
            var changed = change(schedule, await store.GetTimeAsync(cancellationToken).ConfigureAwait(false));
            if (changed == schedule || await store.SaveScheduleAsync(changed, cancellationToken).ConfigureAwait(false) is not null)
            {
                return true;
            }
        }

        return false;
    }
}
