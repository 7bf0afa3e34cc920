namespace Sockeye.Browser.Tests.Chat;

/// <summary>What a page that is slow to load, long open, or read out to its user has to get right.</summary>
public sealed class LongOpenPageTests(Browser browser, DemoServer demo)
{
    private const string Announced = "(() => { window.heard = []; new MutationObserver(() => window.heard.push("
        + "[...document.querySelectorAll('#announcements p')].map(line => line.textContent).join(' | '))).observe(document.getElementById('announcements'), { childList: true }); })()";

    private string Address => demo.Process.Address;

    [Fact]
    public async Task What_comes_is_announced_once_and_marks_are_not()
    {
        using var pair = await Pair.MeetAsync(Address);
        await pair.SayAsync(pair.Doctor, "from before");
        await using var student = await ChatTab.OpenAsync(browser, Address, pair.Student);
        await student.EvaluateAsync(Announced);
        await student.OpenRoomAsync("Dr. Pat Psyche");
        await student.WaitForAsync("#messages .theirs .text", "^from before$");
        await student.SayAsync("mine");
        await student.WaitForAsync("#messages .mine[data-state=sent] .text", "^mine$"); // above what is said now
        await pair.Doctor.PostedAsync(pair.Messages, new { temporaryId = Pair.NewId(), text = "now" });
        await student.WaitForAsync("#announcements p", "^Dr. Pat Psyche: now$");
        await student.WaitForAsync("#messages .mine[data-state=read] .text", "^mine$");
        foreach (var number in Enumerable.Range(1, 5))
        {
            await pair.SayAsync(pair.Doctor, $"number {number}");
        }

        await student.WaitForAsync("#announcements p", "number 5$|^[45] new messages$");
        var heard = (await student.EvaluateAsync("window.heard.join(' | ')")).Split(" | ");
        Assert.Equal("Dr. Pat Psyche: now", heard[0]);
        Assert.DoesNotContain(heard, static text => text.Contains("mine", StringComparison.Ordinal) || text.Contains("before", StringComparison.Ordinal));
        Assert.Equal(heard.Length, heard.Distinct().Count());
        Assert.Equal("off", await student.EvaluateAsync("document.getElementById('log').ariaLive ?? document.getElementById('log').getAttribute('aria-live')"));
    }

    [Fact]
    public async Task A_page_that_cannot_load_says_so_and_loads_once_it_can()
    {
        using var pair = await Pair.MeetAsync(Address);
        await using var student = await ChatTab.OpenAsync(browser, Address, pair.Student);
        await student.InterceptAsync("/api/chat/state", "hold");
        await student.GoToAsync(Address + "/chat/");
        await student.WaitForAsync("#connection[data-state=loading]", "^Loading your conversations…$");
        Assert.Empty(await student.AuditAsync());
        await student.ReleaseAsync("/api/chat/state");
        await student.ConnectedAsync();

        await student.InterceptAsync("/api/account", 503);
        await student.GoToAsync(Address + "/chat/");
        await student.WaitForAsync("#connection[data-state=away]", "^The server cannot be reached. Trying again…$");
        await student.ReleaseAsync("/api/account");
        await student.ConnectedAsync();
        await student.WaitForAsync("#room-list .title", "^Dr. Pat Psyche$");
    }

    [Fact]
    public async Task A_conversation_says_that_it_is_loading_and_that_it_is_empty()
    {
        using var pair = await Pair.MeetAsync(Address);
        await using var student = await ChatTab.OpenAsync(browser, Address, pair.Student, webSockets: false);
        await student.InterceptAsync("/socket.io/?", "stall", "POST");
        await student.OpenRoomAsync("Dr. Pat Psyche");
        await student.WaitForAsync("#log-note:not([hidden])", "^Loading the messages…$");
        await student.ReleaseAsync("/socket.io/?");
        await student.WaitForAsync("#log-note:not([hidden])", "^No messages yet. Say hello!$");
        await student.SayAsync("hello");
        await student.WaitForCountAsync("#log-note[hidden]", 1);
    }

