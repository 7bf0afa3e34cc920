namespace Sockeye.Browser.Tests;

/// <summary>Every page of the demo, on wide and narrow windows, light and dark. The pictures are in <c>artifacts/screenshots</c>.</summary>
public sealed class PageLookTests(Browser browser, DemoServer demo)
{
    private const int Phone = 360;
    private const int Desktop = 1280;

    public static MatrixTheoryData<string, int, bool> Looks => new(["", "hello", "accounts/log-in", "accounts/sign-up"], [Phone, Desktop], [false, true]);

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task A_page_fits_its_window_and_reports_no_problem(string page, int width, bool dark)
    {
        var name = page.Length == 0 ? "index" : page.Replace('/', '-');
        await using var tab = await browser.OpenAsync($"{demo.Process.Address}/{page}{(page.Length == 0 ? "" : "/")}", width: width, dark: dark);
        if (page == "hello")
        {
            await FillHelloAsync(tab);
        }
        else if (page == "accounts/log-in")
        {
            await tab.WaitForAsync("#example-list b", "Maya");
        }

        await tab.ScreenshotAsync($"{name}-{(width == Phone ? "phone" : "desktop")}-{(dark ? "dark" : "light")}");

        Assert.Empty(await tab.OverflowAsync());
        Assert.Empty(await tab.AuditAsync());
        Assert.Empty(await tab.ProblemsAsync());
    }

    private static async Task FillHelloAsync(Tab tab)
    {
        await tab.WaitForAsync("#transport", "^websocket$");
        await tab.ClickAsync("button", "Send");
        await tab.WaitForAsync("#talk-answer", "received");
        await tab.FillAsync("Message to everyone", "Averylongwordthatmustbreaksomewhere" + new string('w', 100));
        await tab.ClickAsync("button", "Publish");
        await tab.WaitForAsync("#published li", "long");
        await tab.ClickAsync("button", "Send picture");
        await tab.WaitForAsync("#glyph-received", "^[0-9a-f]");
        await tab.WaitForAsync("#ticks li", "Tick 1");
    }
}
