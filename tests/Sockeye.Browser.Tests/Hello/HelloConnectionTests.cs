namespace Sockeye.Browser.Tests.Hello;

/// <summary>How the hello page's connection ends and comes back.</summary>
public sealed class HelloConnectionTests(Browser browser)
{
    /// <summary>Below the heartbeat's 45 seconds, by which a server would notice anyway.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Leaving_the_page_disconnects_at_once(bool webSockets)
    {
        await using var demo = await SampleProcess.StartAsync("Demo");
        await using var tab = await browser.OpenAsync(demo.Address + "/hello/", webSockets: webSockets);
        await tab.WaitForAsync("#transport", webSockets ? "^websocket$" : "^polling$");
        await tab.WaitForAsync("#ticks li", "Tick 1");
        Assert.Equal(1, await CountAsync(demo, "connections"));
        Assert.Equal(1, await CountAsync(demo, "greetings"));

        await tab.GoToAsync("about:blank");

        await Eventually.EqualsAsync(0, () => CountAsync(demo, "connections"), AtOnce);
        await Eventually.EqualsAsync(0, () => CountAsync(demo, "greetings"), AtOnce);

        await tab.GoBackAsync();
        await HelloPageTests.ConnectedIdAsync(tab);
        await Eventually.EqualsAsync(1, () => CountAsync(demo, "connections"), AtOnce);
    }

    [Fact]
    public async Task Closing_the_tab_disconnects_at_once()
    {
        await using var demo = await SampleProcess.StartAsync("Demo");
        await using var window = await browser.OpenAsync(demo.Address + "/hello/");
        await using (var tab = await browser.OpenAsync(demo.Address + "/hello/", beside: window))
        {
            await tab.WaitForAsync("#transport", "^websocket$");
            await HelloPageTests.ConnectedIdAsync(window);
            Assert.Equal(2, await CountAsync(demo, "connections"));
        }

        await Eventually.EqualsAsync(1, () => CountAsync(demo, "connections"), AtOnce);
        await Eventually.EqualsAsync(1, () => CountAsync(demo, "greetings"), AtOnce);
    }

    [Fact, Trait("Behaviour", "74")]
    public async Task A_server_that_crashes_and_starts_again_finds_the_page_back_by_itself()
    {
        await using var first = await SampleProcess.StartAsync("Demo");
        await using var tab = await browser.OpenAsync(first.Address + "/hello/");
        await tab.WaitForAsync("#transport", "^websocket$");
        var id = await HelloPageTests.ConnectedIdAsync(tab);

        await first.KillAsync();
        await tab.WaitForAsync("#status", "^Disconnected|^Cannot reach");
        await using var second = await SampleProcess.StartAsync("Demo", first.Port);

        var newId = await HelloPageTests.ConnectedIdAsync(tab);
        Assert.NotEqual(id, newId);
        await tab.WaitForAsync("#transport", "^websocket$");
        Assert.Equal(["once"], await tab.TextsAsync("#reconnections"));
        await tab.ClickAsync("button", "Send");
        await tab.WaitForAsync("#talk-answer", "received");
        await tab.WaitForAsync("#ticks li:first-child", "Tick 1");
        Assert.Equal(1, await CountAsync(second, "greetings"));
    }

    private static async Task<int> CountAsync(SampleProcess demo, string what) =>
        (await demo.GetAsync("/hello/status"))[what]!.GetValue<int>();
}
