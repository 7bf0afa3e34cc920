namespace Sockeye.Browser.Tests.Chat;

/// <summary>Messages are stored in the order in which they were written, and shown in the order in which they are stored, whichever way they go.</summary>
public sealed class MessageOrderTests(Browser browser, DemoServer demo)
{
    private const string Line = "/socket.io/?";
    private const string Requests = "/api/chat/rooms/";
    private const string Sent = "#messages .mine:is([data-state=sent], [data-state=delivered]) .text";

    private string Address => demo.Process.Address;

    [Fact]
    public async Task What_is_sent_by_request_stands_below_what_the_page_has_missed()
    {
        using var pair = await Pair.MeetAsync(Address);
        await pair.SayAsync(pair.Doctor, "known");
        await using var student = await ChatTab.OpenAsync(browser, Address, pair.Student);
        await OpenWithoutLineAsync(student, pair);
        await student.WaitForAsync("#messages .theirs .text", "^known$");

        await pair.SayAsync(pair.Doctor, "missed");
        await student.SayAsync("by request");

        await student.WaitForAsync(Sent, "^by request$");
        Assert.Equal(["known", "missed", "by request"], await student.SaidAsync());
    }

    [Fact]
    public async Task What_comes_before_the_page_has_asked_what_it_missed_stands_below_that()
    {
        using var pair = await Pair.MeetAsync(Address);
        await using var student = await ChatTab.OpenAsync(browser, Address, pair.Student);
        var said = await student.EvaluateAsync("""
            (async () => {
              const [{ Connection }, { Store }] = await Promise.all([import("/chat/connection.js"), import("/chat/store.js")]);
              const heard = new Map();
              const hear = (name, argument) => heard.get(name).forEach(listener => listener(argument));
              let answer;
              const socket = {
                connected: true,
                on: (name, listener) => heard.set(name, [...(heard.get(name) ?? []), listener]),
                emit() {},
                timeout: () => ({ emitWithAck: () => new Promise(resolve => { answer = resolve; }) }),
              };
              const message = id => ({ id, version: id, room: "r", sender: "you", text: "t" });
              const store = new Store(await (await fetch("/api/account")).json());
              const connection = new Connection(socket, store, { settle() {}, wake() {} });
              store.putPage("r", { messages: [message(1)], more: false });
              const told = [];
              const tell = () => told.push(store.pages.get("r").messages.map(known => known.id).join(" "));
              const inStep = new Promise(resolve => connection.addEventListener("instep", resolve));

              hear("connect");
              hear("newMessage", message(4)); tell();
              answer({ messages: [message(2)], more: true });
              await new Promise(resolve => setTimeout(resolve)); tell();
              hear("newMessage", message(5)); tell();
              answer({ messages: [message(3)], more: false });
              await inStep; tell();
              hear("newMessage", message(6)); tell();
              return told.join(", ");
            })()
            """);

        Assert.Equal("1, 1 2, 1 2, 1 2 3 4 5, 1 2 3 4 5 6", said);
    }

    [Fact]
    public async Task What_is_on_its_way_by_request_is_not_overtaken_by_the_line_that_comes_back()
    {
        using var pair = await Pair.MeetAsync(Address);
        await using var student = await ChatTab.OpenAsync(browser, Address, pair.Student);
        await student.InterceptAsync(Requests, "stall", "POST");
        await OpenWithoutLineAsync(student, pair);
        await student.SayAsync("one, on its way");
        await student.SayAsync("two");
        await student.SayAsync("three");
        await student.WaitForInterceptedAsync(Requests);

        await student.ReleaseAsync(Line);
        await student.ConnectedAsync();
        await student.SayAsync("four, with the line");
        await pair.SayAsync(pair.Doctor, "heard by event");
        await student.WaitForAsync("#messages .theirs .text", "^heard by event$");
        Assert.Equal(["heard by event"], await pair.StoredAsync());
        await student.ReleaseAsync(Requests);

        await student.WaitForCountAsync(Sent, 4);
        string[] expected = ["heard by event", "one, on its way", "two", "three", "four, with the line"];
        Assert.Equal(expected, await student.SaidAsync());
        Assert.Equal(expected, await pair.StoredAsync());
    }

