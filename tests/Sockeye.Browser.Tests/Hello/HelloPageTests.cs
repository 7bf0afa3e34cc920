namespace Sockeye.Browser.Tests.Hello;

public sealed class HelloPageTests(Browser browser, DemoServer demo)
{
    private string Page => demo.Process.Address + "/hello/";

    [Fact]
    public async Task The_server_speaks_every_two_seconds_and_the_page_shows_each_time()
    {
        await using var tab = await browser.OpenAsync(Page);

        await tab.WaitForAsync("#ticks li", "^Tick 3");
        var ticks = await tab.TextsAsync("#ticks li > span:first-child"); // more have come where that took a while
        var times = await tab.TextsAsync("#ticks time");

        Assert.Equal(["Tick 3", "Tick 2", "Tick 1"], ticks[^3..]);
        Assert.Equal(3, times[^3..].Distinct().Count());
        Assert.Empty(await tab.ProblemsAsync());
    }

    [Fact]
    public async Task The_button_sends_the_server_logs_and_the_page_shows_the_acknowledgement()
    {
        await using var tab = await browser.OpenAsync(Page);
        var id = await ConnectedIdAsync(tab);

        await tab.FillAsync("Message to the server", "Grüße 🐟");
        await tab.ClickAsync("button", "Send");

        Assert.Equal("The server received “Grüße 🐟”.", await tab.WaitForAsync("#talk-answer", "received"));
        await demo.Process.WaitForOutputAsync($"fromClient of {id}: Grüße 🐟");
        Assert.Empty(await tab.ProblemsAsync());
    }

    [Fact]
    public async Task What_the_server_refuses_the_page_says()
    {
        await using var tab = await browser.OpenAsync(Page);
        await ConnectedIdAsync(tab);

        await tab.FillAsync("Message to everyone", "   ");
        await tab.ClickAsync("button", "Publish");

        Assert.Equal("A message must not be empty.", await tab.WaitForAsync("#publish-answer", "."));
        Assert.Empty(await tab.TextsAsync("#published li"));
    }

    [Fact]
    public async Task What_one_tab_publishes_all_see()
    {
        await using var one = await browser.OpenAsync(Page);
        await using var other = await browser.OpenAsync(Page, beside: one);
        var id = await ConnectedIdAsync(one);
        var otherId = await ConnectedIdAsync(other);

        await one.FillAsync("Message to everyone", "from one");
        await one.PressAsync("Enter");
        await other.WaitForAsync("#published li", "from one");
        await other.FillAsync("Message to everyone", "<b>from the other</b>");
        await other.ClickAsync("button", "Publish");
        await one.WaitForAsync("#published li", "from the other");
        await other.WaitForAsync("#published li", "from the other");

        Assert.NotEqual(id, otherId);
        Assert.Equal(["<b>from the other</b>", "from one"], await one.TextsAsync("#published li > span"));
        Assert.Equal([otherId[..6], "this tab"], await one.TextsAsync("#published small"));
        Assert.Equal(["<b>from the other</b>", "from one"], await other.TextsAsync("#published li > span"));
        Assert.Equal(["this tab", id[..6]], await other.TextsAsync("#published small"));
        Assert.Empty(await one.ProblemsAsync());
        Assert.Empty(await other.ProblemsAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Eight_bytes_go_out_and_come_back_turned(bool webSockets)
    {
        await using var tab = await browser.OpenAsync(Page, webSockets: webSockets);
        await tab.WaitForAsync("#transport", webSockets ? "^websocket$" : "^polling$");

        await tab.ClickAsync("button", "Clear");
        await tab.ClickAsync("button", "Row 1, column 1");
        await tab.ClickAsync("button", "Row 1, column 2");
        await tab.ClickAsync("button", "Row 7, column 8");
        await tab.ClickAsync("button", "Send picture");

        Assert.Equal("01 01 00 00 00 00 00 40", await tab.WaitForAsync("#glyph-received", "^[0-9a-f]"));
        Assert.Equal(["c0 00 00 00 00 00 01 00"], await tab.TextsAsync("#glyph-sent"));
    }

    [Fact]
    public async Task The_dots_can_be_drawn_with_the_keyboard()
    {
        await using var tab = await browser.OpenAsync(Page);
        await ConnectedIdAsync(tab);

        await tab.ClickAsync("button", "Clear");
        await tab.ClickAsync("button", "Row 1, column 1");
        foreach (var key in new[] { "ArrowRight", "ArrowDown", "Space", "ArrowLeft", "ArrowLeft" })
        {
            await tab.PressAsync(key);
        }

        await tab.WaitForFocusAsync("Row 2, column 1");
        await tab.PressAsync("Tab");
        await tab.WaitForFocusAsync("Send picture");
        await tab.PressAsync("Enter");

        Assert.Equal("80 40 00 00 00 00 00 00", await tab.WaitForAsync("#glyph-sent", "^[0-9a-f]"));
    }

    [Fact]
    public async Task The_transport_begins_as_polling_and_becomes_websocket()
    {
        await using var tab = await browser.OpenAsync(Page, watch: "#transport");

        await tab.WaitForAsync("#transport", "^websocket$");

        Assert.Equal(["–", "polling", "websocket"], await tab.WatchedAsync());
        Assert.Empty(await tab.ProblemsAsync());
    }

    internal static async Task<string> ConnectedIdAsync(Tab tab)
    {
        await tab.WaitForAsync("#status", "^Connected$");
        return await tab.WaitForAsync("#connection-id", "^[\\w-]{20}$");
    }
}
