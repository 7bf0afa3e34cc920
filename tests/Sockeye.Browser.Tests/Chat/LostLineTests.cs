namespace Sockeye.Browser.Tests.Chat;

/// <summary>Networks and servers that go away and come back, in the middle of a conversation.</summary>
public sealed class LostLineTests(Browser browser, DemoServer demo)
{
    [Fact]
    public async Task What_is_written_without_a_network_is_sent_when_it_is_back()
    {
        var address = demo.Process.Address;
        using var pair = await Pair.MeetAsync(address);
        await using var student = await ChatTab.OpenAsync(browser, address, pair.Student);
        await student.OpenRoomAsync("Dr. Pat Psyche");
        await student.SayAsync("before");
        await student.WaitForAsync("#messages .mine[data-state=sent] .text", "^before$");

        await student.SetOfflineAsync(true);
        await student.WaitForAsync("#connection[data-state=away]", "What you write is kept");
        await student.SayAsync("without a network");
        await student.SayAsync("and another one");
        await student.WaitForAsync("#messages .mine[data-state=sending] .foot-line", "^Kept here, and sent when the server can be reached$");
        await pair.SayAsync(pair.Doctor, "are you there?");
        Assert.Equal(2, (await pair.Doctor.GotAsync(pair.Messages))["messages"]!.AsArray().Count);
        await student.ScreenshotAsync("chat-offline-desktop-light");
        Assert.Empty(await student.AuditAsync());
        await student.SetOfflineAsync(false);

        await student.WaitForCountAsync("#messages .mine[data-state=sent]", 2); // the doctor has read the first, having answered
        string[] expected = ["before", "are you there?", "without a network", "and another one"];
        Assert.Equal(expected, await student.SaidAsync());
        Assert.Equal(expected, await pair.StoredAsync());
    }

    [Fact]
    public async Task What_waits_to_be_sent_outlives_the_page()
    {
        var address = demo.Process.Address;
        using var pair = await Pair.MeetAsync(address);
        await using var student = await ChatTab.OpenAsync(browser, address, pair.Student);
        await student.OpenRoomAsync("Dr. Pat Psyche");
        await student.SetOfflineAsync(true);
        await student.WaitForAsync("#connection[data-state=away]", ".");
        await student.SayAsync("written just before closing");
        await student.WaitForAsync("#messages .mine[data-state=sending]", ".");

        // Another tab of the same browser: it finds what the first one left behind.
        await student.GoToAsync("about:blank");
        await student.SetOfflineAsync(false);
        await using var again = await browser.OpenAsync(address + "/chat/", beside: student);
        await again.ConnectedAsync();
        await again.OpenRoomAsync("Dr. Pat Psyche");

        await again.WaitForAsync("#messages .mine[data-state=sent] .text", "^written just before closing$");
        Assert.Equal(["written just before closing"], await pair.StoredAsync());
    }

    [Fact]
    public async Task Nothing_is_lost_or_doubled_when_the_server_is_killed_in_the_middle()
    {
        await using var server = await MortalDemo.StartAsync();
        using var pair = await Pair.MeetAsync(server.Address);
        await using var student = await ChatTab.OpenAsync(browser, server.Address, pair.Student);
        await using var doctor = await ChatTab.OpenAsync(browser, server.Address, pair.Doctor);
        await student.OpenRoomAsync("Dr. Pat Psyche");
        await doctor.OpenRoomAsync("Sam Student");

        // Killed while messages are on their way in both directions, and once more after the restart.
        var killed = Task.CompletedTask;
        for (var number = 1; number <= 30; number++)
        {
            await student.SayAsync($"student {number}");
            await doctor.SayAsync($"doctor {number}");
            if (number is 8 or 20)
            {
                await killed;
                killed = server.KillAsync();
            }
            else if (number is 14 or 26)
            {
                await killed;
                await server.StartAgainAsync();
            }
        }

        await student.WaitForCountAsync("#messages .mine:is([data-state=sent], [data-state=delivered], [data-state=read])", 30);
        await doctor.WaitForCountAsync("#messages .mine:is([data-state=sent], [data-state=delivered], [data-state=read])", 30);
        await student.WaitForCountAsync("#messages .theirs", 30);
        await doctor.WaitForCountAsync("#messages .theirs", 30);
        await doctor.LookAtAsync();
        await student.WaitForCountAsync("#messages .mine[data-state=read]", 30);

        var stored = await pair.StoredAsync();
        Assert.Equal(stored, await student.SaidAsync());
        Assert.Equal(stored, await doctor.SaidAsync());
        foreach (var who in new[] { "student", "doctor" })
        {
            Assert.Equal(
                Enumerable.Range(1, 30).Select(number => $"{who} {number}"),
                stored.Where(text => text.StartsWith(who, StringComparison.Ordinal)));
        }
    }
}
