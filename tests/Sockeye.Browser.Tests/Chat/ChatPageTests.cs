using Sockeye.Browser.Tests.Accounts;

namespace Sockeye.Browser.Tests.Chat;

public sealed class ChatPageTests(Browser browser, DemoServer demo)
{
    private string Address => demo.Process.Address;

    [Fact]
    public async Task Two_talk_and_see_what_has_arrived_and_what_was_read()
    {
        using var pair = await Pair.MeetAsync(Address);
        await using var student = await ChatTab.OpenAsync(browser, Address, pair.Student);
        await using var doctor = await ChatTab.OpenAsync(browser, Address, pair.Doctor);
        await student.OpenRoomAsync("Dr. Pat Psyche");
        await student.WatchAsync("#room-status");

        // It reaches the doctor's page, which shows it as unread; opened, it is read.
        await student.SayAsync("Grüße <b>from</b> the student 🐟");
        await student.WaitForAsync("#messages .mine[data-state=delivered] .text", "^Grüße <b>from</b> the student 🐟$");
        await doctor.WaitForAsync("#room-list .badge:not([hidden])", "^1 unread$");
        await doctor.WaitForAsync("#room-list .line", "^Grüße <b>from</b> the student 🐟$");
        await doctor.OpenRoomAsync("Sam Student");
        await doctor.WaitForAsync("#messages .theirs .text", "^Grüße");
        await student.WaitForWatchedAsync("Dr. Pat Psyche has opened the conversation");
        await doctor.LookAtAsync();
        await student.WaitForAsync("#messages .mine[data-state=read] .text", "^Grüße");
        await doctor.WaitForCountAsync("#room-list .badge:not([hidden])", 0);

        await doctor.WaitForUpgradeAsync(); // what is told by the way is dropped while a line changes over
        await student.WaitForUpgradeAsync();
        await doctor.FocusAsync("#text");
        await doctor.TypeAsync("I am");
        await student.WaitForWatchedAsync("Dr. Pat Psyche is typing…");
        await doctor.TypeAsync(" fine");
        await doctor.PressAsync("Shift+Enter");
        await doctor.TypeAsync("thanks");
        await doctor.PressAsync("Enter");
        await student.WaitForAsync("#messages .theirs .text", "^I am fine\nthanks$");
        await student.WaitForAsync("#room-status", "^Online$");

        Assert.Equal(["Grüße <b>from</b> the student 🐟", "I am fine\nthanks"], await doctor.SaidAsync());
        Assert.Empty(await student.ProblemsAsync());
        Assert.Empty(await doctor.ProblemsAsync());
    }

    [Fact]
    public async Task The_devices_of_an_account_are_in_step()
    {
        using var pair = await Pair.MeetAsync(Address);
        await using var laptop = await ChatTab.OpenAsync(browser, Address, pair.Student);
        await laptop.WatchAsync("#toasts");
        await using var phone = await ChatTab.OpenAsync(browser, Address, pair.Student, width: 360);
        await laptop.WaitForWatchedAsync("log in on another device");
        await pair.SayAsync(pair.Doctor, "for both devices");
        await phone.WaitForAsync("#room-list .badge:not([hidden])", "^1 unread$");
        await laptop.LookAtAsync();
        await laptop.OpenRoomAsync("Dr. Pat Psyche");
        await laptop.WaitForAsync("#messages .theirs", "for both devices");

        // Read here is read there; written here is there, once.
        await phone.WaitForCountAsync("#room-list .badge:not([hidden])", 0);
        await phone.OpenRoomAsync("Dr. Pat Psyche");
        await laptop.SayAsync("from the laptop");
        await phone.WaitForAsync("#messages .mine .text", "^from the laptop$");
        await phone.SayAsync("from the phone");
        await laptop.WaitForAsync("#messages .mine .text", "^from the phone$");

        Assert.Equal(["for both devices", "from the laptop", "from the phone"], await laptop.SaidAsync());
        Assert.Equal(["for both devices", "from the laptop", "from the phone"], await phone.SaidAsync());
        Assert.Empty(await phone.ProblemsAsync());
    }

    [Fact]
    public async Task What_was_sent_to_somebody_who_was_away_is_there_on_return()
    {
        using var pair = await Pair.MeetAsync(Address);
        foreach (var number in Enumerable.Range(1, 55))
        {
            await pair.SayAsync(pair.Doctor, $"number {number}");
        }

        await using var student = await ChatTab.OpenAsync(browser, Address, pair.Student);
        await student.WaitForAsync("#room-list .badge", "^55 unread$");
        await student.OpenRoomAsync("Dr. Pat Psyche");
        await student.WaitForCountAsync("#messages .message", 50);
        await student.ClickAsync("button", "Earlier messages");
        await student.WaitForCountAsync("#messages .message", 55);

        Assert.Equal(Enumerable.Range(1, 55).Select(static number => $"number {number}"), await student.SaidAsync());
        await student.WaitForCountAsync("#earlier:not([hidden])", 0);
    }

