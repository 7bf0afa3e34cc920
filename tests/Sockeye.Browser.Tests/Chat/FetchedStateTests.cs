using Sockeye.Browser.Tests.Accounts;

namespace Sockeye.Browser.Tests.Chat;

/// <summary>What comes by events while the page fetches the state of its conversations is neither lost nor doubled.</summary>
public sealed class FetchedStateTests(Browser browser, DemoServer demo)
{
    private const string State = "/api/chat/state";

    private string Address => demo.Process.Address;

    [Fact]
    public async Task What_comes_while_the_state_is_fetched_holds_after_it()
    {
        using var pair = await Pair.MeetAsync(Address);
        using var tess = await Visitor.SignUpAsync(Address, "Tess Third");
        await pair.SayAsync(pair.Student, "from before");
        await using var student = await OpenWithStateHeldAsync(pair);

        // The server has read the state that it answers; the answer is on its way.
        await pair.SayAsync(pair.Doctor, "while it was fetched");
        await student.WaitForAsync("#room-list .badge:not([hidden])", "^1 unread$");
        await Pair.BecomeContactsAsync(pair.Doctor, tess);
        var group = await pair.Doctor.PostedAsync("/api/chat/rooms", new { title = "Made meanwhile", members = new[] { pair.Student.Id, tess.Id }, temporaryId = Pair.NewId() });
        await student.WaitForAsync("#room-list .title", "^Made meanwhile$");
        await student.ReleaseAsync(State);
        await student.ConnectedAsync();

        await AssertRoomsAsync(student);

        // What came meanwhile counts as known: it goes on from there, and the same is so for a page that begins anew.
        await pair.SayAsync(pair.Doctor, "and after it");
        await student.WaitForAsync("#room-list .badge:not([hidden])", "^2 unread$");
        await student.LookAtAsync();
        await student.OpenRoomAsync("Dr. Pat Psyche");
        await student.WaitForCountAsync("#room-list .badge:not([hidden])", 0);
        Assert.Equal(["from before", "while it was fetched", "and after it"], await student.SaidAsync());
        await student.WaitForAsync("#messages .mine[data-state=read] .text", "^from before$");
        await pair.Doctor.PostedAsync($"/api/chat/rooms/{group["name"]}/messages", new { temporaryId = Pair.NewId(), text = "to the new group" });
        await student.WaitForAsync("#room-list .badge:not([hidden])", "^1 unread$");
    }

    [Fact]
    public async Task What_ends_while_the_state_is_fetched_does_not_come_back_with_it()
    {
        using var pair = await Pair.MeetAsync(Address);
        using var tess = await Visitor.SignUpAsync(Address, "Tess Third");
        await Pair.BecomeContactsAsync(pair.Doctor, tess);
        var group = await pair.Doctor.PostedAsync("/api/chat/rooms", new { title = "To be left", members = new[] { pair.Student.Id, tess.Id }, temporaryId = Pair.NewId() });
        await pair.SayAsync(pair.Doctor, "to be deleted");
        var deleted = await pair.SayAsync(pair.Doctor, "to be deleted, too");
        await using var student = await OpenWithStateHeldAsync(pair);
        await student.WaitForAsync("#room-list .badge:not([hidden])", "^2 unread$");

        await pair.Doctor.DeleteAsync($"/api/chat/messages/{deleted["id"]}");
        await student.WaitForAsync("#room-list .line", "^Message deleted$");
        await pair.Student.DeleteAsync($"/api/chat/rooms/{group["name"]}/members/me"); // on another device
        await student.WaitForCountAsync("#room-list li", 1);
        await student.ReleaseAsync(State);
        await student.ConnectedAsync();

        Assert.Equal(["Dr. Pat Psyche"], await student.TextsAsync("#room-list .title"));
        Assert.Equal(["Message deleted"], await student.TextsAsync("#room-list .line"));
        Assert.Equal(["1 unread"], await student.TextsAsync("#room-list .badge:not([hidden])"));
    }

    [Fact]
    public async Task What_is_read_while_the_state_is_fetched_stays_read()
    {
        using var pair = await Pair.MeetAsync(Address);
        await pair.SayAsync(pair.Doctor, "one");
        await pair.SayAsync(pair.Student, "two");
        await pair.SayAsync(pair.Doctor, "three");
        await using var student = await OpenWithStateHeldAsync(pair);
        await student.WaitForAsync("#room-list .badge:not([hidden])", "^1 unread$");

        await student.LookAtAsync();
        await student.OpenRoomAsync("Dr. Pat Psyche");
        await student.WaitForCountAsync("#room-list .badge:not([hidden])", 0);
        await student.ReleaseAsync(State);
        await student.ConnectedAsync();

        Assert.Empty(await student.TextsAsync("#room-list .badge:not([hidden])"));
        await Eventually.EqualsAsync(
            0, async () => (await pair.Student.GotAsync(State))["rooms"]!.AsArray().Sum(static room => room!["unread"]!.GetValue<int>()), TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task An_older_answer_takes_nothing_back()
    {
        using var pair = await Pair.MeetAsync(Address);
        await pair.SayAsync(pair.Doctor, "known");
        await using var tab = await ChatTab.OpenAsync(browser, Address, pair.Student);
        var said = await tab.EvaluateAsync("""
            (async () => {
              const { Conversation } = await import("/chat/conversation.js");
              const member = (id, read) => ({ id, delivered: read, read });
              const message = (id, version = id, deletedAt = null) => ({ id, version, sender: "you", text: "t", deletedAt });
              const room = new Conversation({ name: "r", members: [member("me", 2), member("you", 3)], last: message(3), unread: 1 }, "me");
              const told = [];
              const tell = () => told.push([room.unread, room.last.id, room.last.version, room.mine.read].join(" "));
              tell();
              room.put(message(5)); room.put(message(5)); room.put(message(4)); tell();
              room.take({ name: "r", members: [member("me", 1), member("you", 1)], last: message(3), unread: 1 }); tell();
              room.mark("me", { delivered: 4, read: 4 }); tell();
              room.put(message(5, 9, 1)); room.put(message(5)); tell();
              room.take({ name: "r", members: [member("me", 4), member("you", 5)], last: message(8), unread: 2 }); tell();
              room.put(message(8)); room.put(message(6)); tell();
              room.seen = 8; tell();
              return told.join(", ");
            })()
            """);

        // Unread, the last message and its version, up to where I have read.
        Assert.Equal("1 3 3 2, 3 5 5 2, 3 5 5 2, 1 5 5 4, 0 5 9 4, 2 8 8 4, 2 8 8 4, 0 8 8 4", said);
    }

    /// <summary>Opens the student's page, which has lost its line and come back; the state it asks for then is held back.</summary>
    private async Task<Tab> OpenWithStateHeldAsync(Pair pair)
    {
        var student = await ChatTab.OpenAsync(browser, Address, pair.Student);
        await student.InterceptAsync(State, "hold");
        await student.SetOfflineAsync(true);
        await student.WaitForAsync("#connection[data-state=away]", ".");
        await student.SetOfflineAsync(false);
        await student.WaitForInterceptedAsync(State);
        return student;
    }

    private static async Task AssertRoomsAsync(Tab student)
    {
        Assert.Equal(["Made meanwhile", "Dr. Pat Psyche"], await student.TextsAsync("#room-list .title"));
        Assert.Equal(["No messages yet", "while it was fetched"], await student.TextsAsync("#room-list .line"));
        Assert.Equal(["1 unread"], await student.TextsAsync("#room-list .badge:not([hidden])"));
    }
}
