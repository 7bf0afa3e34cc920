using System.Globalization;

namespace Sockeye.Background.Cron;

/// <summary>What a schedule as it is stored means: its times, and the events of its runs.</summary>
internal static class ScheduleRuns
{
    /// <summary>Reads when a schedule runs.</summary>
    public static SlotTimes Times(this StoredSchedule schedule) => SlotTimes.Read(schedule.Expression, schedule.TimeZone);

    /// <summary>Finds the first slot a schedule waits for if it begins, or begins anew, at a moment: one that it has had before does not come again.</summary>
    public static DateTimeOffset? FirstFrom(this StoredSchedule schedule, DateTimeOffset now) =>
        schedule.Times().After(schedule.LastSlot > now ? schedule.LastSlot.Value : now);

    /// <summary>Makes the event of a slot. Its key is the second lock on it: the first is that the store gives each slot away once.</summary>
    public static NewEvent EventOf(this StoredSchedule schedule, DateTimeOffset slot, DateTimeOffset now) =>
        schedule.EventByHand(now) with
        {
            Slot = slot.ToUniversalTime(), // in every store alike
            UniqueKey = string.Create(CultureInfo.InvariantCulture, $"schedule:{schedule.Name}:{slot.UtcDateTime:O}"),
        };

    /// <summary>Makes the event of a run that somebody asked for.</summary>
    public static NewEvent EventByHand(this StoredSchedule schedule, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Name = schedule.EventName,
        Payload = schedule.Payload,
        Priority = schedule.Priority,
        Key = schedule.Overlapping == OverlappingRuns.Wait ? $"schedule:{schedule.Name}" : null,
        Schedule = schedule.Name,
        Slot = now,
        IfUnknown = UnknownEventPolicy.Keep, // workers that start for the first time may register after this
    };

    /// <summary>Shows a schedule to a user, also one whose zone this machine does not know.</summary>
    public static Schedule Shown(this StoredSchedule schedule)
    {
        var zone = CronZone.Find(schedule.TimeZone) ?? TimeZoneInfo.Utc;
        return new Schedule
        {
            Name = schedule.Name,
            Expression = schedule.Expression,
            TimeZone = schedule.TimeZone,
            EventName = schedule.EventName,
            Priority = schedule.Priority,
            Missed = schedule.Missed,
            Overlapping = schedule.Overlapping,
            IsPaused = schedule.IsPaused,
            Next = schedule.IsPaused || schedule.Next is not { } next ? null : TimeZoneInfo.ConvertTime(next, zone),
            Last = schedule.LastSlot is { } last ? TimeZoneInfo.ConvertTime(last, zone) : null,
        };
    }

    /// <summary>Enumerates the runs to come; none of a schedule that this machine cannot read.</summary>
    public static IEnumerable<ScheduledRun> Upcoming(this StoredSchedule schedule)
    {
        if (schedule.IsPaused || CronZone.Find(schedule.TimeZone) is not { } zone || !CronExpression.TryParse(schedule.Expression, out var expression))
        {
            yield break;
        }

        var times = new SlotTimes(expression, zone);
        for (var next = schedule.Next; next is { } at; next = times.After(at))
        {
            yield return new ScheduledRun(schedule.Name, TimeZoneInfo.ConvertTime(at, times.Zone));
        }
    }
}
