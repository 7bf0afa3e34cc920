namespace Sockeye.Background.Cron;

/// <summary>An expression with the zone it means.</summary>
internal sealed class SlotTimes(CronExpression expression, TimeZoneInfo zone)
{
    /// <summary>Gets the expression.</summary>
    public CronExpression Expression => expression;

    /// <summary>Gets the zone.</summary>
    public TimeZoneInfo Zone => zone;

    /// <summary>Reads both.</summary>
    /// <exception cref="CronFormatException">The expression is not one.</exception>
    /// <exception cref="ArgumentException">There is no such zone.</exception>
    public static SlotTimes Read(string expression, string zone) => new(CronExpression.Parse(expression), CronZone.Named(zone));

    /// <summary>Finds the first slot after an instant.</summary>
    public DateTimeOffset? After(DateTimeOffset instant) => expression.NextAfter(instant, zone);

    /// <summary>Finds the last slot before an instant, given one that is before it. A century of seconds takes some thirty steps.</summary>
    public DateTimeOffset LastBefore(DateTimeOffset instant, DateTimeOffset known)
    {
        var (last, none) = (known, instant);
        while (none - last > TimeSpan.FromSeconds(1))
        {
            var middle = last + ((none - last) / 2);
            if (After(middle) is { } slot && slot < instant)
            {
                last = slot;
            }
            else
            {
                none = middle;
            }
        }

        return After(last) is { } later && later < instant ? later : last;
    }
}
