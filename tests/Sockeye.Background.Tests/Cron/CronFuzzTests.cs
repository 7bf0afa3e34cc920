using System.Globalization;

namespace Sockeye.Background.Tests.Cron;

/// <summary>Expressions at random, each made together with the sets it means, so that no parser stands between the two.</summary>
public sealed class CronFuzzTests
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void An_expression_runs_when_its_sets_say_so(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 250; i++)
        {
            var (minuteText, minutes) = Field(random, 0, 59, null);
            var (hourText, hours) = Field(random, 0, 23, null);
            var (dayText, days) = Field(random, 1, 31, null);
            var (monthText, months) = Field(random, 1, 12, Months);
            var (weekText, week) = Field(random, 0, 6, Days);
            var expression = $"{minuteText} {hourText} {dayText} {monthText} {weekText}";
            var isEither = dayText[0] != '*' && weekText[0] != '*' && !dayText.Contains(",*", StringComparison.Ordinal) && !weekText.Contains(",*", StringComparison.Ordinal);

            bool IsNamed(DateTime time) =>
                minutes.Contains(time.Minute) && hours.Contains(time.Hour) && months.Contains(time.Month)
                && (isEither ? days.Contains(time.Day) || week.Contains((int)time.DayOfWeek) : days.Contains(time.Day) && week.Contains((int)time.DayOfWeek));

            var from = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(60 * 24 * 365 * 40));
            var until = from.AddDays(3);
            var expected = Enumerable.Range(1, 3 * 24 * 60).Select(minute => from.AddMinutes(minute)).Where(time => IsNamed(time.DateTime)).ToArray();
            if (!CronExpression.TryParse(expression, out var cron))
            {
                var day = Enumerable.Range(0, 366 * 40).Select(day => from.AddDays(day)).FirstOrDefault(day => IsNamed(day.Date.AddHours(hours.First()).AddMinutes(minutes.First())));
                Assert.True(day == default, $"'{expression}' was refused, but {day:u} is one of its days");
                continue;
            }

            Assert.True(expected.SequenceEqual(cron.Between(from, until, TimeZoneInfo.Utc)), $"'{expression}' after {from:u}");
        }
    }

    private static (string Text, HashSet<int> Values) Field(Random random, int lowest, int highest, string[]? names)
    {
        if (random.Next(3) == 0)
        {
            return ("*", [.. Enumerable.Range(lowest, highest - lowest + 1)]);
        }

        var items = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Item(random, lowest, highest, names)).ToArray();
        return (string.Join(',', items.Select(static item => item.Text)), [.. items.SelectMany(static item => item.Values)]);
    }

    private static (string Text, IEnumerable<int> Values) Item(Random random, int lowest, int highest, string[]? names)
    {
        int from = random.Next(lowest, highest + 1), to = random.Next(lowest, highest + 1), step = random.Next(1, Math.Min(highest, 12) + 1);
        var size = highest - lowest + 1;
        return random.Next(4) switch
        {
            0 => (Name(from), [from]),
            1 => ($"{Name(from)}-{Name(to)}", Enumerable.Range(0, (((to - from) % size) + size) % size + 1).Select(value => lowest + ((from - lowest + value) % size))),
            2 => ($"*/{step}", Enumerable.Range(lowest, size).Where(value => (value - lowest) % step == 0)),
            _ => ($"{Math.Min(from, to)}-{Math.Max(from, to)}/{step}", Enumerable.Range(lowest, size).Where(value => value >= Math.Min(from, to) && value <= Math.Max(from, to) && (value - Math.Min(from, to)) % step == 0)),
        };

        string Name(int value) => names is not null && random.Next(2) == 0 ? names[value - lowest] : value.ToString(CultureInfo.InvariantCulture);
    }
}
