using System.Diagnostics.CodeAnalysis;
using Sockeye.Background.Cron;

namespace Sockeye;

/// <summary>
/// A cron expression of five fields (minute, hour, day of month, month, day of week) or six (a second in front of them), with crontab's numbers:
/// days of the week are 0 to 7 in both forms, and both 0 and 7 are Sunday.
/// </summary>
/// <remarks>
/// <para>A field holds <c>*</c>, values, ranges (<c>1-5</c>; <c>22-2</c> goes over the end), steps (<c>*/5</c>, <c>8-18/2</c>; <c>5/15</c> counts from 5 to the end) and
/// lists of them. Months and days of the week have names of three letters. Days may also be <c>?</c> (every), <c>L</c>, <c>L-3</c>, <c>LW</c>, <c>15W</c> and
/// <c>5L</c>, <c>5#2</c>. <c>@hourly</c>, <c>@daily</c>, <c>@midnight</c>, <c>@weekly</c>, <c>@monthly</c>, <c>@yearly</c> and <c>@annually</c> are read, too.</para>
/// <para>Where both day fields name days, a day of either counts (<c>0 9 13 * 5</c>: the 13th, and every Friday), unless one of them begins with a star:
/// then a day must be in both (<c>0 9 */2 * 5</c>: Fridays with an odd number).</para>
/// <para>Where clocks are put forward or back it matters whether second, minute or hour begin with a star. If one does, the expression is an
/// <i>interval</i> and goes by the clock on the wall: it misses readings that are skipped and runs through those that come twice.
/// If none does, it names <i>fixed times</i>: those that are skipped run once, at the instant of the change, and those that come twice run the first time only.</para>
/// <para>Immutable, and safe to use from many threads.</para>
/// </remarks>
public sealed class CronExpression
{
    private readonly string _text;
    private readonly CronTimes _times;
    private readonly CronDays _days;

    private CronExpression(string text)
    {
        var fields = CronFields.Of(text);
        _text = text;
        _times = new CronTimes(fields.Second, fields.Minute, fields.Hour);
        _days = new CronDays(fields.DayOfMonth, fields.Month, fields.DayOfWeek);
        IsInterval = CronField.StartsWithStar(fields.Second) || CronField.StartsWithStar(fields.Minute) || CronField.StartsWithStar(fields.Hour);
    }

    /// <summary>Gets whether second, minute or hour begin with a star, so that the expression runs through readings that come twice and has none to make up for.</summary>
    public bool IsInterval { get; }

    /// <summary>Reads an expression.</summary>
    /// <param name="expression">Five or six fields with white space between them; letters in either case.</param>
    /// <exception cref="CronFormatException">It is not one, or names a day that never comes, such as the 30th of February.</exception>
    public static CronExpression Parse(string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        try
        {
            var read = new CronExpression(expression);
            return read._days.FirstFrom(new DateOnly(2000, 1, 1)) is null
                ? throw new CronFormatException(expression, "no month that it names has a day that it names, so it would never run")
                : read;
        }
        catch (FormatException exception) when (exception is not CronFormatException)
        {
            throw new CronFormatException(expression, exception.Message, exception);
        }
    }

    /// <summary>Reads an expression if it is one.</summary>
    /// <param name="expression">Five or six fields with white space between them.</param>
    /// <param name="read">The expression, where the answer is <see langword="true"/>.</param>
    public static bool TryParse([NotNullWhen(true)] string? expression, [NotNullWhen(true)] out CronExpression? read)
    {
        try
        {
            read = expression is null ? null : Parse(expression);
        }
        catch (CronFormatException)
        {
            read = null; // the answer says it
        }

        return read is not null;
    }

    /// <summary>Finds the first instant after another at which the expression runs.</summary>
    /// <param name="after">The instant after which to look.</param>
    /// <param name="zone">The zone whose clocks the expression means.</param>
    /// <returns>The instant, a whole second, with the zone's offset; or <see langword="null"/> if there is none until the year 9999.</returns>
    public DateTimeOffset? NextAfter(DateTimeOffset after, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return new CronClock(zone, IsInterval, FirstReading).NextAfter(after);
    }

    /// <summary>Enumerates the instants between two at which the expression runs, in order; it ends, since there is always an end to look to.</summary>
    /// <param name="after">The instant after which to look.</param>
    /// <param name="until">The last instant that may be among them.</param>
    /// <param name="zone">The zone whose clocks the expression means.</param>
    public IEnumerable<DateTimeOffset> Between(DateTimeOffset after, DateTimeOffset until, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return Enumerate();

        IEnumerable<DateTimeOffset> Enumerate()
        {
            for (var next = NextAfter(after, zone); next <= until; next = NextAfter(next.Value, zone))
            {
                yield return next.Value;
            }
        }
    }

    /// <summary>Returns the expression as it was written.</summary>
    public override string ToString() => _text;

    // The first reading of a clock, not before another, that the expression names.
    private DateTime? FirstReading(DateTime from)
    {
        var day = _days.FirstFrom(DateOnly.FromDateTime(from));
        if (day == DateOnly.FromDateTime(from))
        {
            if (_times.FirstFrom(from.TimeOfDay) is { } time)
            {
                return from.Date + time;
            }

            day = day < DateOnly.MaxValue ? _days.FirstFrom(day.Value.AddDays(1)) : null;
        }

        return day is { } later ? later.ToDateTime(TimeOnly.MinValue) + _times.FirstFrom(TimeSpan.Zero) : null;
    }
}
