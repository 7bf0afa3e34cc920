namespace Sockeye.Browser.Tests.Chat;

/// <summary>Messages go by event, and by request where events do not get through; each is stored once, however often it was sent.</summary>
public sealed class OutboxTests(Browser browser, DemoServer demo)
{
    private const string Line = "/socket.io/?";
    private const string Requests = "/api/chat/rooms/";
    private const string Sent = "#messages .mine:is([data-state=sent], [data-state=delivered]) .text";

    private string Address => demo.Process.Address;

    [Fact]
    public async Task Where_the_line_is_blocked_messages_go_by_request()
    {
        using var pair = await Pair.MeetAsync(Address);
        await pair.SayAsync(pair.Doctor, "said before");
        await using var student = await ChatTab.OpenAsync(browser, Address, pair.Student);
        await student.InterceptAsync(Line, "fail");
        await student.GoToAsync(Address + pair.Page);
        await student.WaitForAsync("#connection[data-state=away]", "^The server cannot be reached");
        await student.WaitForAsync("#messages .theirs .text", "^said before$");

        await student.SayAsync("one, by request");
        await student.SayAsync("two, by request");
        await student.WaitForCountAsync(Sent, 2);
        await student.WaitForCountAsync("#messages .waiting", 0);
        Assert.Equal(["said before", "one, by request", "two, by request"], await pair.StoredAsync());

        // The line comes back: nothing comes twice.
        await student.ReleaseAsync(Line);
        await student.ConnectedAsync();
        await student.SayAsync("three, by event");
        await student.WaitForCountAsync(Sent, 3);
        Assert.Equal(["said before", "one, by request", "two, by request", "three, by event"], await student.SaidAsync());
        Assert.Equal(await student.SaidAsync(), await pair.StoredAsync());
    }

    [Fact]
    public async Task Where_no_answer_comes_by_the_line_the_message_goes_by_request_and_is_stored_once()
    {
        using var pair = await Pair.MeetAsync(Address);
        await using var student = await ChatTab.OpenAsync(browser, Address, pair.Student, webSockets: false);
        await student.OpenRoomAsync("Dr. Pat Psyche");
        await student.SayAsync("before");
        await student.WaitForAsync(Sent, "^before$");

        // The line is there, and what is sent on it stands still.
        await student.InterceptAsync(Line, "stall", "POST");
        await student.SayAsync("on both ways");
        await student.WaitForInterceptedAsync(Line);
        await student.WaitForCountAsync(Sent, 2);
        Assert.Equal(["before", "on both ways"], await pair.StoredAsync());

        // Now the event comes to the server, too.
        await student.ReleaseAsync(Line);
        await student.SayAsync("after");
        await student.WaitForCountAsync(Sent, 3);
        Assert.Equal(["before", "on both ways", "after"], await student.SaidAsync());
        Assert.Equal(["before", "on both ways", "after"], await pair.StoredAsync());
    }

    [Fact]
    public async Task Where_requests_are_blocked_messages_go_by_event()
    {
        using var pair = await Pair.MeetAsync(Address);
        await using var student = await ChatTab.OpenAsync(browser, Address, pair.Student);
        await student.InterceptAsync(Requests, "fail");
        await student.OpenRoomAsync("Dr. Pat Psyche");

        await student.SayAsync("by event");

        await student.WaitForAsync(Sent, "^by event$");
        Assert.Equal(["by event"], await pair.StoredAsync());
        Assert.Empty(await student.ProblemsAsync()); // a request that failed would be one
    }

    [Fact]
    public async Task A_page_that_was_closed_before_it_heard_that_its_message_is_stored_sends_it_again()
    {
        using var pair = await Pair.MeetAsync(Address);
        await using var student = await ChatTab.OpenAsync(browser, Address, pair.Student);
        await student.InterceptAsync(Line, "fail");
        await student.InterceptAsync(Requests, "lose", "POST");
        await student.GoToAsync(Address + pair.Page);
        await student.WaitForAsync("#connection[data-state=away]", "^The server cannot be reached");
        await student.SayAsync("stored, and not acknowledged");
        await student.SayAsync("not even sent");
        await student.WaitForInterceptedAsync(Requests);
        await student.WaitForCountAsync("#messages .waiting[data-state=sending]", 2);
        Assert.Equal(["stored, and not acknowledged"], await pair.StoredAsync());

        await student.GoToAsync("about:blank");
        await student.ReleaseAsync(Requests);
        await student.ReleaseAsync(Line);
        await using var again = await browser.OpenAsync(Address + pair.Page, beside: student);

        await again.WaitForCountAsync(Sent, 2);
        await again.WaitForCountAsync("#messages .waiting", 0);
        Assert.Equal(["stored, and not acknowledged", "not even sent"], await again.SaidAsync());
        Assert.Equal(["stored, and not acknowledged", "not even sent"], await pair.StoredAsync());
        Assert.Equal("0", await again.EvaluateAsync("Object.keys(localStorage).filter(key => key.startsWith('chat-outbox')).length"));
    }

    [Fact]
    public async Task What_the_server_refuses_is_said_and_can_be_discarded()
    {
        using var pair = await Pair.MeetAsync(Address);
        await using var student = await ChatTab.OpenAsync(browser, Address, pair.Student);
        await student.OpenRoomAsync("Dr. Pat Psyche");
        await student.InterceptAsync(Line, "fail");
        await student.InterceptAsync(Requests, 403, "POST");
        await student.GoToAsync(Address + pair.Page);
        await student.WaitForAsync("#connection[data-state=away]", "^The server cannot be reached");

        await student.SayAsync("refused");
        await student.WaitForAsync("#messages .waiting[data-state=failed] .foot-line", "^Not sent: Intercepted$");
        Assert.Empty(await student.AuditAsync());
        await student.ReleaseAsync(Requests);
        await student.ClickAsync("button", "Try again");
        await student.WaitForAsync(Sent, "^refused$");

        await student.InterceptAsync(Requests, 403, "POST");
        await student.SayAsync("refused as well");
        await student.WaitForCountAsync("#messages .waiting[data-state=failed]", 1);
        await student.ClickAsync("button", "Discard");
        await student.WaitForCountAsync("#messages .waiting", 0);
        await student.WaitForFocusAsync("Message");
        Assert.Equal(["refused"], await pair.StoredAsync());
    }
}
