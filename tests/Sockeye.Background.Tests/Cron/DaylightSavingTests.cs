using System.Globalization;

namespace Sockeye.Background.Tests.Cron;

/// <summary>What the rules say of well-known changes of clocks, written out.</summary>
public sealed class DaylightSavingTests
{
    [Theory]
    // Berlin, 29 March 2026: 02:00 becomes 03:00.
    [InlineData("Europe/Berlin", "30 2 * * *", "2026-03-28 12:00", "2026-03-29T03:00:00+02:00 2026-03-30T02:30:00+02:00")]
    [InlineData("Europe/Berlin", "15,45 2 * * *", "2026-03-28 12:00", "2026-03-29T03:00:00+02:00 2026-03-30T02:15:00+02:00")] // skipped twice, run once
    [InlineData("Europe/Berlin", "0 2,3 * * *", "2026-03-29 00:00", "2026-03-29T03:00:00+02:00 2026-03-30T02:00:00+02:00")] // and not twice with the one due then
    [InlineData("Europe/Berlin", "30 2-3 * * *", "2026-03-29 00:00", "2026-03-29T03:00:00+02:00 2026-03-29T03:30:00+02:00")]
    [InlineData("Europe/Berlin", "30 10 2 * * *", "2026-03-29 00:00", "2026-03-29T03:00:00+02:00 2026-03-30T02:10:30+02:00")]
    [InlineData("Europe/Berlin", "*/30 2 * * *", "2026-03-29 00:00", "2026-03-30T02:00:00+02:00 2026-03-30T02:30:00+02:00")] // an interval: skipped
    [InlineData("Europe/Berlin", "30 * * * *", "2026-03-29 00:00", "2026-03-29T01:30:00+01:00 2026-03-29T03:30:00+02:00")]
    // Berlin, 25 October 2026: 03:00 becomes 02:00.
    [InlineData("Europe/Berlin", "30 2 * * *", "2026-10-24 22:00", "2026-10-25T02:30:00+02:00 2026-10-26T02:30:00+01:00")]
    [InlineData("Europe/Berlin", "0 3 * * *", "2026-10-24 22:00", "2026-10-25T03:00:00+01:00")]
    [InlineData("Europe/Berlin", "0 2 * * *", "2026-10-24 22:00", "2026-10-25T02:00:00+02:00 2026-10-26T02:00:00+01:00")]
    [InlineData("Europe/Berlin", "*/30 2 * * *", "2026-10-24 22:00", "2026-10-25T02:00:00+02:00 2026-10-25T02:30:00+02:00 2026-10-25T02:00:00+01:00 2026-10-25T02:30:00+01:00 2026-10-26T02:00:00+01:00")]
    [InlineData("Europe/Berlin", "30 * * * *", "2026-10-25 00:00", "2026-10-25T02:30:00+02:00 2026-10-25T02:30:00+01:00 2026-10-25T03:30:00+01:00")]
    [InlineData("Europe/Berlin", "15 30 2 * * *", "2026-10-24 22:00", "2026-10-25T02:30:15+02:00 2026-10-26T02:30:15+01:00")]
    // New York, 8 March and 1 November 2026.
    [InlineData("America/New_York", "30 2 * * *", "2026-03-08 05:00", "2026-03-08T03:00:00-04:00 2026-03-09T02:30:00-04:00")]
    [InlineData("America/New_York", "30 1 * * *", "2026-11-01 04:00", "2026-11-01T01:30:00-04:00 2026-11-02T01:30:00-05:00")]
    // Lord Howe Island moves by half an hour.
    [InlineData("Australia/Lord_Howe", "15 2 * * *", "2026-10-03 12:00", "2026-10-04T02:30:00+11:00 2026-10-05T02:15:00+11:00")]
    [InlineData("Australia/Lord_Howe", "45 1 * * *", "2026-04-04 12:00", "2026-04-05T01:45:00+11:00 2026-04-06T01:45:00+10:30")]
    // São Paulo had no midnight on 4 November 2018; Samoa no 30 December 2011.
    [InlineData("America/Sao_Paulo", "0 0 * * *", "2018-11-03 12:00", "2018-11-04T01:00:00-02:00 2018-11-05T00:00:00-02:00")]
    [InlineData("Pacific/Apia", "0 9 * * *", "2011-12-29 12:00", "2011-12-29T09:00:00-10:00 2011-12-31T00:00:00+14:00 2011-12-31T09:00:00+14:00")]
    [InlineData("Pacific/Apia", "0 * * * *", "2011-12-30 08:30", "2011-12-29T23:00:00-10:00 2011-12-31T00:00:00+14:00")]
    // Antarctica's Troll moves by two hours, Moscow left its offset for good, Dublin's winter time is the exception.
    [InlineData("Antarctica/Troll", "30 1 * * *", "2026-03-28 12:00", "2026-03-29T03:00:00+02:00 2026-03-30T01:30:00+02:00")]
    [InlineData("Europe/Moscow", "30 1 * * *", "2014-10-25 12:00", "2014-10-26T01:30:00+04:00 2014-10-27T01:30:00+03:00")]
    [InlineData("Europe/Dublin", "30 1 * * *", "2026-10-24 12:00", "2026-10-25T01:30:00+01:00 2026-10-26T01:30:00+00:00")]
    public void A_change_of_clocks_is_met_by_the_rules(string zone, string expression, string afterUtc, string runs)
    {
        var after = DateTimeOffset.Parse(afterUtc, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var until = DateTimeOffset.Parse(runs.Split(' ')[^1], CultureInfo.InvariantCulture);

        var found = CronExpression.Parse(expression).Between(after, until, TimeZoneInfo.FindSystemTimeZoneById(zone));

        Assert.Equal(runs, string.Join(' ', found.Select(static run => run.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture))));
    }
}
