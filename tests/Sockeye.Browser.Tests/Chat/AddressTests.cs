using Microsoft.Data.Sqlite;

namespace Sockeye.Browser.Tests.Chat;

/// <summary>The page's address says which conversation is open: reloads, the browser's way back and logging in again lead to it.</summary>
public sealed class AddressTests(Browser browser, DemoServer demo)
{
    [Fact]
    public async Task The_way_back_closes_a_conversation_and_the_way_forward_opens_it()
    {
        using var pair = await Pair.MeetAsync(demo.Process.Address);
        await using var phone = await ChatTab.OpenAsync(browser, pair.Address, pair.Student, width: 360);
        await phone.OpenRoomAsync("Dr. Pat Psyche");
        await phone.WaitForUrlAsync(pair.Page);
        await phone.TypeAsync("half a mess");

        await phone.GoBackAsync();
        await phone.WaitForUrlAsync("/chat/");
        await phone.WaitForCountAsync("#room:not([hidden])", 0);
        await phone.EvaluateAsync("history.forward()");
        await phone.WaitForUrlAsync(pair.Page);
        await phone.WaitForAsync("#room:not([hidden]) #room-title", "^Dr. Pat Psyche$");
        await phone.GoToAsync(pair.Address + pair.Page);
        await phone.ConnectedAsync();
        await phone.WaitForAsync("#room:not([hidden]) #room-title", "^Dr. Pat Psyche$");
        Assert.Equal("half a mess", await phone.PropertyAsync("#text", "value"));

        // One that is not there, or not this account's, is none.
        await phone.GoToAsync(pair.Address + "/chat/?room=direct%3Asome%3Abody");
        await phone.ConnectedAsync();
        await phone.WaitForUrlAsync("/chat/");
        await phone.WaitForCountAsync("#room:not([hidden])", 0);
        Assert.Empty(await phone.ProblemsAsync());
    }

    [Fact]
    public async Task Whoever_has_to_log_in_again_comes_back_to_the_same_conversation()
    {
        await using var server = await MortalDemo.StartAsync();
        using var pair = await Pair.MeetAsync(server.Address);
        await using var student = await ChatTab.OpenAsync(browser, server.Address, pair.Student);
        await student.OpenRoomAsync("Dr. Pat Psyche");
        await server.KillAsync();
        await student.WaitForAsync("#connection[data-state=away]", ".");
        await student.SayAsync("written while it was away");
        await student.TypeAsync("and a draft");
        await EndSessionsAsync(server.Data);
        await server.StartAgainAsync();

        await student.WaitForUrlAsync("/accounts/log-in/?returnUrl=" + Uri.EscapeDataString(pair.Page));
        await student.LogInAsync(pair.Student);

        await student.WaitForUrlAsync(pair.Page);
        await student.ConnectedAsync();
        await student.WaitForAsync("#room:not([hidden]) #room-title", "^Dr. Pat Psyche$");
        await student.WaitForAsync("#messages .mine[data-state=sent] .text", "^written while it was away$");
        Assert.Equal("and a draft", await student.PropertyAsync("#text", "value"));
        using var doctor = await pair.Doctor.OnAnotherDeviceAsync();
        Assert.Single((await doctor.GotAsync(pair.Messages))["messages"]!.AsArray());
    }

    [Fact]
    public async Task Whoever_leaves_the_open_conversation_on_a_phone_sees_the_others()
    {
        using var pair = await Pair.MeetAsync(demo.Process.Address);
        var group = await pair.Student.PostedAsync("/api/chat/rooms", new { title = "For a while", members = new[] { pair.Doctor.Id }, temporaryId = Pair.NewId() });
        await using var phone = await ChatTab.OpenAsync(browser, pair.Address, pair.Student, width: 360);
        await phone.OpenRoomAsync("For a while");
        await phone.ClickAsync("button", "Members");
        await phone.WaitForCountAsync("#details-dialog[open]", 1);

        await pair.Student.DeleteAsync($"/api/chat/rooms/{group["name"]}/members/me"); // on another device

        await phone.WaitForCountAsync("#details-dialog[open]", 0);
        await phone.WaitForAsync("#main[data-view=rooms] #room-list .title", "^Dr. Pat Psyche$");
        await phone.WaitForUrlAsync("/chat/");
        await phone.WaitForFocusAsync("New");
    }

    private static async Task EndSessionsAsync(string data)
    {
        await using var connection = new SqliteConnection($"Data Source={Assert.Single(Directory.EnumerateFiles(data, "*.db"))};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "delete from sessions";
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }
}