    [Fact]
    public async Task Of_a_conversation_that_is_not_open_the_last_messages_are_kept()
    {
        using var pair = await Pair.MeetAsync(Address);
        foreach (var number in Enumerable.Range(1, 60))
        {
            await pair.SayAsync(number % 2 == 0 ? pair.Student : pair.Doctor, $"number {number}");
        }

        await pair.Student.PostedAsync("/api/chat/rooms", new { title = "Another", members = new[] { pair.Doctor.Id }, temporaryId = Pair.NewId() });
        await using var student = await ChatTab.OpenAsync(browser, Address, pair.Student);
        await student.OpenRoomAsync("Dr. Pat Psyche");
        await student.WaitForCountAsync("#messages .message", 50);
        await student.ClickAsync("button", "Earlier messages");
        await student.WaitForCountAsync("#messages .message", 60);
        await student.WaitForFocusAsync("Messages"); // there are no earlier ones: the button has gone
        await student.OpenRoomAsync("Another");
        await student.OpenRoomAsync("Dr. Pat Psyche");
        await student.WaitForCountAsync("#messages .message", 50);
        await student.WaitForCountAsync("#earlier:not([hidden])", 1);
        Assert.Equal(Enumerable.Range(11, 50).Select(static number => $"number {number}"), await student.SaidAsync());

        // Whoever stays at the end of a conversation for years keeps some hundred messages; one that lies before them opens no gap.
        Assert.Equal("300 301 150 true 150 of 151", await student.EvaluateAsync("""
            (async () => {
              const { Store } = await import("/chat/store.js");
              const store = new Store({ id: "me" });
              const message = id => ({ id, version: id, room: "r", sender: "you", text: "t" });
              const member = id => ({ id, delivered: 0, read: 0 });
              store.setRoom({ name: "r", members: [member("me"), member("you")], last: null, unread: 0 });
              store.putPage("r", { messages: [], more: false });
              const told = [];
              for (let id = 1; id <= 300; id++) {
                store.put(message(id));
              }
              told.push(store.pages.get("r").messages.length);
              store.trim("r", 300);
              store.put(message(301));
              told.push(store.pages.get("r").messages.length);
              store.trim("r", 150);
              store.put({ ...message(3), version: 400, deletedAt: 1 });
              told.push(store.pages.get("r").messages.length, store.pages.get("r").more);
              store.put({ ...message(160), version: 401, deletedAt: 1 });
              store.putPage("r", { messages: [message(151), message(160)], more: true });
              const { messages } = store.pages.get("r");
              told.push(messages.filter(({ deletedAt }) => !deletedAt).length, "of", messages.length);
              return told.join(" ");
            })()
            """));
    }

    [Fact]
    public async Task The_focus_stays_on_a_conversation_that_moves_up()
    {
        using var pair = await Pair.MeetAsync(Address);
        await pair.SayAsync(pair.Doctor, "in the room of two");
        var group = await pair.Student.PostedAsync("/api/chat/rooms", new { title = "The lively one", members = new[] { pair.Doctor.Id }, temporaryId = Pair.NewId() });
        var messages = $"/api/chat/rooms/{group["name"]}/messages";
        await pair.Doctor.PostedAsync(messages, new { temporaryId = Pair.NewId(), text = "in the group" });
        await using var student = await ChatTab.OpenAsync(browser, Address, pair.Student);
        await student.FocusAsync("#room-list li:nth-child(2) button");
        Assert.Contains("Dr. Pat Psyche", await student.FocusedAsync(), StringComparison.Ordinal);

        await pair.SayAsync(pair.Doctor, "moves it up");

        await student.WaitForAsync("#room-list li:first-child .line", "^moves it up$");
        Assert.Contains("moves it up", await student.FocusedAsync(), StringComparison.Ordinal);
    }
}