    [Fact]
    public async Task A_group_is_made_grows_and_is_left()
    {
        using var pair = await Pair.MeetAsync(Address);
        using var third = await Visitor.SignUpAsync(Address, "Tess Third");
        await using var doctor = await ChatTab.OpenAsync(browser, Address, pair.Doctor);
        await using var tess = await ChatTab.OpenAsync(browser, Address, third);
        await tess.WaitForAsync("#no-rooms:not([hidden])", "Nobody to talk to yet");

        await doctor.ClickAsync("button", "New");
        await doctor.ClickAsync("button", "Add a contact…");
        await doctor.AskForAsync(third.Email);
        await doctor.WaitForAsync("#sent-list b", third.Email);
        await third.AcceptAsync(pair.Doctor);
        await doctor.WaitForAsync("#known-list", "Tess Third");
        await doctor.PressAsync("Escape");
        await doctor.ClickAsync("button", "New");
        await doctor.ClickOnAsync("#contact-list label", "Tess Third");
        await doctor.ClickOnAsync("#contact-list label", "Sam Student");
        await doctor.FillAsync("Title of the group", "Exam group");
        Assert.Empty(await doctor.AuditAsync());
        await doctor.ClickAsync("button", "Make the group");
        await doctor.WaitForAsync("#room-title", "^Exam group$");
        await doctor.SayAsync("Welcome");

        await tess.OpenRoomAsync("Exam group");
        await tess.WaitForAsync("#messages .sender", "^Dr. Pat Psyche$");
        await tess.WaitForAsync("#room-status", "^3 members$");
        await tess.SayAsync("Thank you!");
        await doctor.WaitForAsync("#messages .theirs .text", "^Thank you!$");

        // Whoever made the group moderates it.
        await doctor.FocusAsync("#messages .theirs .delete");
        await doctor.PressAsync("Enter");
        await doctor.WaitForAsync("#delete-dialog[open] #delete-text", "^Thank you!$");
        await doctor.ClickAsync("button", "Delete");
        await tess.WaitForAsync("#messages .mine .text", "^This message was deleted.$");

        await tess.ClickAsync("button", "Members");
        await tess.WaitForCountAsync("#member-list li", 3);
        Assert.Empty(await tess.AuditAsync());
        await tess.ClickAsync("button", "Leave the group");
        await tess.WaitForCountAsync("#room-list li", 0);
        await doctor.WaitForAsync("#room-status", "^2 members$");
        Assert.Empty(await tess.ProblemsAsync());
    }

    [Fact]
    public async Task The_search_leads_to_a_message_of_long_ago()
    {
        using var pair = await Pair.MeetAsync(Address);
        await pair.SayAsync(pair.Doctor, "The Ringelblume helps");
        await using (var studentLine = await ChatClient.ConnectAsync(Address, pair.Student))
        await using (var doctorLine = await ChatClient.ConnectAsync(Address, pair.Doctor))
        {
            // Two write in both ways, so that each stays below what anybody may write at once.
            foreach (var number in Enumerable.Range(1, 160)) // what is between has two pages
            {
                var text = $"number {number}";
                await ((number % 4) switch
                {
                    0 => pair.SayAsync(pair.Student, text),
                    1 => pair.SayAsync(pair.Doctor, text),
                    2 => pair.SayAsync(studentLine, text),
                    _ => pair.SayAsync(doctorLine, text),
                });
            }
        }

        await using var student = await ChatTab.OpenAsync(browser, Address, pair.Student);
        await student.FillAsync("Search messages", "ringel");
        await student.WaitForAsync("#result-list mark", "^Ringel$");
        Assert.Empty(await student.AuditAsync());
        await student.ClickOnAsync("#result-list button");

        await student.WaitForAsync("#messages .found .text", "^The Ringelblume helps$");
        Assert.Equal(Enumerable.Range(1, 160).Select(static number => $"number {number}").Prepend("The Ringelblume helps"), await student.SaidAsync());
        await student.FocusAsync("#search-text");
        await student.PressAsync("Escape");
        await student.WaitForAsync("#room-nav:not([hidden])", "Dr. Pat Psyche");
        Assert.Empty(await student.ProblemsAsync());
    }

