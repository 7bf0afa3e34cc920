using Sockeye.Browser.Tests.Accounts;

namespace Sockeye.Browser.Tests.Chat;

/// <summary>Asking, answering, removing and blocking on the page, in two browsers.</summary>
public sealed class ContactPageTests(Browser browser, DemoServer demo)
{
    private string Address => demo.Process.Address;

    [Fact]
    public async Task A_request_comes_up_at_once_and_accepted_both_can_talk()
    {
        using var sam = await Visitor.SignUpAsync(Address, "Sam Student");
        using var pat = await Visitor.SignUpAsync(Address, "Dr. Pat Psyche", "psychiatrist");
        await using var asking = await ChatTab.OpenAsync(browser, Address, sam);
        await using var asked = await ChatTab.OpenAsync(browser, Address, pat);
        await asking.WaitForAsync("#no-rooms:not([hidden])", "Choose Contacts and ask somebody");

        await asked.WatchAsync("#toasts");
        await asking.WatchAsync("#toasts");
        await asking.OpenContactsAsync();
        await asking.AskForAsync("nobody-at-all");
        await asking.WaitForAsync("#contact-problem:not([hidden])", "^This is not an e-mail address");
        await asking.AskForAsync(pat.Email);
        await asking.WaitForAsync("#contact-asked:not([hidden])", "^If somebody has signed up with this address");
        await asking.WaitForAsync("#sent-list b", $"^{pat.Email}$");
        await asked.WaitForWatchedAsync("Sam Student would like to be your contact.");
        await asked.WaitForAsync("#contacts-badge:not([hidden])", "^1 request$");
        Assert.Empty(await asked.AuditAsync());
        await asked.OpenContactsAsync();
        await asked.WaitForAsync("#received-list", $"Sam Student student, {sam.Email}");
        Assert.Empty(await asked.AuditAsync());
        await asked.ClickAsync("button", "Accept Sam Student");

        await asked.WaitForAsync("#known-list", "Sam Student");
        await asked.WaitForCountAsync("#contacts-badge:not([hidden])", 0);
        await asking.WaitForWatchedAsync("Dr. Pat Psyche is now your contact.");
        await asking.WaitForAsync("#no-rooms", "^No conversations yet. Choose New");
        await asking.WaitForAsync("#known-list", "Dr. Pat Psyche");
        await asking.WaitForCountAsync("#sent-section:not([hidden])", 0);
        await asking.PressAsync("Escape");
        await asking.StartConversationAsync("Dr. Pat Psyche");
        await asking.WaitForAsync("#room-status", "^Online$");
        await asking.SayAsync("Thank you for accepting");
        await asked.WaitForAsync("#room-list .badge:not([hidden])", "^1 unread$");
        Assert.All(await asking.ProblemsAsync(), static problem => Assert.Contains("400", problem, StringComparison.Ordinal)); // of what is no address
        Assert.Empty(await asked.ProblemsAsync());
    }

    [Fact]
    public async Task A_request_is_on_the_page_from_the_beginning_and_declined_everywhere()
    {
        using var sam = await Visitor.SignUpAsync(Address, "Sam Student");
        using var pat = await Visitor.SignUpAsync(Address, "Dr. Pat Psyche", "psychiatrist");
        await sam.AskAsync(pat);
        await using var laptop = await ChatTab.OpenAsync(browser, Address, pat);
        await using var phone = await ChatTab.OpenAsync(browser, Address, pat, width: 360);
        await using var asking = await ChatTab.OpenAsync(browser, Address, sam);
        await phone.WaitForAsync("#contacts-badge:not([hidden])", "^1 request$");
        await laptop.OpenContactsAsync();
        await laptop.ClickAsync("button", "Decline Sam Student");

        await laptop.WaitForCountAsync("#received-section:not([hidden])", 0);
        await phone.WaitForCountAsync("#contacts-badge:not([hidden])", 0);

        // To whoever asked it goes on waiting, until it is taken back.
        await asking.OpenContactsAsync();
        await asking.WaitForAsync("#sent-list b", $"^{pat.Email}$");
        await asking.ClickAsync("button", $"Take back the request to {pat.Email}");
        await asking.WaitForCountAsync("#sent-section:not([hidden])", 0);
        Assert.Empty(await laptop.ProblemsAsync());
    }

