using Sockeye.Background.Cron;

namespace Sockeye.Background.Tests.Cron;

public sealed class CronRefusalTests
{
    [Theory]
    [InlineData("", "it is empty; write five fields")]
    [InlineData("   ", "it is empty")]
    [InlineData("* * * *", "it has 4 fields; write five fields (minute hour day-of-month month day-of-week) or six")]
    [InlineData("* * * * * * 2030", "it has 7 fields")]
    [InlineData("9", "it has 1 field;")]
    [InlineData("@reboot", "there is no such macro; use @hourly")]
    [InlineData("60 * * * *", "in the minute field '60', '60' is not a value; it takes 0 to 59, ranges")]
    [InlineData("60 0 * * * *", "in the second field '60'")]
    [InlineData("0 24 * * *", "in the hour field '24', '24' is not a value; it takes 0 to 23")]
    [InlineData("0 0 0 * *", "in the day-of-month field '0', '0' is not a value; it takes 1 to 31")]
    [InlineData("0 0 32 * *", "in the day-of-month field '32'")]
    [InlineData("0 0 1 13 *", "in the month field '13', '13' is not a value; it takes 1 to 12 or JAN to DEC")]
    [InlineData("0 0 1 january *", "in the month field 'JANUARY'")]
    [InlineData("0 0 * * 8", "in the day-of-week field '8', '8' is not a value; it takes 0 to 7 (0 and 7 are Sunday)")]
    [InlineData("0 0 * * monday", "in the day-of-week field 'MONDAY'")]
    [InlineData("0 0 * * L", "in the day-of-week field 'L'")] // the library would read Saturday
    [InlineData("0 0 * * 5#6", "in the day-of-week field '5#6'")]
    [InlineData("0 0 * * 5L,1", "in the day-of-week field '5L,1', '5L' stands in a list; write it alone, and what else is listed as an expression of its own")]
    [InlineData("0 0 L-31 * *", "in the day-of-month field 'L-31'")]
    [InlineData("0 0 32W * *", "in the day-of-month field '32W'")]
    [InlineData("*/0 * * * *", "in the minute field '*/0', '0' is not a step; a step here is a number from 1 to 59")]
    [InlineData("*/60 * * * *", "'60' is not a step")]
    [InlineData("*/ * * * *", "'' is not a step")]
    [InlineData("*/5/2 * * * *", "'*/5/2' has two steps")]
    [InlineData("/5 * * * *", "'' is not a value")]
    [InlineData("1,,2 * * * *", "'' is not a value")]
    [InlineData("1, * * * *", "'' is not a value")]
    [InlineData("1- * * * *", "'' is not a value")]
    [InlineData("-1 * * * *", "'' is not a value")]
    [InlineData("1-2-3 * * * *", "'1-2-3' is not a range")]
    [InlineData("*,5 * * * *", "a star stands in a list; alone it already means every value")]
    [InlineData("** * * * *", "'**' is not a value")]
    [InlineData("? * * * *", "'?' is not a value")]
    [InlineData("+5 * * * *", "'+5' is not a value")]
    [InlineData("1.5 * * * *", "'1.5' is not a value")]
    [InlineData("\u0661 * * * *", "'\u0661' is not a value")]
    [InlineData("99999999999999999999 * * * *", "'99999999999999999999' is not a value")]
    [InlineData("H * * * *", "'H' is not a value")]
    [InlineData("0 0 30 2 *", "no month that it names has a day that it names, so it would never run")]
    [InlineData("0 0 31 4,6,9,11 *", "it would never run")]
    [InlineData("0 0 31 */2,9 ?", null)]
    [InlineData("0 0 30 2 */7", "it would never run")]
    public void What_is_refused_names_its_field_and_what_would_be_right(string expression, string? message)
    {
        if (message is null)
        {
            Assert.True(CronExpression.TryParse(expression, out _)); // the neighbour that does run
            return;
        }

        var refusal = Assert.Throws<CronFormatException>(() => CronExpression.Parse(expression));

        Assert.StartsWith($"'{expression}' is not a cron expression: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(expression, refusal.Expression);
        Assert.False(CronExpression.TryParse(expression, out var none));
        Assert.Null(none);
    }

    [Theory]
    [InlineData("Europe/Berln")]
    [InlineData("../etc/passwd")]
    [InlineData("CEST")]
    public void A_zone_that_is_not_there_is_named(string name) =>
        Assert.Contains($"no time zone '{name}'", Assert.Throws<ArgumentException>(() => CronZone.Named(name)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_zone_needs_a_name()
    {
        Assert.Throws<ArgumentException>(() => CronZone.Named(" "));
        Assert.Equal("Europe/Berlin", CronZone.Named("Europe/Berlin").Id);
    }
}
