using System.Net;
using Sockeye.Browser.Tests.Accounts;

namespace Sockeye.Browser.Tests.Chat;

/// <summary>Whoever is blocked is kept away, and does not learn that it is so.</summary>
public sealed class BlockRouteTests(DemoServer demo)
{
    private const string Presence = "sockeye:presence";

    private string Address => demo.Process.Address;

    [Fact]
    public async Task A_blocked_contact_neither_writes_nor_asks_nor_adds_nor_sees()
    {
        using var pair = await Pair.MeetAsync(Address);
        using var third = await Visitor.SignUpAsync(Address, "Third");
        await Pair.BecomeContactsAsync(pair.Student, third);
        await using var student = await ChatClient.ConnectAsync(Address, pair.Student);
        await using var doctor = await ChatClient.ConnectAsync(Address, pair.Doctor);
        await using var phone = await ChatClient.ConnectAsync(Address, pair.Doctor);

        var blocked = await pair.Doctor.BlockAsync(pair.Student);
        await pair.Doctor.BlockAsync(pair.Student);

        Assert.Equal("Sam Student", blocked["name"]!.GetValue<string>());
        Assert.Equal(pair.Student.Id, (await phone.NextAsync("blocked"))["id"]!.GetValue<string>());
        Assert.Equal(["Sam Student"], await pair.Doctor.BlockedAsync());
        Assert.Equal("Sam Student", Assert.Single((await pair.Doctor.GotAsync(People.Contacts + "/blocked")).AsArray())!["name"]!.GetValue<string>());
        Assert.Empty(await pair.Doctor.ContactsAsync());

        // To whoever is blocked it is a contact that was removed.
        Assert.Equal(["contact_removed", "room_changed"], (await student.NamesSoFarAsync()).Where(static name => name != Presence));
        Assert.Equal(["Third"], await pair.Student.ContactsAsync());
        Assert.Empty(await pair.Student.BlockedAsync());

        await Visitor.RefusedAsync(HttpStatusCode.Forbidden, pair.Student.PostAsync(pair.Messages, new { temporaryId = Pair.NewId(), text = "why?" }));
        await Visitor.RefusedAsync(HttpStatusCode.Forbidden, pair.Student.PostAsync("/api/chat/rooms", new { title = "t", members = new[] { pair.Doctor.Id, third.Id }, temporaryId = "g" }));
        var group = await pair.Student.PostedAsync("/api/chat/rooms", new { title = "t", members = new[] { third.Id }, temporaryId = "g" });
        await Visitor.RefusedAsync(HttpStatusCode.Forbidden, pair.Student.PostAsync($"/api/chat/rooms/{group["name"]}/members", new { contact = pair.Doctor.Id }));
        await pair.Student.AskAsync(pair.Doctor);
        await pair.Student.PostedAsync(People.Contacts, new { account = pair.Doctor.Id });
        Assert.Single(await pair.Student.SentAsync());
        Assert.Empty(await pair.Doctor.ReceivedAsync());
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, pair.Doctor.PostAsync($"{People.Contacts}/requests/{pair.Student.Id}/accept", null));
        Assert.DoesNotContain("request_received", await doctor.NamesSoFarAsync());

