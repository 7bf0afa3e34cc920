namespace Sockeye.Background.Tests.Cron;

/// <summary>Every change of clocks from 1990 to 2037 in zones of all kinds, against a clock that is watched minute by minute.</summary>
public sealed class EveryTransitionTests
{
    private static readonly (string Expression, bool IsInterval, Func<DateTime, bool> IsNamed)[] Expressions =
    [
        ("0 0-23 * * *", false, static time => time.Minute == 0),
        ("30 0-23 * * *", false, static time => time.Minute == 30),
        ("5,20,50 0-23 * * *", false, static time => time.Minute is 5 or 20 or 50),
        ("0 0 * * *", false, static time => time is { Hour: 0, Minute: 0 }),
        ("30 2 * * *", false, static time => time is { Hour: 2, Minute: 30 }),
        ("0 1,2,3 * * *", false, static time => time is { Hour: 1 or 2 or 3, Minute: 0 }),
        ("45 23 * * 0,5", false, static time => time is { Hour: 23, Minute: 45, DayOfWeek: DayOfWeek.Sunday or DayOfWeek.Friday }),
        ("0 12 31 12 *", false, static time => time is { Month: 12, Day: 31, Hour: 12, Minute: 0 }),
        ("*/10 * * * *", true, static time => time.Minute % 10 == 0),
        ("30 * * * *", true, static time => time.Minute == 30),
        ("*/30 2 * * *", true, static time => time.Hour == 2 && time.Minute % 30 == 0),
        ("0 */2 * * *", true, static time => time.Hour % 2 == 0 && time.Minute == 0),
    ];

    public static TheoryData<string> Zones =>
    [
        "Africa/Cairo", "Africa/Casablanca", "Africa/El_Aaiun", "Africa/Johannesburg", "Africa/Juba", "Africa/Sao_Tome", "Africa/Tripoli", "Africa/Tunis",
        "Africa/Windhoek", "America/Adak", "America/Anchorage", "America/Argentina/Buenos_Aires", "America/Argentina/San_Luis", "America/Asuncion",
        "America/Bogota", "America/Cancun", "America/Caracas", "America/Chicago", "America/Ciudad_Juarez", "America/Denver", "America/Grand_Turk",
        "America/Halifax", "America/Havana", "America/Indiana/Knox", "America/Los_Angeles", "America/Mexico_City", "America/Miquelon", "America/Montevideo",
        "America/New_York", "America/Nuuk", "America/Phoenix", "America/Port-au-Prince", "America/Santiago", "America/Sao_Paulo", "America/Scoresbysund",
        "America/St_Johns", "Antarctica/Casey", "Antarctica/Macquarie", "Antarctica/Troll", "Asia/Amman", "Asia/Baghdad", "Asia/Baku", "Asia/Beirut",
        "Asia/Chita", "Asia/Damascus", "Asia/Dhaka", "Asia/Gaza", "Asia/Hebron", "Asia/Hong_Kong", "Asia/Jerusalem", "Asia/Kabul", "Asia/Kamchatka",
        "Asia/Karachi", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Pyongyang", "Asia/Seoul", "Asia/Tehran", "Asia/Tokyo", "Asia/Ulaanbaatar", "Atlantic/Azores",
        "Australia/Adelaide", "Australia/Brisbane", "Australia/Lord_Howe", "Australia/Perth", "Australia/Sydney", "Europe/Berlin", "Europe/Chisinau",
        "Europe/Dublin", "Europe/Istanbul", "Europe/Kaliningrad", "Europe/Lisbon", "Europe/London", "Europe/Moscow", "Europe/Samara", "Europe/Volgograd",
        "Pacific/Apia", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Easter", "Pacific/Enderbury", "Pacific/Fiji", "Pacific/Kiritimati",
        "Pacific/Kwajalein", "Pacific/Norfolk", "Pacific/Tongatapu",
    ];