    [Fact]
    public async Task A_removed_contact_is_seen_no_more_and_can_be_asked_again_from_the_conversation()
    {
        using var pair = await Pair.MeetAsync(Address);
        await pair.SayAsync(pair.Doctor, "from before");
        await using var student = await ChatTab.OpenAsync(browser, Address, pair.Student);
        await using var doctor = await ChatTab.OpenAsync(browser, Address, pair.Doctor);
        await student.OpenRoomAsync("Dr. Pat Psyche");
        await student.WaitForAsync("#messages .theirs .text", "^from before$");
        await student.WaitForAsync("#room-status", "^Online$");

        await doctor.OpenContactsAsync();
        await doctor.ClickAsync("button", "Remove Sam Student");
        await doctor.WaitForAsync("#confirm-dialog[open] #confirm-title", "^Remove Sam Student from your contacts\\?$");
        Assert.Empty(await doctor.AuditAsync());
        await doctor.ClickAsync("button", "Cancel");
        await doctor.WaitForCountAsync("#known-list li", 1);
        await doctor.ClickAsync("button", "Remove Sam Student");
        await doctor.ClickAsync("button", "Remove");
        await doctor.WaitForCountAsync("#known-list li", 0);
        await doctor.PressAsync("Escape");

        // At once, on the other side too: no presence, no field, but what was written.
        await student.WaitForAsync("#closed:not([hidden]) #closed-text", "^You and Dr. Pat Psyche are not contacts any more.");
        await student.WaitForCountAsync("#composer:not([hidden])", 0);
        await student.WaitForAsync("#room-status", "^psychiatrist$");
        await student.WaitForCountAsync("#room-list .avatar[data-presence=online]", 0);
        Assert.Equal(["from before"], await student.SaidAsync());
        Assert.Empty(await student.AuditAsync());

        await student.ClickAsync("button", "Ask again");
        await student.WaitForAsync("#closed-text", "Your request waits for an answer.$");
        await doctor.OpenRoomAsync("Sam Student");
        await doctor.WaitForAsync("#closed-text", "^Sam Student would like to be your contact again.$");
        await doctor.ClickAsync("button", "Accept");
        await student.WaitForCountAsync("#composer:not([hidden])", 1);
        await student.WaitForAsync("#room-status", "^(Online|Dr. Pat Psyche has opened the conversation)$");
        await student.SayAsync("Good to be back");
        await doctor.WaitForAsync("#messages .theirs .text", "^Good to be back$");
        Assert.Empty(await student.ProblemsAsync());
        Assert.Empty(await doctor.ProblemsAsync());
    }

    [Fact]
    public async Task Who_is_blocked_in_a_group_or_among_the_contacts_can_be_unblocked()
    {
        using var pair = await Pair.MeetAsync(Address);
        await pair.SayAsync(pair.Student, "hello");
        await using var student = await ChatTab.OpenAsync(browser, Address, pair.Student);
        await using var doctor = await ChatTab.OpenAsync(browser, Address, pair.Doctor);
        await doctor.OpenRoomAsync("Sam Student");
        await doctor.ClickAsync("button", "Members");
        await doctor.ClickAsync("button", "Block Sam Student");
        await doctor.WaitForAsync("#confirm-dialog[open] #confirm-text", "They are not told.");
        await doctor.ClickAsync("button", "Block");
        await doctor.WaitForCountAsync("#member-list button", 0);
        await doctor.PressAsync("Escape");
        await doctor.WaitForAsync("#closed:not([hidden]) #closed-text", "^You have blocked Sam Student.");
        await doctor.OpenContactsAsync();
        await doctor.WaitForAsync("#blocked-list", "Sam Student");
        Assert.Empty(await doctor.AuditAsync());

        // What the blocked one asks is answered as ever, and reaches nobody.
        await student.OpenRoomAsync("Dr. Pat Psyche");
        await student.WaitForAsync("#closed-text", "^You and Dr. Pat Psyche are not contacts any more.");
        await student.ClickAsync("button", "Ask again");
        await student.WaitForAsync("#closed-text", "Your request waits for an answer.$");
        Assert.Empty(await pair.Doctor.ReceivedAsync());
        await doctor.WaitForCountAsync("#received-section:not([hidden])", 0);

        await doctor.ClickAsync("button", "Unblock Sam Student");
        await doctor.WaitForCountAsync("#blocked-section:not([hidden])", 0);
        await doctor.AskForAsync(pair.Student.Email);
        await doctor.WaitForAsync("#known-list", "Sam Student");
        await student.WaitForCountAsync("#composer:not([hidden])", 1);
        Assert.Empty(await doctor.ProblemsAsync());
        Assert.Empty(await student.ProblemsAsync());
    }