    [Fact]
    public async Task What_was_written_at_one_moment_is_read_again_in_its_order()
    {
        using var pair = await Pair.MeetAsync(Address);
        await using var student = await ChatTab.OpenAsync(browser, Address, pair.Student);
        var texts = await student.EvaluateAsync("""
            (async () => {
              const { Outbox } = await import("/chat/outbox.js");
              globalThis.fetch = () => new Promise(() => {}); // nothing leaves the outbox
              const outbox = () => new Outbox("nobody", { connected: false }, () => {});
              const box = outbox();
              const now = Date.now;
              for (let number = 1; number <= 12; number++) {
                Date.now = () => (number < 8 ? 1_000_000 : 900_000); // it stands still, and is set back
                box.add("r", String(number));
              }

              Date.now = now;
              return outbox().of("r").map(item => item.text).join(" ");
            })()
            """);

        Assert.Equal("1 2 3 4 5 6 7 8 9 10 11 12", texts);
    }

    [Fact]
    public async Task What_two_tabs_write_without_the_network_is_stored_in_the_order_in_which_it_was_written()
    {
        using var pair = await Pair.MeetAsync(Address);
        await using var one = await ChatTab.OpenAsync(browser, Address, pair.Student);
        await one.OpenRoomAsync("Dr. Pat Psyche");
        await using var other = await browser.OpenAsync(Address + pair.Page, beside: one);
        await other.ConnectedAsync();
        await one.SetOfflineAsync(true);
        await one.WaitForAsync("#connection[data-state=away]", ".");
        await other.WaitForAsync("#connection[data-state=away]", ".");
        string[] texts = ["one", "two", "three", "four", "five", "six"];
        foreach (var (index, text) in texts.Index())
        {
            var (writer, reader) = index % 2 == 0 ? (one, other) : (other, one);
            await writer.SayAsync(text);
            await reader.WaitForCountAsync("#messages .waiting", index + 1); // each shows what waits in the other
        }

        await one.SetOfflineAsync(false);
        await one.WaitForCountAsync(Sent, texts.Length);
        await other.WaitForCountAsync(Sent, texts.Length);

        Assert.Equal(texts, await pair.StoredAsync());
        Assert.Equal(texts, await one.SaidAsync());
        Assert.Equal(texts, await other.SaidAsync());
        Assert.Equal("0", await other.EvaluateAsync("Object.keys(localStorage).filter(key => key.startsWith('chat-outbox')).length"));

        // What a tab has left is sent by one that is open.
        var closed = await other.EvaluateAsync("""
            (async () => {
              const { Outbox } = await import("/chat/outbox.js");
              const later = setTimeout;
              globalThis.setTimeout = task => later(task, 0); // the while in which a tab leaves to others what is theirs
              const sent = [];
              const socket = { connected: true, timeout: () => ({ emitWithAck: async (name, { text }) => { sent.push(text); return { message: {} }; } }) };
              const box = new Outbox("nobody", socket, () => {});
              const tell = (id, at) => dispatchEvent(new StorageEvent("storage", {
                key: `chat-outbox:nobody:${id}`, newValue: at && JSON.stringify({ room: "r", text: id, temporaryId: id, at }),
              }));
              tell("third", 3);
              tell("second", 2);
              tell("first", 1);
              tell("second", null);
              await new Promise(resolve => later(resolve, 200));
              return [...sent, ...box.of("r").map(item => item.text)].join(" ");
            })()
            """);
        Assert.Equal("first third", closed);
    }

    /// <summary>Opens the page with the conversation, where requests get through and the line does not.</summary>
    private async Task OpenWithoutLineAsync(Tab student, Pair pair)
    {
        await student.InterceptAsync(Line, "fail");
        await student.GoToAsync(Address + pair.Page);
        await student.WaitForAsync("#connection[data-state=away]", "^The server cannot be reached");
    }
}
