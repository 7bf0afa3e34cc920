namespace Sockeye.Browser.Tests.Orders;

/// <summary>Wishes in the morning of whoever has a birthday.</summary>
public sealed class BirthdayPageTests(Browser browser, DemoServer shared)
{
    [Fact]
    public async Task Who_is_added_shows_in_the_next_mornings_and_is_congratulated_once_however_often_it_is_run()
    {
        await using var demo = await SampleProcess.StartAsync("Demo", settings: Shop.Quick);
        await using var tab = await browser.OpenAsync(demo.Address + "/orders/birthdays/");
        await tab.WaitForAsync("#people li", "Kenji");
        Assert.DoesNotContain(await tab.TextsAsync("#next .what"), text => text.StartsWith("Pacific/Kiritimati", StringComparison.Ordinal));

        // Nobody is far from a birthday that is today in their own zone.
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Pacific/Kiritimati");
        var today = TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), zone);
        await tab.FillAsync("Name", "Aroha");
        await tab.FillAsync("E-mail address", "aroha@example.com");
        await tab.FillAsync("Date of birth", $"1992-{today:MM-dd}");
        await tab.SelectAsync("Time zone", "Pacific/Kiritimati");
        await tab.ClickAsync("button", "Add");
        await tab.WaitForAsync("#answer", "^Aroha will be congratulated at nine in Pacific/Kiritimati.$");
        await tab.WaitForAsync("#people li", "^Aroha.*not congratulated yet");
        var next = await tab.WaitForAsync("#next .what", "^Pacific/Kiritimati");
        Assert.Contains("09:00 there", next, StringComparison.Ordinal);

        for (var run = 0; run < 2; run++)
        {
            await tab.ClickAsync("button", "Run now for Pacific/Kiritimati: Aroha");
            await tab.WaitForAsync("#answer", "^It is morning in Pacific/Kiritimati");
            using var shop = new Shop(demo);
            await Eventually.EqualsAsync(run + 2L, () => shop.CountAsync("completed"), Shop.Patience); // each run, and one wish
        }

        await tab.WaitForAsync("#people li", $"^Aroha.*congratulated in {today.Year}");
        Assert.Empty(await tab.ProblemsAsync());
        await tab.GoToAsync(demo.Address + "/orders/mailbox/");
        await tab.WaitForAsync("#letters h2", "^Happy birthday, Aroha! 🎂$");
        Assert.Single(await tab.TextsAsync("#letters h2"));
    }

    [Fact]
    public async Task Nobody_is_congratulated_on_another_day_and_who_is_removed_leaves_no_schedule()
    {
        await using var demo = await SampleProcess.StartAsync("Demo", settings: Shop.Quick);
        using var shop = new Shop(demo);
        await using var tab = await browser.OpenAsync(demo.Address + "/orders/birthdays/");
        await tab.WaitForAsync("#people li", "Kenji");
        var another = TimeProvider.System.GetUtcNow().AddDays(7);
        await shop.PostAsync("/api/birthdays/people", $$"""{"name":"Not yet","email":"a@example.com","birthDate":"1992-{{another:MM-dd}}","timeZone":"Etc/UTC"}""");

        await tab.ClickAsync("button", "Run now for Etc/UTC: Not yet");
        await Eventually.EqualsAsync(1L, () => shop.CountAsync("completed"), Shop.Patience);
        await tab.ClickAsync("button", "Remove Not yet");
        await tab.WaitForAsync("#answer", "^Not yet is removed.$");

        Assert.Empty(await shop.LettersAsync());
        Assert.DoesNotContain("Etc/UTC", (await shop.GetAsync("/api/birthdays")).ToJsonString(), StringComparison.Ordinal);
        await Eventually.EqualsAsync("People", tab.FocusedAsync, Shop.Patience);
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field()
    {
        await using var tab = await browser.OpenAsync(shared.Process.Address + "/orders/birthdays/");
        await tab.WaitForAsync("#live", "^Live$");

        await tab.FillAsync("Date of birth", "2999-01-01");
        await tab.ClickAsync("button", "Add");

        await tab.WaitForAsync("#name-error", "1 to 80 characters");
        await tab.WaitForAsync("#email-error", "e-mail address");
        await tab.WaitForAsync("#birth-date-error", "in the last 130 years");
        await tab.WaitForFocusAsync("Name");
        Assert.Empty(await tab.AuditAsync());
    }
}
