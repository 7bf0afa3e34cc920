using System.Numerics;
using Quartz;
using LibraryExpression = Quartz.CronExpression;

namespace Sockeye.Background.Cron;

/// <summary>The times of a day that an expression names: a bit for every second of a minute, minute of an hour and hour of a day.</summary>
internal sealed class CronTimes
{
    private readonly ulong _seconds;
    private readonly ulong _minutes;
    private readonly ulong _hours;

    // The library's five fields have no seconds. What may stand in a field of seconds is what may stand in one of minutes, so it is read as one.
    public CronTimes(string seconds, string minutes, string hours)
    {
        _seconds = Bits($"{seconds} * * * *", TimeSpan.FromMinutes(1), 60);
        _minutes = Bits($"{minutes} * * * *", TimeSpan.FromMinutes(1), 60);
        _hours = Bits($"0 {hours} * * *", TimeSpan.FromHours(1), 24);
    }

    /// <summary>Finds the first of these times that is not before another, or nothing if there is none left that day.</summary>
    public TimeSpan? FirstFrom(TimeSpan time)
    {
        var hour = Next(_hours, time.Hours);
        if (hour == time.Hours)
        {
            var minute = Next(_minutes, time.Minutes);
            if (minute == time.Minutes && Next(_seconds, time.Seconds) is >= 0 and var second)
            {
                return new TimeSpan(hour, minute, second);
            }

            minute = Next(_minutes, minute == time.Minutes ? minute + 1 : time.Minutes);
            if (minute >= 0)
            {
                return new TimeSpan(hour, minute, Next(_seconds, 0));
            }

            hour = Next(_hours, hour + 1);
        }

        return hour < 0 ? null : new TimeSpan(hour, Next(_minutes, 0), Next(_seconds, 0));
    }

    private static int Next(ulong bits, int from)
    {
        var left = from > 63 ? 0 : bits >> from << from;
        return left == 0 ? -1 : BitOperations.TrailingZeroCount(left);
    }

    private static ulong Bits(string fields, TimeSpan unit, int count)
    {
        var expression = LibraryExpression.Parse(fields, CronFormat.Unix).WithTimeZone(TimeZoneInfo.Utc);
        var day = new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var bits = 0UL;
        for (var i = 0; i < count; i++)
        {
            bits |= expression.IsSatisfiedBy(day + (i * unit)) ? 1UL << i : 0;
        }

        return bits;
    }
}
