namespace Sockeye.Browser.Tests.Chat;

/// <summary>Somebody has scrolled back through thousands of messages: what comes then costs what it changes.</summary>
public sealed class LongConversationTests(Browser browser, DemoServer demo)
{
    // A view over the elements of a page whose own script does not run, with 5,000 messages. Looking at an element goes through its dataset or its list: both are counted.
    private const string Begin = """
        (async () => {
          const [{ RoomView }, { Store }] = await Promise.all([import("/chat/room-view.js"), import("/chat/store.js")]);
          const store = new Store({ id: "me" });
          const outbox = Object.assign(new EventTarget(), { delay: "", items: [], of() { return this.items; } });
          const uploads = Object.assign(new EventTarget(), { of: () => [] });
          const socket = { connected: false, on() {}, emit() {} };
          const member = id => ({ id, name: id, delivered: 0, read: 0 });
          const message = id => ({
            id, version: id, room: "r", sender: id % 2 ? "me" : "you", senderName: "You", temporaryId: `t${id}`, text: `number ${id}`, sentAt: 1.7e12 + id * 60_000,
          });
          store.setRoom({ name: "r", kind: "direct", members: [member("me"), member("you")], last: message(5000), unread: 0 });
          const view = new RoomView(store, outbox, uploads, socket);
          store.open = "r";
          view.show();
          store.putPage("r", { messages: Array.from({ length: 5000 }, (_, index) => message(index + 1)), more: false });
          await view.find(1);
          const list = document.getElementById("messages");
          const dataset = Object.getOwnPropertyDescriptor(HTMLElement.prototype, "dataset");
          const children = Object.getOwnPropertyDescriptor(Element.prototype, "children");
          let looks = 0;
          Object.defineProperty(HTMLElement.prototype, "dataset", { ...dataset, get() { looks++; return dataset.get.call(this); } });
          Object.defineProperty(Element.prototype, "children", { ...children, get() { const all = children.get.call(this); looks += all.length; return all; } });
          const records = [];
          new MutationObserver(more => records.push(...more)).observe(list, { childList: true });
          window.long = {
            store, view, outbox, message,
            // What one change is seen to cost: elements that came or went in the list, and whether more than a handful was looked at.
            async cost(change) {
              looks = 0;
              records.length = 0;
              change();
              await new Promise(resolve => setTimeout(resolve)); // it is shown, and observed, by then
              const nodes = records.reduce((sum, { addedNodes, removedNodes }) => sum + addedNodes.length + removedNodes.length, 0);
              return `${nodes} ${looks < 100 ? "few" : looks}`;
            },
            states: () => ["sent", "delivered", "read"].map(state => list.querySelectorAll(`.mine[data-state=${state}]`).length).join(" "),
          };
          return list.querySelectorAll(".message").length;
        })()
        """;

    private string Address => demo.Process.Address;

    [Fact]
    public async Task Of_five_thousand_messages_only_those_are_looked_at_that_have_changed()
    {
        using var pair = await Pair.MeetAsync(Address);
        await using var tab = await ChatTab.OpenAsync(browser, Address, pair.Student);
        await tab.InterceptAsync("/chat/chat.js", "fail");
        await tab.GoToAsync(Address + "/chat/");
        Assert.Equal("5000", await tab.EvaluateAsync(Begin));
        Assert.Equal("2500 0 0", await StatesAsync());

        // One mark; marks of many at once; one of nobody here; a message; one that is deleted in the middle, and one at each end at once.
        Assert.Equal("2 few", await CostAsync("store.mark({ room: 'r', account: 'you', delivered: 1, read: 0 })"));
        Assert.Equal("2499 1 0", await StatesAsync());
        Assert.Equal("20 few", await CostAsync("store.mark({ room: 'r', account: 'you', delivered: 21, read: 0 })"));
        Assert.Equal("2489 11 0", await StatesAsync());
        Assert.Equal("2 few", await CostAsync("store.mark({ room: 'r', account: 'you', delivered: 21, read: 1 })"));
        Assert.Equal("2489 10 1", await StatesAsync());
        Assert.Equal("0 few", await CostAsync("store.setPresence({ snapshot: false, users: [{ userId: 'you', online: true }] })"));
        Assert.Equal("1 few", await CostAsync("store.put(message(5001))"));
        Assert.Equal("2 few", await CostAsync("store.put({ ...message(2501), version: 6000, text: '', deletedAt: 1 })"));
        Assert.Equal("This message was deleted.", await tab.EvaluateAsync("document.querySelector('#messages [data-key=\"waiting t2501\"] .text').textContent"));
        Assert.Equal("4 few", await CostAsync("(store.put({ ...message(2), version: 6001, text: '', deletedAt: 1 }), store.put({ ...message(4999), version: 6002, text: '', deletedAt: 1 }))"));
        Assert.Equal("1 few", await CostAsync("(outbox.items = [{ room: 'r', temporaryId: 't5003', text: 'waits' }], outbox.dispatchEvent(new Event('change')))"));

        // The stored message takes its place; what is found is still there, and the order is right.
        Assert.Equal("2 few", await CostAsync("store.put(message(5003))"));
        Assert.Equal("5002 true", await tab.EvaluateAsync("""
            (() => {
              const shown = [...document.querySelectorAll("#messages .message:not([data-state=nothing]) .text")].map(element => element.textContent);
              const expected = long.store.pages.get("r").messages.map(message => message.text || "This message was deleted.");
              return `${shown.length} ${shown.join() === expected.join()}`;
            })()
            """));

        async Task<string> CostAsync(string change) => await tab.EvaluateAsync($"(({{ store, outbox, message, cost }}) => cost(() => {change}))(window.long)");

        Task<string> StatesAsync() => tab.EvaluateAsync("window.long.states()");
    }
}
