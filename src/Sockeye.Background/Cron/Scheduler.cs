using Microsoft.Extensions.Logging;

namespace Sockeye.Background.Cron;

/// <summary>
/// Claims the slots of the store's schedules as they fall due. Any number of nodes may do so: each reckons the same plan, and the store gives each slot to one
/// of them in the step that enqueues it. So there is no leader, and no node that matters.
/// </summary>
internal sealed partial class Scheduler(IJobStore store, CronOptions options, TimeProvider time, BackgroundInstruments instruments, ILogger<Scheduler> logger)
{
    private const int SlotsAtOnce = 100; // of one schedule, before others have their turn
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(20); // after losing a race, so that nobody runs in circles

    private readonly Dictionary<string, long> _unreadable = []; // by name, the version that was complained about

    /// <summary>Claims until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var (seen, began) = (store.Signal.Version, time.GetTimestamp()); // before looking, so that nothing falls in between
            try
            {
                var pause = await PassAsync(cancellationToken).ConfigureAwait(false);
                await store.Signal.WaitAsync(seen, WakeUps.Schedules, new Deadline(time, began, pause), cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // whatever a store throws: it would end the application, and schedules with it
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Log.SchedulesUnavailable(logger, options.LookAgainAfter, exception); // what is due stays due
                await Task.Delay(options.LookAgainAfter, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Claims what is due, and tells how long to sleep.</summary>
    public async ValueTask<TimeSpan> PassAsync(CancellationToken cancellationToken)
    {
        var schedules = await store.GetSchedulesAsync(cancellationToken).ConfigureAwait(false);
        var now = await store.GetTimeAsync(cancellationToken).ConfigureAwait(false);
        var pause = options.LookAgainAfter;
        foreach (var schedule in schedules)
        {
            if (schedule is { IsPaused: false, Next: { } due })
            {
                var next = due <= now ? await ClaimAsync(schedule, due, now, cancellationToken).ConfigureAwait(false) : due - now;
                pause = next < pause ? next : pause;
            }
        }

        return pause;
    }

    // Claims the due slots of a schedule one after the other. Returns how long it can wait for the next.
    private async ValueTask<TimeSpan> ClaimAsync(StoredSchedule schedule, DateTimeOffset due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (Read(schedule) is not { } times)
        {
            return options.LookAgainAfter;
        }

        var plan = SlotPlan.At(times, due, now, schedule.Missed, options.MissedAfter, SlotsAtOnce);
        var version = schedule.Version;
        if (plan.Slots.Count == 0) // missed, and nothing takes its place
        {
            var passed = await store.ClaimSlotAsync(new SlotClaim(schedule.Name, version, times.LastBefore(now, due), plan.Next, null), cancellationToken).ConfigureAwait(false);
            if (passed.Outcome == SlotOutcome.Stale)
            {
                return Rest;
            }

            Count("missed", plan.PassedOver);
            return Until(plan.Next, now);
        }

        for (var i = 0; i < plan.Slots.Count; i++)
        {
            var (slot, next) = (plan.Slots[i], i + 1 < plan.Slots.Count ? plan.Slots[i + 1] : plan.Next);
            var claim = new SlotClaim(schedule.Name, version, slot, next, schedule.EventOf(slot, now), schedule.Overlapping == OverlappingRuns.Skip);
            var result = await store.ClaimSlotAsync(claim, cancellationToken).ConfigureAwait(false);
            if (result.Outcome == SlotOutcome.Stale)
            {
                return Rest; // another node had it, or the schedule is not what it was
            }

            version = result.Version;
            Count("missed", i == 0 ? plan.PassedOver : 0);
            Count(result.Outcome == SlotOutcome.Passed ? "overlapping" : slot < now - options.MissedAfter ? "late" : "claimed", 1);
            Tell(schedule, slot, result);
        }

        return Until(plan.Next, now);
    }

    private TimeSpan Until(DateTimeOffset? next, DateTimeOffset now) =>
        next is not { } at ? options.LookAgainAfter : at > now ? at - now : TimeSpan.Zero;

    private SlotTimes? Read(StoredSchedule schedule)
    {
        try
        {
            return schedule.Times();
        }
        catch (Exception exception) when (exception is CronFormatException or ArgumentException)
        {
            if (!_unreadable.TryGetValue(schedule.Name, out var version) || version != schedule.Version)
            {
                _unreadable[schedule.Name] = schedule.Version;
                Log.ScheduleUnreadable(logger, schedule.Name, exception); // once: this machine may lack a zone that others have
            }

            return null;
        }
    }

    private void Count(string result, int slots)
    {
        if (slots > 0)
        {
            instruments.Slots.Add(slots, new KeyValuePair<string, object?>("sockeye.slot.result", result));
        }
    }

    private void Tell(StoredSchedule schedule, DateTimeOffset slot, SlotResult result)
    {
        if (result.Outcome == SlotOutcome.Passed)
        {
            Log.SlotSkipped(logger, schedule.Name, slot);
        }
        else if (result.Added is { Outcome: AddOutcome.Kept })
        {
            Log.SlotUnheard(logger, schedule.Name, slot, schedule.EventName);
        }
        else
        {
            Log.SlotClaimed(logger, schedule.Name, slot);
        }
    }
}
