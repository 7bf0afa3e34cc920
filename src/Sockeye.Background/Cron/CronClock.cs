namespace Sockeye.Background.Cron;

/// <summary>
/// Walks a zone's time from one change of its clocks to the next. Within such a stretch a reading and an instant name each other; what a change
/// skips or repeats is decided where two stretches meet. The rules are Vixie cron's, but for two: what one change skips
/// runs once, not once for each reading, and a change of any size counts, not only one of less than three hours.
/// </summary>
internal readonly struct CronClock(TimeZoneInfo zone, bool isInterval, Func<DateTime, DateTime?> firstReading)
{
    // No zone has ever repeated or skipped more than a day: readings of a stretch that ended longer ago cannot come again.
    private static readonly TimeSpan LookBack = TimeSpan.FromHours(26);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public DateTimeOffset? NextAfter(DateTimeOffset instant)
    {
        if (instant.UtcTicks < LookBack.Ticks * 2 || instant.UtcTicks > DateTime.MaxValue.Ticks - (LookBack.Ticks * 2))
        {
            return instant.UtcTicks < LookBack.Ticks * 2 ? NextAfter(new DateTimeOffset(LookBack.Ticks * 2, TimeSpan.Zero)) : null;
        }

        var after = new DateTime(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
        var start = after - LookBack;
        var offset = zone.GetUtcOffset(start);
        var shown = DateTime.MinValue; // readings before this one have been on the clock already
        while (true)
        {
            var from = (start > after ? start : after + Second) + offset;
            if (!isInterval && shown > from)
            {
                from = shown;
            }

            if (firstReading(WholeSecond(from)) is not { } reading || reading.Ticks > DateTime.MaxValue.Ticks - LookBack.Ticks)
            {
                return null;
            }

            var found = DateTime.SpecifyKind(reading - offset, DateTimeKind.Utc);
            if (ClockChange.First(zone, start, found) is not { } change)
            {
                return new DateTimeOffset(found, TimeSpan.Zero).ToOffset(offset);
            }

            var (stopped, resumed) = (change.Utc + offset, change.Utc + change.Offset);
            shown = stopped > shown ? stopped : shown;
            if (!isInterval && change.Utc > after && resumed > shown && firstReading(WholeSecond(shown)) < resumed)
            {
                return new DateTimeOffset(change.Utc, TimeSpan.Zero).ToOffset(change.Offset);
            }

            (start, offset) = (change.Utc, change.Offset);
        }
    }

    // Every reading that is asked for is a whole second in zones whose offset is; another offset must not name a time between two.
    private static DateTime WholeSecond(DateTime reading) =>
        reading.Ticks % TimeSpan.TicksPerSecond is var rest and not 0 ? reading.AddTicks(TimeSpan.TicksPerSecond - rest) : reading;
}
