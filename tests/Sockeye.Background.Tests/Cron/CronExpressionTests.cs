namespace Sockeye.Background.Tests.Cron;

public sealed class CronExpressionTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero); // a Monday

    public static TheoryData<string, DayOfWeek[]> DaysOfWeek => new()
    {
        { "0", [DayOfWeek.Sunday] },
        { "1", [DayOfWeek.Monday] },
        { "2", [DayOfWeek.Tuesday] },
        { "3", [DayOfWeek.Wednesday] },
        { "4", [DayOfWeek.Thursday] },
        { "5", [DayOfWeek.Friday] },
        { "6", [DayOfWeek.Saturday] },
        { "7", [DayOfWeek.Sunday] },
        { "SUN", [DayOfWeek.Sunday] },
        { "mon", [DayOfWeek.Monday] },
        { "Tue", [DayOfWeek.Tuesday] },
        { "wed", [DayOfWeek.Wednesday] },
        { "THU", [DayOfWeek.Thursday] },
        { "fri", [DayOfWeek.Friday] },
        { "sAT", [DayOfWeek.Saturday] },
        { "1-5", [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday] },
        { "5-7", [DayOfWeek.Sunday, DayOfWeek.Friday, DayOfWeek.Saturday] },
        { "0-2", [DayOfWeek.Sunday, DayOfWeek.Monday, DayOfWeek.Tuesday] },
        { "7-1", [DayOfWeek.Sunday, DayOfWeek.Monday] },
        { "fri-mon", [DayOfWeek.Sunday, DayOfWeek.Monday, DayOfWeek.Friday, DayOfWeek.Saturday] },
        { "0-7", Enum.GetValues<DayOfWeek>() },
        { "*", Enum.GetValues<DayOfWeek>() },
        { "?", Enum.GetValues<DayOfWeek>() },
        { "*/2", [DayOfWeek.Sunday, DayOfWeek.Tuesday, DayOfWeek.Thursday, DayOfWeek.Saturday] },
        { "1-7/2", [DayOfWeek.Sunday, DayOfWeek.Monday, DayOfWeek.Wednesday, DayOfWeek.Friday] },
        { "0,3,7", [DayOfWeek.Sunday, DayOfWeek.Wednesday] },
    };

    [Theory]
    [MemberData(nameof(DaysOfWeek))]
    public void A_day_of_the_week_is_crontabs_with_five_fields_and_with_six(string field, DayOfWeek[] days)
    {
        var five = Runs($"0 9 * * {field}", Start, Start.AddDays(28));
        var six = Runs($"30 0 9 * * {field}", Start, Start.AddDays(28));

        Assert.Equal(days, five.Select(static run => run.DayOfWeek).Distinct().Order());
        Assert.Equal(28 / 7 * days.Length, five.Length);
        Assert.Equal(five.Select(static run => run.AddSeconds(30)), six);
    }

    [Theory]
    [InlineData("0 9 13 * 5", "5 12 13 19 26")] // both name days: either counts
    [InlineData("0 9 */2 * 5", "5 19")] // one begins with a star: both must
    [InlineData("0 9 13-20 * */3", "13 14 17 20")]
    [InlineData("0 9 13 * *", "13")]
    [InlineData("0 9 ? * 5", "5 12 19 26")]
    [InlineData("0 9 1-30 * 5", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30")]
    [InlineData("0 9 29-2 * ?", "1 2 29 30")]
    [InlineData("0 9 5/10 * *", "5 15 25")]
    [InlineData("0 9 L * *", "30")]
    [InlineData("0 9 L-3 * *", "27")]
    [InlineData("0 9 LW * *", "30")]
    [InlineData("0 9 14W * *", "15")]
    [InlineData("0 9 * * 5L", "26")]
    [InlineData("0 9 * * 7#2", "14")]
    [InlineData("0 9 1 * sun#2", "1 14")]
    public void Days_of_the_month_and_of_the_week_meet_as_in_crontab(string expression, string days) =>
        Assert.Equal(days, string.Join(' ', Runs(expression, Start, Start.AddDays(30)).Select(static run => run.Day)));

    [Theory]
    [InlineData("*/20 * * * *", "00:00 00:20 00:40 01:00")]
    [InlineData("5/25 * * * *", "00:05 00:30 00:55 01:05")]
    [InlineData("58-1 * * * *", "00:00 00:01 00:58 00:59 01:00 01:01")]
    [InlineData("*/30,7 0,1 * * *", "00:00 00:07 00:30 01:00 01:07")]
    [InlineData("@hourly", "00:00 01:00")]
    [InlineData(" 10\t 0-23/5  *  JUN *\n", "00:10")]
    public void Minutes_and_hours_take_steps_ranges_and_lists(string expression, string times) =>
        Assert.Equal(times, string.Join(' ', Runs(expression, Start.AddSeconds(-1), Start.AddMinutes(69)).Select(static run => run.ToString("HH:mm", null))));

    [Theory]
    [InlineData("@daily", "0 0 * * *")]
    [InlineData("@midnight", "0 0 * * *")]
    [InlineData("@weekly", "0 0 * * 0")]
    [InlineData("@Monthly", "0 0 1 * *")]
    [InlineData("@yearly", "0 0 1 1 *")]
    [InlineData("@annually", "0 0 1 1 *")]
    [InlineData("0 6 1 JAN,mar-May,nov/1 *", "0 6 1 1,3,4,5,11,12 *")]
    [InlineData("0 6 1 * MON-FRI/2", "0 6 1 * 1,3,5")]
    [InlineData("0 6 * * MONL", "0 6 * * 1L")]
    [InlineData("0 6 1 nov-feb *", "0 6 1 1,2,11,12 *")]
    public void A_macro_and_a_name_are_what_they_stand_for(string expression, string meaning) =>
        Assert.Equal(Runs(meaning, Start, Start.AddYears(2)), Runs(expression, Start, Start.AddYears(2)));

    [Fact]
    public void An_instant_between_two_seconds_and_one_in_another_offset_are_looked_after_from_where_they_are()
    {
        var everySecond = CronExpression.Parse("* * * * * *");

        Assert.Equal(Start.AddSeconds(1), everySecond.NextAfter(Start, TimeZoneInfo.Utc));
        Assert.Equal(Start.AddSeconds(1), everySecond.NextAfter(Start.AddTicks(1), TimeZoneInfo.Utc));
        Assert.Equal(Start.AddSeconds(1), everySecond.NextAfter(Start.AddTicks(9_999_999).ToOffset(TimeSpan.FromHours(9)), TimeZoneInfo.Utc));
    }

    [Fact]
    public void A_run_far_away_is_found_and_the_end_of_the_calendar_is_an_answer()
    {
        var leap = CronExpression.Parse("0 0 29 2 */7"); // the 29th of February, if it is a Sunday

        Assert.Equal([2032, 2060, 2088, 2128], Runs("0 0 29 2 */7", Start, Start.AddYears(103)).Select(static run => run.Year));
        Assert.Equal(2528, leap.NextAfter(new DateTimeOffset(2499, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeZoneInfo.Utc)?.Year);
        Assert.Null(leap.NextAfter(new DateTimeOffset(9990, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeZoneInfo.Utc));
        Assert.Null(leap.NextAfter(DateTimeOffset.MaxValue, TimeZoneInfo.Utc));
        Assert.Equal(1, CronExpression.Parse("@hourly").NextAfter(DateTimeOffset.MinValue, TimeZoneInfo.Utc)?.Year);
    }

    [Fact]
    public void It_reads_back_as_it_was_written()
    {
        Assert.Equal("0 9 * * Mon", CronExpression.Parse("0 9 * * Mon").ToString());
        Assert.True(CronExpression.Parse("*/5 1 * * *").IsInterval);
        Assert.True(CronExpression.Parse("30 * * * *").IsInterval);
        Assert.True(CronExpression.Parse("*/10 0 1 * * *").IsInterval);
        Assert.False(CronExpression.Parse("0-59/5 1-4 * * *").IsInterval);
    }

    private static DateTimeOffset[] Runs(string expression, DateTimeOffset after, DateTimeOffset until) =>
        [.. CronExpression.Parse(expression).Between(after, until, TimeZoneInfo.Utc)];
}
