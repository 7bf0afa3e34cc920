using System.Net;
using Sockeye.Browser.Tests.Accounts;

namespace Sockeye.Browser.Tests.Chat;

/// <summary>A device that several people use, one after the other: nobody sees or sends what another has written.</summary>
public sealed class LogOutTests(Browser browser, DemoServer demo)
{
    private const string Line = "/socket.io/?";
    private const string Requests = "/api/chat/rooms/";
    private const string Kept = "Object.keys(localStorage).filter(key => key.startsWith('chat-outbox')).length";

    private string Address => demo.Process.Address;

    [Fact]
    public async Task Who_logs_out_is_told_what_was_not_sent_and_leaves_none_of_it()
    {
        using var pair = await Pair.MeetAsync(Address);
        await using var tab = await ChatTab.OpenAsync(browser, Address, pair.Student, width: 360);
        await WriteWithoutLineAsync(tab, Address + pair.Page, "for the doctor alone");
        await tab.GoToAsync(Address + "/chat/");
        await tab.WaitForAsync("#room-list .line", "^You: for the doctor alone$");

        await tab.ClickAsync("button", "Log out");
        await tab.WaitForAsync("#confirm-dialog[open] #confirm-text", "^One message has not been sent yet. Logging out deletes it from this device");
        Assert.Empty(await tab.AuditAsync());
        Assert.Empty(await tab.OverflowAsync());
        await tab.ScreenshotAsync("chat-log-out-unsent-phone");
        await tab.ClickAsync("button", "Cancel");
        await tab.WaitForCountAsync("dialog[open]", 0);
        Assert.Equal("1", await tab.EvaluateAsync(Kept));

        await tab.ClickAsync("button", "Log out");
        await tab.ClickAsync("button", "Log out and delete");
        await tab.WaitForUrlAsync("/accounts/log-in/");
        Assert.Equal("0", await tab.EvaluateAsync("localStorage.length"));
        Assert.Equal("0", await tab.EvaluateAsync("sessionStorage.length"));
        Assert.Empty(await pair.StoredAsync());
    }

    [Fact]
    public async Task The_account_page_says_it_too()
    {
        using var pair = await Pair.MeetAsync(Address);
        await using var tab = await ChatTab.OpenAsync(browser, Address, pair.Student);
        await WriteWithoutLineAsync(tab, Address + pair.Page, "one");
        await tab.SayAsync("two");
        await tab.WaitForCountAsync("#messages .waiting", 2);
        await tab.EvaluateAsync("localStorage.setItem('chat-outbox:another:1', 'of somebody else')");
        await tab.GoToAsync(Address + "/accounts/");
        await tab.WaitForAsync("#name", "^Sam Student$");

        await tab.ClickAsync("button", "Log out");
        await tab.WaitForAsync("#log-out-status:not([hidden])", "^2 messages have not been sent yet. Logging out deletes them from this device");
        await tab.WaitForFocusAsync("Log out and delete");
        Assert.Empty(await tab.AuditAsync());
        await tab.PressAsync("Enter");

        await tab.WaitForUrlAsync("/accounts/log-in/");
        Assert.Equal("chat-outbox:another:1", await tab.EvaluateAsync("Object.keys(localStorage).join()"));
    }

    [Fact]
    public async Task What_one_has_written_is_not_sent_in_the_name_of_who_logs_in_next()
    {
        using var pair = await Pair.MeetAsync(Address);
        using var tess = await Visitor.SignUpAsync(Address, "Tess Third");
        await Pair.BecomeContactsAsync(pair.Student, tess);
        var group = await pair.Student.PostedAsync(
            "/api/chat/rooms", new { title = "All of us", members = new[] { pair.Doctor.Id, tess.Id }, temporaryId = Pair.NewId() });
        var messages = $"/api/chat/rooms/{group["name"]}/messages";
        await using var tab = await ChatTab.OpenAsync(browser, Address, pair.Student);
        await WriteWithoutLineAsync(tab, $"{Address}/chat/?room={Uri.EscapeDataString(group["name"]!.GetValue<string>())}", "signed: Sam");

        await using var beside = await browser.OpenAsync(Address + "/accounts/log-in/?kind=student", beside: tab);
        await beside.LogInAsync(tess);
        await beside.WaitForUrlAsync("/chat/");
        await beside.OpenRoomAsync("All of us");
        await tab.ReleaseAsync(Line);
        await tab.ReleaseAsync(Requests);
        await tab.WaitForAsync("#my-name", "^Tess Third$"); // the page is hers now, and says so
        await tab.ConnectedAsync();
        Assert.Empty(await tab.TextsAsync("#messages .waiting"));
        Assert.Empty((await tess.GotAsync(messages))["messages"]!.AsArray());

        await tab.ClickAsync("button", "Log out");
        await tab.WaitForUrlAsync("/accounts/log-in/");
        await tab.LogInAsync(pair.Student);
        await tab.WaitForAsync("#my-name", "^Sam Student$");
        await Eventually.EqualsAsync("signed: Sam by Sam Student", async () => string.Join('|', (await tess.GotAsync(messages))["messages"]!.AsArray()
            .Select(static message => $"{message!["text"]} by {message["senderName"]}")), TimeSpan.FromSeconds(40));
    }