    [Fact]
    public async Task Contacts_are_managed_by_keyboard_alone()
    {
        using var pair = await Pair.MeetAsync(Address);
        using var tess = await Visitor.SignUpAsync(Address, "Tess Third");
        using var paul = await Visitor.SignUpAsync(Address, "Paul Fourth");
        await tess.AskAsync(pair.Student);
        await paul.AskAsync(pair.Student);
        await using var tab = await ChatTab.OpenAsync(browser, Address, pair.Student);
        await tab.TabToAsync("Contacts 2 requests");
        await tab.PressAsync("Enter");
        await tab.WaitForCountAsync("#contacts-dialog[open]", 1);
        await tab.TabToAsync("Accept Tess Third");
        await tab.PressAsync("Enter");
        await tab.WaitForAsync("#known-list", "Tess Third");

        // What had the focus has gone: it is on the next that waits.
        await tab.WaitForFocusAsync("Accept Paul Fourth");
        await tab.TabToAsync("Decline Paul Fourth");
        await tab.PressAsync("Enter");
        await tab.WaitForCountAsync("#received-section:not([hidden])", 0);
        await tab.TabToAsync("Remove Tess Third");
        await tab.PressAsync("Enter");
        await tab.TabToAsync("Remove");
        await tab.PressAsync("Enter");
        await tab.WaitForCountAsync("#known-list li", 1);
        await tab.TabToAsync("Block Dr. Pat Psyche");
        await tab.PressAsync("Enter");
        await tab.TabToAsync("Cancel");
        await tab.PressAsync("Enter");
        await tab.WaitForFocusAsync("Block Dr. Pat Psyche");
        await tab.PressAsync("Enter");
        await tab.TabToAsync("Block");
        await tab.PressAsync("Enter");
        await tab.WaitForAsync("#blocked-list", "Dr. Pat Psyche");
        await tab.TabToAsync("Unblock Dr. Pat Psyche");
        await tab.PressAsync("Enter");
        await tab.WaitForCountAsync("#blocked-section:not([hidden])", 0);
        await tab.TabToAsync("Ask somebody by e-mail address");
        await tab.TypeAsync(pair.Doctor.Email);
        await tab.PressAsync("Enter");
        await tab.WaitForAsync("#sent-list b", $"^{pair.Doctor.Email}$");
        await tab.WaitForFocusAsync("Ask somebody by e-mail address");
        await tab.TabToAsync($"Take back the request to {pair.Doctor.Email}");
        await tab.PressAsync("Enter");
        await tab.WaitForCountAsync("#sent-section:not([hidden])", 0);
        await tab.PressAsync("Escape");
        await tab.WaitForCountAsync("#contacts-dialog[open]", 0);
        await tab.WaitForFocusAsync("Contacts");

        // The closed conversation, too.
        await tab.OpenRoomAsync("Dr. Pat Psyche");
        await tab.TabToAsync("Ask again");
        await tab.PressAsync("Enter");
        await tab.WaitForAsync("#closed-text", "Your request waits for an answer.$");
        Assert.Empty(await tab.ProblemsAsync());
    }

    [Theory]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    [InlineData(360, false)]
    [InlineData(360, true)]
    public async Task What_shows_contacts_fits_its_window_and_axe_core_finds_nothing(int width, bool dark)
    {
        var look = $"{(width == 360 ? "phone" : "desktop")}-{(dark ? "dark" : "light")}";
        using var pair = await Pair.MeetAsync(Address);
        await pair.SayAsync(pair.Doctor, "See you on Thursday");
        using var tess = await Visitor.SignUpAsync(Address, "Tess Third");
        using var paul = await Visitor.SignUpAsync(Address, "Paul-Maximilian von und zu Fourth-Longlastname");
        using var rude = await Visitor.SignUpAsync(Address, "Rudy Rude");
        await tess.AskAsync(pair.Student);
        await paul.AskAsync(pair.Student);
        await rude.AskAsync(pair.Student);
        await pair.Student.BlockAsync(rude);
        await pair.Student.PostedAsync(People.Contacts, new { email = "somebody.with.a.long.address@department.university.example.com" });
        await using var tab = await ChatTab.OpenAsync(browser, Address, pair.Student, width, dark);
        await tab.WaitForAsync("#contacts-badge:not([hidden])", "^2 requests$");
        await LookAsync(tab, $"contacts-list-{look}");

        await tab.OpenContactsAsync();
        await tab.WaitForCountAsync("#contacts-dialog li", 5);
        await LookAsync(tab, $"contacts-dialog-{look}");
        await tab.AskForAsync("nobody");
        await tab.WaitForCountAsync("#contact-problem:not([hidden])", 1);
        await LookAsync(tab, $"contacts-problem-{look}");
        await tab.ClickAsync("button", "Remove Dr. Pat Psyche");
        await tab.WaitForCountAsync("#confirm-dialog[open]", 1);
        await LookAsync(tab, $"contacts-confirm-{look}");
        await tab.ClickAsync("button", "Remove");
        await tab.WaitForCountAsync("#known-list li", 0);
        await tab.PressAsync("Escape");
        await tab.OpenRoomAsync("Dr. Pat Psyche");
        await tab.WaitForCountAsync("#closed:not([hidden])", 1);
        await LookAsync(tab, $"contacts-closed-{look}");
        Assert.All(await tab.ProblemsAsync(), static problem => Assert.Contains("400", problem, StringComparison.Ordinal)); // of what is no address
    }

    private static async Task LookAsync(Tab tab, string name)
    {
        await tab.ScreenshotAsync(name);
        Assert.Empty(await tab.OverflowAsync());
        Assert.Empty(await tab.AuditAsync());
    }
}