    [Theory]
    [MemberData(nameof(Zones))]
    public void The_runs_around_every_change_are_those_of_a_clock_that_is_watched(string id)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        foreach (var change in Changes(zone))
        {
            var (from, until) = (change - Around(zone, change), change + Around(zone, change));
            var readings = Readings(zone, from, until);
            foreach (var (expression, isInterval, isNamed) in Expressions)
            {
                var found = CronExpression.Parse(expression).Between(from, until, zone);
                var watched = Watch(readings, from, isInterval, isNamed);

                Assert.True(watched.SequenceEqual(found.Select(static run => run.ToUniversalTime())), $"'{expression}' in {id} around {change:u}");
            }
        }
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Pacific/Apia")]
    [InlineData("Africa/Casablanca")]
    [InlineData("Antarctica/Troll")]
    public void From_wherever_one_looks_the_next_run_is_the_same(string id)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        var random = new Random(20);
        foreach (var change in Changes(zone).Where(static change => change.Year is > 2008 and < 2030))
        {
            foreach (var (expression, isInterval, isNamed) in Expressions.Where(static each => each.Expression.Contains("* * *", StringComparison.Ordinal)))
            {
                var cron = CronExpression.Parse(expression);
                var (from, until) = (change.AddHours(-30), change.AddHours(30));
                var watched = Watch(Readings(zone, from, until), from, isInterval, isNamed).ToArray();
                for (var i = 0; i < 12; i++)
                {
                    var after = change.AddSeconds(random.Next(-3 * 3600, 3 * 3600));

                    Assert.Equal(watched.First(run => run > after), cron.NextAfter(after, zone));
                }
            }
        }
    }

    [Fact]
    public void The_zones_hold_thousands_of_changes() =>
        Assert.InRange(Zones.Sum(static row => Changes(TimeZoneInfo.FindSystemTimeZoneById(row.Data)).Count()), 4_000, 10_000);

    // What a person would do who looks at the clock once a minute and never forgets a reading.
    private static IEnumerable<DateTimeOffset> Watch(List<(DateTimeOffset Now, DateTime Reading)> clock, DateTimeOffset from, bool isInterval, Func<DateTime, bool> isNamed)
    {
        var seen = new HashSet<DateTime>();
        var before = clock[0].Reading;
        foreach (var (now, reading) in clock)
        {
            var runs = isNamed(reading) && (isInterval || !seen.Contains(reading));
            for (var skipped = before.AddMinutes(1); skipped < reading && !isInterval; skipped = skipped.AddMinutes(1))
            {
                runs |= isNamed(skipped) && !seen.Contains(skipped);
            }

            if (!isInterval)
            {
                seen.Add(reading);
            }

            before = reading;
            if (runs && now > from)
            {
                yield return now;
            }
        }
    }

    // Some islands have gone over the date line: a whole day was left out, or came twice.
    private static TimeSpan Around(TimeZoneInfo zone, DateTimeOffset change) =>
        TimeSpan.FromHours((zone.GetUtcOffset(change) - zone.GetUtcOffset(change.AddMinutes(-1))).Duration() > TimeSpan.FromHours(4) ? 30 : 9);

    private static List<(DateTimeOffset Now, DateTime Reading)> Readings(TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset until)
    {
        var clock = new List<(DateTimeOffset, DateTime)>();
        for (var now = from.AddHours((from - until).TotalHours / 2); now <= until; now = now.AddMinutes(1))
        {
            clock.Add((now, TimeZoneInfo.ConvertTime(now, zone).DateTime));
        }

        return clock;
    }

    private static IEnumerable<DateTimeOffset> Changes(TimeZoneInfo zone)
    {
        var end = new DateTimeOffset(2038, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var offset = zone.GetUtcOffset(new DateTimeOffset(1990, 1, 1, 0, 0, 0, TimeSpan.Zero));
        for (var hour = new DateTimeOffset(1990, 1, 1, 1, 0, 0, TimeSpan.Zero); hour < end; hour = hour.AddHours(1))
        {
            if (zone.GetUtcOffset(hour) == offset)
            {
                continue;
            }

            var minute = hour.AddHours(-1);
            while (zone.GetUtcOffset(minute) == offset)
            {
                minute = minute.AddMinutes(1);
            }

            offset = zone.GetUtcOffset(minute);
            yield return minute;
        }
    }
}