    [Fact]
    public async Task Everything_can_be_done_by_keyboard_alone()
    {
        using var pair = await Pair.MeetAsync(Address);
        await using var tab = await browser.OpenAsync($"{Address}/accounts/log-in/?kind=student");
        await LogInByKeyboardAsync(tab, pair.Student);

        // From the top of the page to the conversation, by Tab, and on to the field.
        await TabToAsync(tab, "New");
        await tab.PressAsync("Enter");
        await tab.WaitForCountAsync("#new-dialog[open]", 1);
        await TabToAsync(tab, "Dr. Pat Psyche psychiatrist");
        await tab.PressAsync("Space");
        await TabToAsync(tab, "Start conversation");
        await tab.PressAsync("Enter");
        await tab.WaitForAsync("#room-title", "^Dr. Pat Psyche$");
        await tab.WaitForCountAsync("#new-dialog[open]", 0);
        await TabToAsync(tab, "Message");
        await tab.TypeAsync("By keyboard");
        await tab.PressAsync("Enter");
        await tab.WaitForAsync("#messages .mine:not(.waiting) .text", "^By keyboard$"); // one that waits cannot be deleted
        await tab.WaitForFocusAsync("Message");

        // Back over the message to its deletion.
        for (var step = 0; step < 3 && !(await tab.FocusedAsync()).StartsWith("Delete", StringComparison.Ordinal); step++)
        {
            await tab.PressAsync("Shift+Tab");
        }

        await tab.WaitForFocusAsync("Delete “By keyboard”");
        Assert.Equal("1", await tab.StyleAsync("#messages .delete", "opacity"));
        await tab.PressAsync("Enter");
        await tab.WaitForCountAsync("#delete-dialog[open]", 1);
        await TabToAsync(tab, "Delete");
        await tab.PressAsync("Enter");
        await tab.WaitForAsync("#messages .text", "^This message was deleted.$");
        await TabToAsync(tab, "Message");
        await tab.PressAsync("Escape");
        await tab.WaitForCountAsync("#room:not([hidden])", 0);
        Assert.StartsWith("Dr. Pat Psyche", await tab.FocusedAsync(), StringComparison.Ordinal);
        await TabToAsync(tab, "Log out");
        await tab.PressAsync("Enter");
        await tab.WaitForUrlAsync("/accounts/log-in/");
        Assert.Empty(await tab.ProblemsAsync());
    }

    [Fact]
    public async Task Contacts_groups_members_files_and_search_are_reached_by_keyboard_alone()
    {
        using var pair = await Pair.MeetAsync(Address);
        using var tess = await Visitor.SignUpAsync(Address, "Tess Third");
        using var paul = await Visitor.SignUpAsync(Address, "Paul Fourth");
        await using var tab = await browser.OpenAsync($"{Address}/accounts/log-in/?kind=student");
        await LogInByKeyboardAsync(tab, pair.Student);

        await TabToAsync(tab, "New");
        await tab.PressAsync("Enter");
        await tab.WaitForCountAsync("#new-dialog[open]", 1);
        await TabToAsync(tab, "Add a contact…");
        await tab.PressAsync("Enter");
        await tab.WaitForCountAsync("#contacts-dialog[open]", 1);
        foreach (var contact in new[] { tess, paul })
        {
            await TabToAsync(tab, "Ask somebody by e-mail address");
            await tab.TypeAsync(contact.Email);
            await tab.PressAsync("Enter");
            await tab.WaitForCountAsync("#contact-asked:not([hidden])", 1); // then the field is empty, and has the focus
            await tab.WaitForAsync("#sent-list", contact.Email);
            await contact.AcceptAsync(pair.Student);
            await tab.WaitForAsync("#known-list", contact.Name);
        }

        await tab.PressAsync("Escape");
        await TabToAsync(tab, "New");
        await tab.PressAsync("Enter");
        await TabToAsync(tab, "Tess Third student");
        await tab.PressAsync("Space");
        await TabToAsync(tab, "Dr. Pat Psyche psychiatrist");
        await tab.PressAsync("Space");
        await TabToAsync(tab, "Title of the group");
        await tab.TypeAsync("Exam group");
        await TabToAsync(tab, "Make the group");
        await tab.PressAsync("Enter");
        await tab.WaitForAsync("#room-title", "^Exam group$");
        await tab.WaitForCountAsync("#new-dialog[open]", 0);

        await TabToAsync(tab, "Members");
        await tab.PressAsync("Enter");
        await tab.WaitForCountAsync("#details-dialog[open]", 1);
        await TabToAsync(tab, "Add a contact");
        await TabToAsync(tab, "Add");
        await tab.PressAsync("Enter");
        await tab.WaitForAsync("#member-list", "Paul Fourth");
        await tab.PressAsync("Escape");
        await tab.WaitForCountAsync("#details-dialog[open]", 0);

        await TabToAsync(tab, "Message");
        await tab.TypeAsync("The Ringelblume helps");
        await tab.PressAsync("Enter");
        await tab.WaitForAsync("#messages .mine:not(.waiting) .text", "^The Ringelblume helps$"); // one that waits is not found
        await TabToAsync(tab, "Send a picture or a file");
        await TabToAsync(tab, "Search messages");
        await tab.TypeAsync("ringelblume");
        await tab.PressAsync("Enter");
        await tab.WaitForAsync("#result-list mark", "^Ringelblume$");
        await TabToAsync(tab, "Messages found");
        await tab.PressAsync("Tab");
        await tab.PressAsync("Enter");
        await tab.WaitForAsync("#messages .found .text", "^The Ringelblume helps$");

        await TabToAsync(tab, "Members");
        await tab.PressAsync("Enter");
        await TabToAsync(tab, "Leave the group");
        await tab.PressAsync("Enter");
        await tab.WaitForCountAsync("#room:not([hidden])", 0);
        Assert.Empty(await tab.ProblemsAsync());
    }

