using Quartz;
using LibraryExpression = Quartz.CronExpression;

namespace Sockeye.Background.Cron;

/// <summary>
/// The days an expression names. Both day fields name days: a day of either counts. One of them begins with a star, steps included
/// (<c>*/2</c>): a day must be in both. That is crontab's rule; the library joins the two in either case, so the second one is made here of two expressions.
/// </summary>
internal sealed class CronDays
{
    // The calendar repeats after 400 years, which are a whole number of weeks. The library gives up a century after the present year,
    // whatever that is; asked for a day of this cycle, it answers for the same day of any other.
    private const int DaysOfCycle = 146_097;
    private static readonly int FirstOfCycle = new DateOnly(1600, 1, 1).DayNumber;

    private readonly LibraryExpression _days;
    private readonly LibraryExpression? _too;

    public CronDays(string dayOfMonth, string month, string dayOfWeek)
    {
        if (!CronField.IsEvery(dayOfMonth) && !CronField.IsEvery(dayOfWeek) && (CronField.StartsWithStar(dayOfMonth) || CronField.StartsWithStar(dayOfWeek)))
        {
            _days = Read($"0 0 {dayOfMonth} {month} *");
            _too = Read($"0 0 * * {dayOfWeek}");
        }
        else
        {
            _days = Read($"0 0 {dayOfMonth} {month} {dayOfWeek}");
        }
    }

    /// <summary>Whether a list of days can be read: the library lists not everything that may stand alone.</summary>
    public static bool IsList(CronField field, string list)
    {
        try
        {
            Read(field == CronField.DayOfMonth ? $"0 0 {list} * *" : $"0 0 * * {list}");
            return true;
        }
        catch (FormatException)
        {
            return false; // the answer says it
        }
    }

    /// <summary>Finds the first of these days that is not before another, or nothing if there is none until the year 9999.</summary>
    public DateOnly? FirstFrom(DateOnly day)
    {
        var cycle = Math.DivRem(day.DayNumber - FirstOfCycle, DaysOfCycle, out var within);
        if (within < 0)
        {
            (cycle, within) = (cycle - 1, within + DaysOfCycle);
        }

        var midnight = new DateTimeOffset(DateOnly.FromDayNumber(FirstOfCycle + within), TimeOnly.MinValue, TimeSpan.Zero);
        DateTimeOffset? found = midnight.AddSeconds(-1);
        do
        {
            found = _days.GetNextValidTimeAfter(found.Value);
        }
        while (found is { } candidate && _too?.IsSatisfiedBy(candidate) == false);

        if (found is not { } time)
        {
            return null;
        }

        var number = DateOnly.FromDateTime(time.DateTime).DayNumber + (cycle * DaysOfCycle);
        return number <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber(number) : null;
    }

    private static LibraryExpression Read(string fields) => LibraryExpression.Parse(fields, CronFormat.Unix).WithTimeZone(TimeZoneInfo.Utc);
}
