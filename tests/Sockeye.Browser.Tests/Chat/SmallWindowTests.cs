namespace Sockeye.Browser.Tests.Chat;

/// <summary>Windows that are zoomed, low, or in the system's own colours.</summary>
public sealed class SmallWindowTests(Browser browser, DemoServer demo)
{
    /// <summary>A window of 1280 by 900 at 200 %, one of 1280 by 1024 at 400 %, and a phone on its side.</summary>
    [Theory]
    [InlineData(640, 450)]
    [InlineData(320, 256)]
    [InlineData(740, 360)]
    public async Task A_zoomed_page_can_be_read_and_written(int width, int height)
    {
        using var pair = await Pair.MeetAsync(demo.Process.Address);
        await pair.SayAsync(pair.Doctor, "Did the breathing exercise help?");
        await using var tab = await browser.OpenAsync($"{pair.Address}/accounts/log-in/?kind=student", width: width, height: height);
        await tab.LogInAsync(pair.Student);
        await tab.ConnectedAsync();
        Assert.Empty(await tab.OverflowAsync());
        Assert.Empty(await tab.AuditAsync());
        Assert.InRange(await HeightAsync(tab, "#room-nav"), 60, 1000);
        await tab.ScreenshotAsync($"chat-list-{width}x{height}");
        await tab.OpenRoomAsync("Dr. Pat Psyche");
        await tab.WaitForCountAsync("#messages .message", 1);
        await tab.SayAsync("It did!");
        await tab.WaitForAsync("#messages .mine .text", "^It did!$");
        Assert.InRange(await HeightAsync(tab, "#log"), 100, 1000);
        Assert.Empty(await tab.OverflowAsync());
        Assert.Empty(await tab.AuditAsync());
        await tab.ScreenshotAsync($"chat-room-{width}x{height}");
    }

    [Fact]
    public async Task Colours_that_the_system_forces_leave_nothing_out()
    {
        using var pair = await Pair.MeetAsync(demo.Process.Address);
        await pair.SayAsync(pair.Doctor, "Did the breathing exercise help?");
        await using var doctor = await ChatTab.OpenAsync(browser, pair.Address, pair.Doctor);
        await using var tab = await browser.OpenAsync($"{pair.Address}/accounts/log-in/?kind=student", forcedColors: true);
        await tab.LogInAsync(pair.Student);
        await tab.ConnectedAsync();
        await tab.OpenRoomAsync("Dr. Pat Psyche");
        await tab.WaitForCountAsync(".avatar[data-presence=online]", 2);
        await tab.ScreenshotAsync("chat-forced-colours");

        Assert.Equal("none", await tab.EvaluateAsync("getComputedStyle(document.querySelector('.avatar[data-presence=online]'), '::after').forcedColorAdjust"));
        Assert.Equal("none", await tab.EvaluateAsync("getComputedStyle(document.getElementById('theme'), '::before').forcedColorAdjust"));
        Assert.Equal("solid", await tab.StyleAsync("#room-list [aria-current]", "outlineStyle"));
        Assert.Empty(await tab.ProblemsAsync());
    }

    private static async Task<double> HeightAsync(Tab tab, string selector) =>
        double.Parse(await tab.EvaluateAsync($"document.querySelector('{selector}').clientHeight"), System.Globalization.CultureInfo.InvariantCulture);
}