    [Fact]
    public async Task Logging_out_ends_the_other_tabs_of_the_browser()
    {
        using var pair = await Pair.MeetAsync(Address);
        await using var tab = await ChatTab.OpenAsync(browser, Address, pair.Student);
        await using var beside = await browser.OpenAsync(Address + "/chat/", beside: tab);
        await beside.ConnectedAsync();

        await tab.ClickAsync("button", "Log out");

        await tab.WaitForUrlAsync("/accounts/log-in/");
        await beside.WaitForUrlAsync("/accounts/log-in/?returnUrl=%2Fchat%2F");
    }

    [Theory]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    [InlineData(360, false)]
    [InlineData(360, true)]
    public async Task The_page_fits_its_window_and_axe_core_finds_nothing(int width, bool dark)
    {
        var look = $"{(width == 360 ? "phone" : "desktop")}-{(dark ? "dark" : "light")}";
        using var pair = await Pair.MeetAsync(Address);
        foreach (var (index, text) in new[] { "Did the breathing exercise help?", "It did, thank you! I slept through the night.", "w" + new string('w', 150), "See https://example.com/breathing" }.Index())
        {
            await pair.SayAsync(index % 2 == 0 ? pair.Doctor : pair.Student, text);
        }

        await using var tab = await ChatTab.OpenAsync(browser, Address, pair.Student, width, dark);
        await tab.WaitForAsync("#room-list .line", ".");
        await tab.ScreenshotAsync($"chat-list-{look}");
        Assert.Empty(await tab.OverflowAsync());
        Assert.Empty(await tab.AuditAsync());

        await tab.OpenRoomAsync("Dr. Pat Psyche");
        await tab.WaitForCountAsync("#messages .message", 4);
        await tab.ScreenshotAsync($"chat-room-{look}");
        Assert.Empty(await tab.OverflowAsync());
        Assert.Empty(await tab.AuditAsync());

        await tab.PressAsync("Escape");
        await tab.ClickAsync("button", "New");
        await tab.WaitForCountAsync("#new-dialog[open]", 1);
        await tab.ScreenshotAsync($"chat-new-{look}");
        Assert.Empty(await tab.OverflowAsync());
        Assert.Empty(await tab.AuditAsync());
        Assert.Empty(await tab.ProblemsAsync());
    }

    private static async Task LogInByKeyboardAsync(Tab tab, Visitor visitor)
    {
        await tab.WaitForAsync("#example-list b", "Maya");
        await TabToAsync(tab, "E-mail address");
        await tab.TypeAsync(visitor.Email);
        await tab.PressAsync("Tab");
        await tab.TypeAsync(Visitor.Password);
        await tab.PressAsync("Enter");
        await tab.WaitForUrlAsync("/chat/");
        await tab.ConnectedAsync();
    }

    private static async Task TabToAsync(Tab tab, string name)
    {
        var passed = new List<string>();
        for (var step = 0; step < 30; step++)
        {
            await tab.PressAsync("Tab");
            passed.Add(await tab.FocusedAsync());
            if (passed[^1].EndsWith(name, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"Tab does not lead to “{name}”, but to: {string.Join(" | ", passed)}");
    }
}