        // Neither does the one who blocks ask over the block.
        await pair.Doctor.AskAsync(pair.Student);
        Assert.Empty(await pair.Student.ReceivedAsync());
        Assert.Equal(["Third"], await pair.Student.ContactsAsync());
    }

    [Fact]
    public async Task A_conversation_that_is_opened_while_one_blocks_the_other_is_closed()
    {
        for (var round = 0; round < 20; round++)
        {
            using var one = await Visitor.SignUpAsync(Address, "One");
            using var other = await Visitor.SignUpAsync(Address, "Other");
            await Pair.BecomeContactsAsync(one, other);
            await using var blocked = await ChatClient.ConnectAsync(Address, one);
            await using var blocking = await ChatClient.ConnectAsync(Address, other);

            var opening = blocked.AskAsync("join_chat", new { contact = other.Id });
            await other.BlockAsync(one);

            if ((await opening)["room"]?["name"]?.GetValue<string>() is { } room)
            {
                await blocked.EmitAsync("typing", room);
                await blocked.SoFarAsync("nothing"); // what was sent before has been handled
                Assert.DoesNotContain("typing", await blocking.NamesSoFarAsync());
            }
        }
    }

    [Fact]
    public async Task Unblocked_people_are_strangers_who_may_ask()
    {
        using var one = await Visitor.SignUpAsync(Address, "One");
        using var other = await Visitor.SignUpAsync(Address, "Other");
        await one.AskAsync(other);
        await other.BlockAsync(one);
        Assert.Empty(await other.ReceivedAsync());
        await one.AskAsync(other);
        await using var client = await ChatClient.ConnectAsync(Address, other);

        await other.UnblockAsync(one);
        await other.UnblockAsync(one);

        // What was asked meanwhile does not come up by that; asked again, it does.
        Assert.Equal(one.Id, Assert.Single(await client.SoFarAsync("unblocked"))!.GetValue<string>());
        Assert.Empty((string[])[.. await other.BlockedAsync(), .. await other.ReceivedAsync()]);
        await one.AskAsync(other);
        Assert.Equal("One", (await client.NextAsync("request_received"))["from"]!["name"]!.GetValue<string>());
        await other.AcceptAsync(one);
        Assert.Equal(["Other"], await one.ContactsAsync());
    }

    [Fact]
    public async Task Blocking_is_no_way_around_a_decline()
    {
        using var one = await Visitor.SignUpAsync(Address, "One");
        using var other = await Visitor.SignUpAsync(Address, "Other");
        await Pair.BecomeContactsAsync(one, other);
        await using (var client = await ChatClient.ConnectAsync(Address, one))
        {
            await client.AskAsync("join_chat", new { contact = other.Id });
        }

        await other.RemoveAsync(one);
        await one.AskAsync(other);
        await other.DeclineAsync(one);
        await one.BlockAsync(other);
        await one.UnblockAsync(other);
        await one.AskAsync(other);

        Assert.Empty(await other.ReceivedAsync());
    }

    [Fact]
    public async Task Presence_follows_at_once_on_all_devices()
    {
        using var pair = await Pair.MeetAsync(Address);
        using var laptop = await pair.Student.OnAnotherDeviceAsync();
        await using var first = await ChatClient.ConnectAsync(Address, pair.Student);
        await using var second = await ChatClient.ConnectAsync(Address, laptop);
        await using var doctor = await ChatClient.ConnectAsync(Address, pair.Doctor);
        foreach (var device in new[] { first, second })
        {
            await SeesAsync(device, pair.Doctor, isOnline: true);
        }

        await pair.Doctor.RemoveAsync(pair.Student);
        await AwayAsync(doctor, true);
        Assert.DoesNotContain(Presence, await first.NamesSoFarAsync());
        Assert.DoesNotContain(Presence, await second.NamesSoFarAsync());
        await using (var reloaded = await ChatClient.ConnectAsync(Address, pair.Student))
        {
            Assert.Empty((await reloaded.NextAsync(Presence))["users"]!.AsArray());
        }

        await pair.Doctor.AskAsync(pair.Student);
        Assert.DoesNotContain(Presence, await first.NamesSoFarAsync());
        await pair.Student.AcceptAsync(pair.Doctor);
        foreach (var device in new[] { first, second })
        {
            await SeesAsync(device, pair.Doctor, isOnline: true);
        }

        await pair.Student.BlockAsync(pair.Doctor);
        await AwayAsync(doctor, false);
        Assert.DoesNotContain(Presence, await first.NamesSoFarAsync());
        await pair.Student.UnblockAsync(pair.Doctor);
        await AwayAsync(doctor, true);
        Assert.DoesNotContain(Presence, await first.NamesSoFarAsync());
    }

    [Fact]
    public async Task Whoever_is_met_in_a_group_can_be_blocked_and_the_group_goes_on()
    {
        using var pair = await Pair.MeetAsync(Address);
        using var third = await Visitor.SignUpAsync(Address, "Third");
        await Pair.BecomeContactsAsync(pair.Doctor, third);
        var group = await pair.Doctor.PostedAsync("/api/chat/rooms", new { title = "t", members = new[] { pair.Student.Id, third.Id }, temporaryId = "g" });
        await using var client = await ChatClient.ConnectAsync(Address, third);

        await third.BlockAsync(pair.Student);
        await pair.Student.PostedAsync($"/api/chat/rooms/{group["name"]}/messages", new { temporaryId = Pair.NewId(), text = "to all" });

        Assert.Equal("to all", (await client.NextAsync("newMessage"))["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task Who_cannot_be_blocked_is_refused()
    {
        await using var small = await SampleProcess.StartAsync("Demo", settings: [.. DemoServer.ManyLogIns, "--Chat:MaxBlocked=1"]);
        using var one = await Visitor.SignUpAsync(small.Address);
        using var stranger = await Visitor.SignUpAsync(small.Address);
        using var asking = await Visitor.SignUpAsync(small.Address);
        using var nobody = new Visitor(small.Address);
        const string Blocked = People.Contacts + "/blocked";
        await asking.AskAsync(one);
        await asking.AskAsync(stranger);
        await stranger.AskAsync(one);

        foreach (var body in new[] { "{}", """{"account":""}""", """{"account":1}""", "null", "[" })
        {
            await Visitor.RefusedAsync(HttpStatusCode.BadRequest, one.PostTextAsync(Blocked, body));
        }

        Assert.Equal("This is your own account.", await Visitor.RefusedAsync(HttpStatusCode.BadRequest, one.PostAsync(Blocked, new { account = one.Id })));
        Assert.Equal(
            "There is no such person among those whom you have met.",
            await Visitor.RefusedAsync(HttpStatusCode.NotFound, asking.PostAsync(Blocked, new { account = stranger.Id })));
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, one.PostAsync(Blocked, new { account = "nobody" }));
        await People.DoneAsync(one.DeleteAsync(Blocked + "/nobody"));
        await one.BlockAsync(asking);
        Assert.Equal(
            "You have blocked 1 people, which is the most: unblock one first.",
            await Visitor.RefusedAsync(HttpStatusCode.Conflict, one.PostAsync(Blocked, new { account = stranger.Id })));
        await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, nobody.GetAsync(Blocked));
        await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, nobody.PostAsync(Blocked, new { account = one.Id }));
        await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, nobody.DeleteAsync($"{Blocked}/{one.Id}"));
    }

    private static async Task AwayAsync(ChatClient device, bool isAway)
    {
        await device.EmitAsync("away", isAway);
        await device.AskAsync("read", null); // answered once that was done
    }

    // What was true before comes first, and maybe more than once.
    private static async Task SeesAsync(ChatClient device, Visitor other, bool isOnline)
    {
        while (true)
        {
            var users = (await device.NextAsync(Presence))["users"]!.AsArray();
            if (users.Any(user => user!["userId"]!.GetValue<string>() == other.Id && user["online"]!.GetValue<bool>() == isOnline))
            {
                return;
            }
        }
    }
}
