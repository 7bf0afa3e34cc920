namespace Sockeye.Browser.Tests.Chat;

/// <summary>The example accounts and their conversation, as a new demo shows them. The picture in the README is taken here: <c>artifacts/screenshots/chat.png</c>.</summary>
public sealed class ExampleConversationTests(Browser browser)
{
    [Fact]
    public async Task The_examples_of_a_new_demo_talk()
    {
        await using var server = await MortalDemo.StartAsync();
        await using var maya = await LogInAsync(server, "Maya");
        await using var ada = await LogInAsync(server, "Ada");
        await ada.OpenRoomAsync("Maya Lindqvist");
        await maya.OpenRoomAsync("Dr. Ada Okafor");
        await ada.SayAsync("And let me know how the breathing exercise goes.");
        await maya.WaitForAsync("#messages .theirs .text", "breathing exercise goes");
        await maya.SayAsync("I will! It already helps before lectures.");
        await ada.WaitForAsync("#messages .theirs .text", "^I will!");
        await ada.LookAtAsync();
        await maya.WaitForCountAsync("#messages .mine:not([data-state=read])", 0);
        await ada.WaitForUpgradeAsync(); // what is told by the way is dropped while a line changes over
        await maya.WaitForUpgradeAsync();
        await maya.WatchAsync("#room-status");
        await ada.FocusAsync("#text");
        await ada.TypeAsync("Wonderful");
        await maya.LookAtAsync();
        await maya.WaitForWatchedAsync("Dr. Ada Okafor is typing…");

        await maya.ScreenshotAsync("chat");

        Assert.Empty(await maya.AuditAsync());
        Assert.Empty(await maya.ProblemsAsync());
        Assert.Empty(await ada.ProblemsAsync());
    }

    private async Task<Tab> LogInAsync(MortalDemo server, string name)
    {
        var tab = await browser.OpenAsync(server.Address + "/accounts/log-in/");
        await tab.WaitForAsync("#example-list b", name);
        await tab.ClickOnAsync("#example-list button", name);
        await tab.ConnectedAsync();
        return tab;
    }
}
