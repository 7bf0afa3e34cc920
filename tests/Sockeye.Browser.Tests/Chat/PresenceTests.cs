using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Sockeye.Browser.Tests.Accounts;

namespace Sockeye.Browser.Tests.Chat;

public sealed class PresenceTests(Browser browser)
{
    private static readonly string[] Settings = [.. DemoServer.ManyLogIns, "--Chat:PresenceGrace=00:00:01"];

    [Fact]
    public async Task Contacts_see_who_is_there_and_when_somebody_has_gone()
    {
        await using var demo = await SampleProcess.StartAsync("Demo", settings: Settings);
        using var pair = await Pair.MeetAsync(demo.Address);
        await using var student = await ChatTab.OpenAsync(browser, demo.Address, pair.Student);
        await student.OpenRoomAsync("Dr. Pat Psyche");

        // Logging in is not being there: opening the page is.
        await student.WaitForCountAsync("#room-list .avatar[data-presence=offline]", 1);
        await using (var doctor = await ChatTab.OpenAsync(browser, demo.Address, pair.Doctor))
        {
            await student.WaitForAsync("#room-status", "^Online$");
            await student.WaitForAsync("#room-list .title", "^Dr. Pat Psyche, online$");
            await doctor.WaitForCountAsync("#room-list .avatar[data-presence=online]", 1);
            await student.ScreenshotAsync("chat-presence-desktop-light");

            // A reload is not seen.
            await doctor.WaitForUpgradeAsync();
            await doctor.GoToAsync(demo.Address + "/chat/");
            await doctor.ConnectedAsync();
            await doctor.WaitForUpgradeAsync();
            await student.WaitForAsync("#room-status", "^Online$");
        }

        await student.WaitForAsync("#room-status", "^Last seen ");
        Assert.Empty(await student.AuditAsync());
        Assert.Empty(await student.ProblemsAsync());
    }

    [Fact]
    public async Task Only_contacts_are_seen_and_they_may_be_away()
    {
        await using var demo = await SampleProcess.StartAsync("Demo", settings: Settings);
        using var pair = await Pair.MeetAsync(demo.Address);
        using var stranger = await Visitor.SignUpAsync(demo.Address);
        await using var student = await ChatClient.ConnectAsync(demo.Address, pair.Student);
        await using var strange = await ChatClient.ConnectAsync(demo.Address, stranger);
        Assert.Equal([pair.Doctor.Id], Users(await student.NextAsync("sockeye:presence")));
        Assert.Empty(Users(await strange.NextAsync("sockeye:presence")));

        await using var doctor = await ChatClient.ConnectAsync(demo.Address, pair.Doctor);
        Assert.True((await student.NextAsync("sockeye:presence"))["users"]![0]!["online"]!.GetValue<bool>());
        await doctor.EmitAsync("away", true);
        Assert.Equal("away", (await student.NextAsync("sockeye:presence"))["users"]![0]!["state"]!.GetValue<string>());
        Assert.Empty(await strange.SoFarAsync("sockeye:presence"));

        // Whoever becomes a contact is seen from then on, without a new connection.
        await Pair.BecomeContactsAsync(stranger, pair.Doctor);
        Assert.Equal([pair.Doctor.Id], Users(await strange.NextAsync("sockeye:presence")));
    }