    [Fact]
    public async Task What_a_page_was_opened_for_is_not_done_to_the_account_of_who_logs_in_next()
    {
        using var pair = await Pair.MeetAsync(Address);
        using var tess = await Visitor.SignUpAsync(Address, "Tess Third");
        await using var tab = await ChatTab.OpenAsync(browser, Address, pair.Student);
        await tab.InterceptAsync(Line, "fail"); // so that it does not hear that its session has ended
        await tab.GoToAsync(Address + "/accounts/");
        await tab.WaitForAsync("#name", "^Sam Student$");
        await tab.EvaluateAsync($"sessionStorage.setItem('chat-draft:{pair.Student.Id}:room', 'begun')");
        await using var beside = await browser.OpenAsync(Address + "/accounts/log-in/?kind=student", beside: tab);
        await beside.LogInAsync(tess);
        await beside.WaitForUrlAsync("/chat/");

        await tab.ClickAsync("button", "Log out");
        await tab.WaitForAsync("#name", "^Tess Third$");
        await beside.ConnectedAsync(); // she is still logged in

        await tab.ReleaseAsync(Line);
        await tab.GoToAsync(Address + "/chat/");
        await tab.ConnectedAsync();
        Assert.Equal("0", await tab.EvaluateAsync("sessionStorage.length"));

        // Where it hears of it, it is theirs at once.
        await tab.GoToAsync(Address + "/accounts/");
        await tab.WaitForAsync("#devices", "^You are logged in on");
        await beside.GoToAsync(Address + "/accounts/log-in/?kind=student");
        await beside.LogInAsync(pair.Student);
        await tab.WaitForAsync("#name", "^Sam Student$");
    }

    [Fact]
    public async Task A_request_says_for_whom_it_is_and_is_refused_where_somebody_else_is_logged_in()
    {
        using var pair = await Pair.MeetAsync(Address);
        pair.Student.Http.DefaultRequestHeaders.Add("Acts-For", pair.Doctor.Id);
        Assert.Equal(
            "Somebody else has logged in to this browser since the page was opened.",
            await Visitor.RefusedAsync(HttpStatusCode.Conflict, pair.Student.PostAsync(pair.Messages, new { temporaryId = Pair.NewId(), text = "whose?" })));
        foreach (var path in new[] { "/api/log-out", "/api/account/log-out-others" })
        {
            await Visitor.RefusedAsync(HttpStatusCode.Conflict, pair.Student.PostAsync(path, new { }));
        }

        await Visitor.RefusedAsync(HttpStatusCode.Conflict, pair.Student.GetAsync("/api/chat/state"));
        await using (var other = await ChatClient.ConnectAsync(Address, pair.Student.Cookies, auth: new { account = pair.Doctor.Id }))
        {
            Assert.Equal("other_account", other.Connected["data"]!["code"]!.GetValue<string>());
        }

        pair.Student.Http.DefaultRequestHeaders.Remove("Acts-For");
        pair.Student.Http.DefaultRequestHeaders.Add("Acts-For", pair.Student.Id);
        await pair.SayAsync(pair.Student, "mine");
        Assert.Equal(["mine"], await pair.StoredAsync());
    }

    private static async Task WriteWithoutLineAsync(Tab tab, string page, string text)
    {
        await tab.InterceptAsync(Line, "fail");
        await tab.InterceptAsync(Requests, "fail", "POST");
        await tab.GoToAsync(page);
        await tab.WaitForAsync("#connection[data-state=away]", "^The server cannot be reached");
        await tab.SayAsync(text);
        await tab.WaitForAsync("#messages .waiting .text", $"^{text}$");
    }
}
