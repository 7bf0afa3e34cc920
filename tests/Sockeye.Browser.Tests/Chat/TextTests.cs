namespace Sockeye.Browser.Tests.Chat;

/// <summary>What people write, and when, is shown as it is: text is never code, and days are those of its reader.</summary>
public sealed class TextTests(Browser browser, DemoServer demo)
{
    [Fact]
    public async Task What_people_write_is_text_wherever_it_is_shown()
    {
        const string Code = "<img src=x onerror='window.hacked = true'>";
        using var pair = await Pair.MeetAsync(demo.Process.Address);
        var group = await pair.Doctor.PostedAsync("/api/chat/rooms", new { title = Code, members = new[] { pair.Student.Id }, temporaryId = Pair.NewId() });
        await pair.Doctor.PostedAsync($"/api/chat/rooms/{group["name"]}/messages", new { temporaryId = Pair.NewId(), text = Code + " javascript:alert(1)" });
        await using var student = await ChatTab.OpenAsync(browser, pair.Address, pair.Student);
        await student.OpenRoomAsync(Code);
        await student.WaitForAsync("#messages .text", "^<img src=x onerror='window.hacked = true'> javascript:alert\\(1\\)$");
        await student.FillAsync("Search messages", "onerror");
        await student.WaitForAsync("#result-list mark", "^onerror$");
        await student.ClickAsync("button", "Members");
        await student.WaitForCountAsync("#member-list li", 2);

        Assert.Equal("undefined", await student.EvaluateAsync("typeof window.hacked"));
        Assert.Equal("0", await student.EvaluateAsync("document.querySelectorAll('#main img, #messages a').length"));
        Assert.Empty(await student.ProblemsAsync());
    }

    [Fact]
    public async Task Addresses_become_links_without_what_ends_the_sentence()
    {
        using var pair = await Pair.MeetAsync(demo.Process.Address);
        await pair.SayAsync(pair.Doctor, "Read https://example.com/a_(b), (https://example.com/c?d=1&e=2) and http://example.com/f. Not https://! nor ftp://example.com");
        await pair.SayAsync(pair.Doctor, "Look: https://example.com/\u202Egpj.exe"); // which would look like exe.jpg
        await using var student = await ChatTab.OpenAsync(browser, pair.Address, pair.Student);
        await student.OpenRoomAsync("Dr. Pat Psyche");
        await student.WaitForCountAsync("#messages .text a", 4);

        Assert.Equal(["https://example.com/a_(b)", "https://example.com/c?d=1&e=2", "http://example.com/f", "https://example.com/"], await student.TextsAsync("#messages .text a"));
        Assert.Equal("noopener noreferrer", await student.PropertyAsync("#messages .text a", "rel"));
        Assert.Equal(
            [
                "Read https://example.com/a_(b), (https://example.com/c?d=1&e=2) and http://example.com/f. Not https://! nor ftp://example.com",
                "Look: https://example.com/\u202Egpj.exe",
            ],
            await student.SaidAsync());
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task Long_words_other_directions_and_emoji_fit(int width)
    {
        using var pair = await Pair.MeetAsync(demo.Process.Address);
        string[] texts = ["مرحبا، كيف حالك اليوم؟", "👩‍👩‍👧‍👦🐟", new string('w', 300), "https://example.com/" + new string('x', 300), "שלום and English mixed"];
        foreach (var text in texts)
        {
            await pair.SayAsync(pair.Doctor, text);
        }

        await using var student = await ChatTab.OpenAsync(browser, pair.Address, pair.Student, width);
        await student.OpenRoomAsync("Dr. Pat Psyche");
        await student.WaitForCountAsync("#messages .message", texts.Length);
        await student.SayAsync("تمام، شكرا");
        await student.WaitForAsync("#messages .mine .text", "^تمام");
        await student.ScreenshotAsync($"chat-texts-{(width == 360 ? "phone" : "desktop")}");

        Assert.Equal("plaintext", await student.StyleAsync("#messages .text", "unicodeBidi"));
        Assert.Equal("900", await student.EvaluateAsync("document.documentElement.scrollHeight")); // the log scrolls, not the page
        Assert.Empty(await student.OverflowAsync());
        Assert.Empty(await student.AuditAsync());
        Assert.Equal("👩‍👩‍👧‍👦", await student.EvaluateAsync("import('/chat/elements.js').then(({ avatar }) => avatar(document.createElement('p'), '👩‍👩‍👧‍👦 ').textContent)"));
        Assert.Equal("annexe.exe", await student.EvaluateAsync("import('/chat/elements.js').then(({ nameOf }) => nameOf({ name: 'ann\\u202eexe.exe' }))"));
    }

    [Theory]
    [InlineData("en-GB", "Europe/Berlin", "Today, Yesterday, Friday 23 October, 31 December 2025, 9:05, 25 Oct, 31 Dec 2025")]
    [InlineData("en-US", "America/Los_Angeles", "Today, Saturday, October 24, Friday, October 23, December 31, 2025, 1:05 AM, Oct 24, Dec 31, 2025")]
    [InlineData("de-DE", "Europe/Berlin", "Today, Yesterday, Friday, October 23, December 31, 2025, 09:05, Oct 25, Dec 31, 2025")]
    public async Task Days_are_those_of_the_reader(string locale, string timeZone, string expected)
    {
        await using var tab = await browser.OpenAsync(demo.Process.Address + "/accounts/log-in/", locale: locale, timeZone: timeZone);

        // The morning after a night in which Berlin's clocks were put back: the day before has 25 hours there.
        var told = await tab.EvaluateAsync("""
            import("/chat/dates.js").then(({ dayOf, shortly }) => {
              const now = Date.parse("2026-10-26T08:05:00Z");
              const at = text => Date.parse(text);
              return [dayOf(now, now), dayOf(at("2026-10-24T22:30:00Z"), now), dayOf(at("2026-10-23T19:00:00Z"), now), dayOf(at("2025-12-31T12:00:00Z"), now),
                shortly(now, now), shortly(at("2026-10-24T22:30:00Z"), now), shortly(at("2025-12-31T12:00:00Z"), now)].join(", ").replaceAll("\u202f", " ");
            })
            """);

        Assert.Equal(expected, told);
    }
}
