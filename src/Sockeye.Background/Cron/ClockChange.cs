namespace Sockeye.Background.Cron;

/// <summary>An instant at which a zone's clocks are put forward or back, with the offset from UTC that holds from then on.</summary>
internal readonly record struct ClockChange(DateTime Utc, TimeSpan Offset)
{
    // Clocks change at most a few times a year; two changes that cancel out within these hours have not been seen in any zone.
    private static readonly TimeSpan Stride = TimeSpan.FromHours(6);

    /// <summary>Finds a zone's first change after an instant, up to and including another.</summary>
    public static ClockChange? First(TimeZoneInfo zone, DateTime after, DateTime until)
    {
        var offset = zone.GetUtcOffset(after);
        for (var from = after; from < until;)
        {
            var to = until - from > Stride ? from + Stride : until;
            if (zone.GetUtcOffset(to) != offset)
            {
                return Between(zone, offset, from, to);
            }

            from = to;
        }

        return null;
    }

    private static ClockChange Between(TimeZoneInfo zone, TimeSpan offset, DateTime from, DateTime to)
    {
        while (to.Ticks - from.Ticks > 1)
        {
            var middle = new DateTime(from.Ticks + ((to.Ticks - from.Ticks) / 2), DateTimeKind.Utc);
            if (zone.GetUtcOffset(middle) == offset)
            {
                from = middle;
            }
            else
            {
                to = middle;
            }
        }

        return new ClockChange(to, zone.GetUtcOffset(to));
    }
}
