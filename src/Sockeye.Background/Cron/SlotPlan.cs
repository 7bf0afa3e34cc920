namespace Sockeye.Background.Cron;

/// <summary>Which slots of a schedule to enqueue at a moment, and the one to wait for then. Pure, so that every scheduler comes to the same plan.</summary>
/// <param name="Slots">The slots to enqueue, in order; those that were missed first.</param>
/// <param name="Next">The first slot after those, which is due already if there were more than could be planned at once; <see langword="null"/> if there is none.</param>
internal sealed record SlotPlan(IReadOnlyList<DateTimeOffset> Slots, DateTimeOffset? Next)
{
    private const int MostCounted = 1000;

    /// <summary>Gets how many slots were missed and are passed over; of very many, the first thousand are counted.</summary>
    public int PassedOver { get; private init; }

    /// <summary>Plans.</summary>
    /// <param name="times">The schedule's expression and zone.</param>
    /// <param name="due">The slot that the schedule waits for.</param>
    /// <param name="now">The present time.</param>
    /// <param name="missed">What becomes of slots that were missed.</param>
    /// <param name="grace">How late a slot may be seen without being missed.</param>
    /// <param name="limit">How many slots to plan at most; at least 1.</param>
    public static SlotPlan At(SlotTimes times, DateTimeOffset due, DateTimeOffset now, MissedRuns missed, TimeSpan grace, int limit)
    {
        var slots = new List<DateTimeOffset>();
        DateTimeOffset? next = due;
        var onTime = now - grace;
        if (due < onTime && missed == MissedRuns.RunOnce)
        {
            slots.Add(times.LastBefore(onTime, due));
            next = times.After(slots[0]);
        }
        else if (due < onTime && missed == MissedRuns.Skip)
        {
            next = times.After(onTime.AddTicks(-1));
        }

        while (next is { } slot && slot <= now && slots.Count < limit)
        {
            slots.Add(slot);
            next = times.After(slot);
        }

        var first = slots.Count > 0 ? slots[0] : next;
        return new SlotPlan(slots, next) { PassedOver = due < onTime && missed != MissedRuns.RunAll ? Count(times, due, first < onTime ? first.Value : onTime) : 0 };
    }

    private static int Count(SlotTimes times, DateTimeOffset from, DateTimeOffset before)
    {
        var count = 0;
        for (DateTimeOffset? slot = from; slot < before && count < MostCounted; slot = times.After(slot.Value))
        {
            count++;
        }

        return count;
    }
}