    [Theory]
    [InlineData("is killed")]
    [InlineData("stops")]
    public async Task When_somebody_was_last_seen_is_known_after_a_restart(string how)
    {
        var data = Directory.CreateTempSubdirectory("sockeye-");
        await using var first = await SampleProcess.StartAsync("Demo", data: data.FullName, settings: Settings);
        using var pair = await Pair.MeetAsync(first.Address);
        using var third = await Visitor.SignUpAsync(first.Address);
        await Pair.BecomeContactsAsync(third, pair.Student);
        await using var student = await ChatClient.ConnectAsync(first.Address, pair.Student);
        await student.NextAsync("sockeye:presence");
        await using (await ChatClient.ConnectAsync(first.Address, pair.Doctor))
        {
            Assert.True((await student.NextAsync("sockeye:presence"))["users"]![0]!["online"]!.GetValue<bool>());
        }

        var gone = LastSeen(await student.NextAsync("sockeye:presence"), pair.Doctor);
        Assert.NotNull(gone);
        await using var stays = await ChatClient.ConnectAsync(first.Address, third);
        await student.NextAsync("sockeye:presence");
        var before = DateTimeOffset.UtcNow;
        if (how == "stops")
        {
            await first.StopAsync();
            Assert.DoesNotContain("fail:", first.Output, StringComparison.Ordinal);
        }
        else
        {
            await Eventually.EqualsAsync(2, () => Task.FromResult(Count(data, "last_seen > 0 and id <> '" + pair.Student.Id + "'")), TimeSpan.FromSeconds(40));
            await first.KillAsync();
        }

        await using (var second = await SampleProcess.StartAsync("Demo", first.Port, data: data.FullName, settings: Settings))
        {
            await using var again = await ChatClient.ConnectAsync(second.Address, pair.Student);
            var snapshot = await again.NextAsync("sockeye:presence");
            Assert.Equal(gone.Value.ToUnixTimeMilliseconds(), LastSeen(snapshot, pair.Doctor)?.ToUnixTimeMilliseconds());

            // Who was there at the end was seen until then, or, where nobody could write that down any more, came before it.
            var until = LastSeen(snapshot, third);
            Assert.NotNull(until);
            Assert.Equal(how == "stops", until >= before);
        }

        data.Delete(recursive: true);
    }

    [Fact]
    public async Task The_example_accounts_have_something_to_show()
    {
        await using var demo = await SampleProcess.StartAsync("Demo", settings: Settings);
        await using var maya = await OpenExampleAsync(demo.Address, "Maya Lindqvist student maya@example.com sockeye-demo");
        await using var okafor = await OpenExampleAsync(demo.Address, "Dr. Ada Okafor psychiatrist dr.okafor@example.com sockeye-demo");
        await okafor.OpenRoomAsync("Maya Lindqvist");
        await okafor.SayAsync("And let me know how the breathing exercise goes.");
        await maya.WaitForAsync("#room-list .badge:not([hidden])", "^1 unread$");
        await maya.OpenRoomAsync("Dr. Ada Okafor");
        await maya.SayAsync("I will! It already helps before lectures.");
        await maya.WaitForCountAsync("#messages .mine[data-state=read]", 3);
        await okafor.WaitForUpgradeAsync(); // what is told by the way is dropped while a line changes over
        await maya.WaitForUpgradeAsync();
        await maya.WatchAsync("#room-status");
        await okafor.FocusAsync("#text");
        await okafor.TypeAsync("That");
        await maya.WaitForWatchedAsync("typing");

        await maya.ScreenshotAsync("chat");

        Assert.Equal(2, (await maya.TextsAsync("#room-list li")).Length);
        Assert.Empty(await maya.ProblemsAsync());
    }

    private async Task<Tab> OpenExampleAsync(string address, string button)
    {
        var tab = await browser.OpenAsync(address + "/accounts/log-in/");
        await tab.ClickAsync("button", button);
        await tab.WaitForUrlAsync("/chat/");
        await tab.ConnectedAsync();
        return tab;
    }

    private static DateTimeOffset? LastSeen(JsonNode presence, Visitor visitor) =>
        presence["users"]!.AsArray().Single(user => user!["userId"]!.GetValue<string>() == visitor.Id)!["lastSeen"]?.GetValue<DateTimeOffset>();

    private static int Count(DirectoryInfo data, string where)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(data.FullName, "demo.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from accounts where " + where;
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static string[] Users(JsonNode presence) =>
        [.. presence["users"]!.AsArray().Select(static user => user!["userId"]!.GetValue<string>())];
}
