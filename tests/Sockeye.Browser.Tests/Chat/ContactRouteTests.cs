using System.Net;
using System.Text.Json.Nodes;
using Sockeye.Browser.Tests.Accounts;

namespace Sockeye.Browser.Tests.Chat;

/// <summary>Contacts are made by those who ask and those who accept, and ended by either.</summary>
public sealed class ContactRouteTests(DemoServer demo)
{
    private string Address => demo.Process.Address;

    [Fact]
    public async Task A_request_makes_contacts_of_two_once_it_is_accepted()
    {
        using var one = await Visitor.SignUpAsync(Address, "One");
        using var other = await Visitor.SignUpAsync(Address, "Other");
        await using var asking = await ChatClient.ConnectAsync(Address, one);
        await using var asked = await ChatClient.ConnectAsync(Address, other);

        await one.PostedAsync(People.Contacts, new { email = " " + other.Email.ToUpperInvariant() });
        await one.AskAsync(other);

        // The other hears of it at once, and once; until it is accepted, nobody is anybody's contact.
        var request = Assert.Single(await asked.SoFarAsync("request_received"))!;
        Assert.Equal(("One", one.Id, one.Email), (Text(request["from"]!, "name"), Text(request["from"]!, "id"), Text(request, "email")));
        Assert.Equal(other.Email, Text(Assert.Single(await asking.SoFarAsync("request_sent"))!, "email"));
        Assert.Equal(["One"], await other.ReceivedAsync());
        Assert.Equal([other.Email], await one.SentAsync());
        Assert.Empty(await one.ContactsAsync());
        Assert.Equal("not_your_contact", Text((await asking.AskAsync("join_chat", new { contact = other.Id }))["error"]!, "code"));
        await Visitor.RefusedAsync(HttpStatusCode.Forbidden, one.PostAsync("/api/chat/rooms", new { title = "t", members = new[] { other.Id }, temporaryId = "g" }));

        var contact = await other.AcceptAsync(one);
        Assert.Equal("One", Text(contact, "name"));
        Assert.Equal("One", Text(await asked.NextAsync("contact_added"), "name"));
        Assert.Equal("Other", Text(await asking.NextAsync("contact_added"), "name"));
        Assert.Equal("One", Text(await other.AcceptAsync(one), "name"));
        Assert.Empty(await asked.SoFarAsync("contact_added"));
        Assert.Equal(["Other"], await one.ContactsAsync());
        Assert.Equal(["One"], await other.ContactsAsync());
        Assert.Empty(await one.SentAsync());
        Assert.Empty(await other.ReceivedAsync());
    }

    [Fact]
    public async Task Who_asks_finds_out_nothing_about_an_address()
    {
        using var one = await Visitor.SignUpAsync(Address);
        using var waiting = await Visitor.SignUpAsync(Address);
        using var declining = await Visitor.SignUpAsync(Address);
        using var blocking = await Visitor.SignUpAsync(Address);
        using var contact = await Visitor.SignUpAsync(Address);
        await one.AskAsync(declining);
        await declining.DeclineAsync(one);
        await one.AskAsync(blocking);
        await blocking.BlockAsync(one);
        await Pair.BecomeContactsAsync(one, contact);
        var nobody = $"{Guid.NewGuid():n}@example.com";
        var answers = new List<string>();
        foreach (var email in new[] { nobody, waiting.Email, declining.Email, blocking.Email, contact.Email, nobody })
        {
            using var response = await one.PostAsync(People.Contacts, new { email });
            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
            answers.Add($"{response.Content.Headers} {await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
        }

        Assert.Single(answers.Distinct());

        // All of them wait, as far as their sender can see.
        Assert.Equal(new[] { nobody, waiting.Email, declining.Email, blocking.Email }.Order(), (await one.SentAsync()).Order());
    }

    [Fact]
    public async Task A_request_waits_for_whoever_signs_up_with_its_address()
    {
        using var one = await Visitor.SignUpAsync(Address, "One");
        using var late = new Visitor(Address);
        var email = $"{Guid.NewGuid():n}@example.com";
        await one.PostedAsync(People.Contacts, new { email });

        await late.PostedAsync("/api/students/sign-up", new { name = "Late", email, password = Visitor.Password });

        Assert.Equal(["One"], await late.ReceivedAsync());
    }

    [Fact]
    public async Task Two_who_ask_each_other_are_contacts_however_their_requests_meet()
    {
        for (var round = 0; round < 5; round++)
        {
            using var one = await Visitor.SignUpAsync(Address, "One");
            using var other = await Visitor.SignUpAsync(Address, "Other");
            await using var client = await ChatClient.ConnectAsync(Address, one);

            await Task.WhenAll(one.AskAsync(other), other.AskAsync(one), one.AskAsync(other), other.AskAsync(one));

            Assert.Equal(["Other"], await one.ContactsAsync());
            Assert.Equal(["One"], await other.ContactsAsync());
            Assert.Empty((string[])[.. await one.SentAsync(), .. await one.ReceivedAsync(), .. await other.SentAsync(), .. await other.ReceivedAsync()]);
            Assert.Single(await client.SoFarAsync("contact_added"));
        }
    }

    [Fact]
    public async Task Accepting_and_removing_at_once_leaves_both_sides_the_same()
    {
        for (var round = 0; round < 5; round++)
        {
            using var one = await Visitor.SignUpAsync(Address);
            using var other = await Visitor.SignUpAsync(Address);
            await one.AskAsync(other);

            await Task.WhenAll(other.AcceptAsync(one), one.RemoveAsync(other), other.PostAsync($"{People.Contacts}/requests/{one.Id}/accept", null));

            Assert.Equal((await one.ContactsAsync()).Length, (await other.ContactsAsync()).Length);
        }
    }

    [Fact]
    public async Task A_declined_request_is_not_shown_again_and_its_sender_is_not_told()
    {
        using var one = await Visitor.SignUpAsync(Address, "One");
        using var other = await Visitor.SignUpAsync(Address, "Other");
        await one.AskAsync(other);
        await using var asking = await ChatClient.ConnectAsync(Address, one);
        await using var asked = await ChatClient.ConnectAsync(Address, other);

        await other.DeclineAsync(one);
        await other.DeclineAsync(one);

        Assert.Single(await asked.SoFarAsync("request_ended"));
        Assert.Empty(await asking.SoFarAsync("request_ended"));
        Assert.Equal([other.Email], await one.SentAsync());
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, other.PostAsync($"{People.Contacts}/requests/{one.Id}/accept", null));

        // Neither by asking again nor by taking it back before that.
        await one.AskAsync(other);
        await one.WithdrawAsync(await one.SentIdAsync());
        Assert.Empty(await one.SentAsync());
        await one.AskAsync(other);
        Assert.Equal([other.Email], await one.SentAsync());
        Assert.Empty(await asked.SoFarAsync("request_received"));
        Assert.Empty(await other.ReceivedAsync());

        // Whoever declined may still ask.
        await other.AskAsync(one);
        Assert.Equal(["One"], await other.ContactsAsync());
    }

    [Fact]
    public async Task What_was_declined_long_ago_may_be_asked_again()
    {
        await using var restless = await SampleProcess.StartAsync("Demo", settings: [.. DemoServer.ManyLogIns, "--Chat:RequestRest=00:00:00"]);
        using var one = await Visitor.SignUpAsync(restless.Address, "One");
        using var other = await Visitor.SignUpAsync(restless.Address);
        await one.AskAsync(other);
        await other.DeclineAsync(one);
        await using var asked = await ChatClient.ConnectAsync(restless.Address, other);

        await one.AskAsync(other);

        Assert.Single(await asked.SoFarAsync("request_received"));
        Assert.Equal(["One"], await other.ReceivedAsync());
    }

    [Fact]
    public async Task A_request_that_is_taken_back_is_gone_on_both_sides()
    {
        using var one = await Visitor.SignUpAsync(Address);
        using var other = await Visitor.SignUpAsync(Address);
        await one.AskAsync(other);
        await using var asked = await ChatClient.ConnectAsync(Address, other);
        var id = await one.SentIdAsync();

        await other.WithdrawAsync(id); // not theirs
        Assert.Equal([other.Email], await one.SentAsync());
        await one.WithdrawAsync(id);
        await one.WithdrawAsync(id);

        Assert.Equal(id, Assert.Single(await asked.SoFarAsync("request_ended"))!.GetValue<string>());
        Assert.Empty((string[])[.. await one.SentAsync(), .. await other.ReceivedAsync()]);
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, other.PostAsync($"{People.Contacts}/requests/{one.Id}/accept", null));
    }

    [Fact]
    public async Task Contacts_open_requests_and_groups_have_bounds()
    {
        await using var small = await SampleProcess.StartAsync("Demo", settings: [.. DemoServer.ManyLogIns, "--Chat:MaxContacts=1", "--Chat:MaxSentRequests=2", "--Chat:MaxGroups=1"]);
        using var one = await Visitor.SignUpAsync(small.Address, "One");
        using var other = await Visitor.SignUpAsync(small.Address, "Other");
        using var third = await Visitor.SignUpAsync(small.Address, "Third");
        await one.PostedAsync(People.Contacts, new { email = "a@example.com" });
        await one.AskAsync(other);
        await one.AskAsync(other);
        Assert.Equal(
            "2 of your requests wait for an answer, which is the most: take one back first.",
            await Visitor.RefusedAsync(HttpStatusCode.Conflict, one.PostAsync(People.Contacts, new { email = "b@example.com" })));
        using var fourth = await Visitor.SignUpAsync(small.Address, "Fourth");
        await other.WithdrawAsync(await one.FirstSentIdAsync("a@example.com")); // of somebody else: it stays
        await one.WithdrawAsync(await one.FirstSentIdAsync("a@example.com"));
        await one.AskAsync(third);
        await fourth.AskAsync(one);
        await other.AcceptAsync(one);

        // The one who is full is told so, and so is who would become the contact of one who is.
        const string Full = "You have 1 contacts, which is the most: remove one first.";
        Assert.Equal(Full, await Visitor.RefusedAsync(HttpStatusCode.Conflict, one.PostAsync($"{People.Contacts}/requests/{fourth.Id}/accept", null)));
        Assert.Equal(Full, await Visitor.RefusedAsync(HttpStatusCode.Conflict, one.PostAsync(People.Contacts, new { email = "b@example.com" })));
        Assert.Equal(
            "They have as many contacts as anybody may have: accept it later.",
            await Visitor.RefusedAsync(HttpStatusCode.Conflict, third.PostAsync($"{People.Contacts}/requests/{one.Id}/accept", null)));
        await third.AskAsync(one);
        Assert.Empty(await third.ContactsAsync());

        // With room again, it is made of what waits.
        await other.RemoveAsync(one);
        await third.AcceptAsync(one);
        Assert.Equal(["Third"], await one.ContactsAsync());

        // Nobody puts others into groups without end: all have to leave one before another is made.
        const string Groups = "/api/chat/rooms";
        var group = new { title = "Two", members = new[] { third.Id }, temporaryId = Pair.NewId() };
        var room = (await one.PostedAsync(Groups, group))["name"]!.GetValue<string>();
        await one.PostedAsync(Groups, group); // again, it is the same
        await People.DoneAsync(one.DeleteAsync($"{Groups}/{room}/members/me"));
        Assert.Equal(
            "You have made 1 groups, which is the most: all have to leave one first.",
            await Visitor.RefusedAsync(HttpStatusCode.Conflict, one.PostAsync(Groups, group with { temporaryId = Pair.NewId() })));
        await People.DoneAsync(third.DeleteAsync($"{Groups}/{room}/members/me"));
        await one.PostedAsync(Groups, group with { temporaryId = Pair.NewId() });
    }

    [Fact]
    public async Task Two_who_are_contacts_no_longer_read_what_was_written_and_hear_nothing_more()
    {
        using var pair = await Pair.MeetAsync(Address);
        await using var student = await ChatClient.ConnectAsync(Address, pair.Student);
        await using var doctor = await ChatClient.ConnectAsync(Address, pair.Doctor);
        var said = await pair.SayAsync(pair.Doctor, "from before");
        await student.NextAsync("newMessage");

        await pair.Doctor.RemoveAsync(pair.Student);
        await pair.Doctor.RemoveAsync(pair.Student);

        Assert.Equal(pair.Doctor.Id, (await student.NextAsync("contact_removed")).GetValue<string>());
        Assert.True((await student.NextAsync("room_changed"))["closed"]!.GetValue<bool>());
        Assert.Equal(pair.Student.Id, Assert.Single(await doctor.SoFarAsync("contact_removed"))!.GetValue<string>());
        Assert.Empty((string[])[.. await pair.Student.ContactsAsync(), .. await pair.Doctor.ContactsAsync()]);

        // To be read, and no more: neither by request nor by event, nor a file.
        var opened = await student.AskAsync("join_chat", new { contact = pair.Doctor.Id });
        Assert.Equal("from before", Text(Assert.Single(opened["messages"]!.AsArray())!, "text"));
        Assert.True(opened["room"]!["closed"]!.GetValue<bool>());
        Assert.Equal("not_contacts", Text((await student.AskAsync("sendMessage", new { pair.Room, temporaryId = Pair.NewId(), text = "still there?" }))["error"]!, "code"));
        await Visitor.RefusedAsync(HttpStatusCode.Forbidden, pair.Doctor.PostAsync(pair.Messages, new { temporaryId = Pair.NewId(), text = "hello" }));
        await Visitor.RefusedAsync(HttpStatusCode.Forbidden, pair.Student.PostAsync($"/api/chat/rooms/{pair.Room}/files", new { temporaryId = Pair.NewId(), name = "a.txt", size = 1 }));

        // What one does there the other is not told: neither opening it, nor typing, nor reading.
        await student.EmitAsync("typing", pair.Room);
        await student.AskAsync("read", new { pair.Room, upTo = said["id"]!.GetValue<long>() });
        await using var phone = await ChatClient.ConnectAsync(Address, pair.Student);
        await phone.AskAsync("join_chat", new { pair.Room });
        await phone.EmitAsync("typing", pair.Room);
        await phone.AskAsync("read", null);
        Assert.Empty((await doctor.NamesSoFarAsync()).Intersect(["user_joined", "typing", "marks"]));
        Assert.Equal(0, await ReadByAsync(pair.Doctor, pair.Student));
        Assert.Equal(said["id"]!.GetValue<long>(), await ReadByAsync(pair.Student, pair.Student));

        // Contacts again, all is as it was.
        await pair.Student.PostedAsync(People.Contacts, new { account = pair.Doctor.Id });
        Assert.Equal(["Dr. Pat Psyche"], await pair.Student.SentAsync());
        await pair.Doctor.AcceptAsync(pair.Student);
        Assert.False((await student.NextAsync("room_changed"))["closed"]!.GetValue<bool>());
        Assert.Equal(said["id"]!.GetValue<long>(), await ReadByAsync(pair.Doctor, pair.Student));
        await pair.SayAsync(pair.Doctor, "welcome back");
        Assert.Equal("welcome back", Text(await student.NextAsync("newMessage"), "text"));
        Assert.Equal("welcome back", Text(await phone.NextAsync("newMessage"), "text"));
    }

    [Fact]
    public async Task What_is_deleted_in_a_closed_conversation_is_deleted_for_both()
    {
        using var pair = await Pair.MeetAsync(Address);
        var said = await pair.SayAsync(pair.Doctor, "a mistake");
        await using var student = await ChatClient.ConnectAsync(Address, pair.Student);
        await using var doctor = await ChatClient.ConnectAsync(Address, pair.Doctor);
        await pair.Student.RemoveAsync(pair.Doctor);

        await pair.Doctor.DeleteAsync($"/api/chat/messages/{said["id"]}");

        Assert.Single(await student.SoFarAsync("message_deleted"));
        Assert.Single(await doctor.SoFarAsync("message_deleted"));
    }

    [Theory]
    [InlineData("{}", "Enter an e-mail address.")]
    [InlineData("""{"email":""}""", "Enter an e-mail address.")]
    [InlineData("""{"email":"nobody"}""", "This is not an e-mail address: it should look like name@example.com.")]
    [InlineData("""{"email":"a@example.com","account":"1"}""", "Say whom by { email } or by { account }, not by both.")]
    public async Task A_request_needs_an_address(string body, string detail)
    {
        using var one = await Visitor.SignUpAsync(Address);

        Assert.Equal(detail, await Visitor.RefusedAsync(HttpStatusCode.BadRequest, one.PostTextAsync(People.Contacts, body)));
    }

    [Fact]
    public async Task What_cannot_be_asked_or_answered_is_refused()
    {
        using var one = await Visitor.SignUpAsync(Address);
        using var stranger = await Visitor.SignUpAsync(Address);
        using var nobody = new Visitor(Address);

        Assert.Equal("This is your own address.", await Visitor.RefusedAsync(HttpStatusCode.BadRequest, one.PostAsync(People.Contacts, new { one.Email })));
        await Visitor.RefusedAsync(HttpStatusCode.BadRequest, one.PostAsync(People.Contacts, new { email = new string('a', 250) + "@example.com" }));
        await Visitor.RefusedAsync(HttpStatusCode.BadRequest, one.PostTextAsync(People.Contacts, """{"email":{}}"""));
        await Visitor.RefusedAsync(HttpStatusCode.BadRequest, one.PostTextAsync(People.Contacts, "null"));
        await Visitor.RefusedAsync(HttpStatusCode.BadRequest, one.PostTextAsync(People.Contacts, "{"));
        await Visitor.RefusedAsync(HttpStatusCode.UnsupportedMediaType, one.PostTextAsync(People.Contacts, "email", "text/plain"));

        // Whether there is such an account is not said.
        foreach (var id in new[] { stranger.Id, "nobody", one.Id, new string('x', 500), "%27%20or%201=1" })
        {
            Assert.Equal("Ask by e-mail address whom you have not talked to before.", await Visitor.RefusedAsync(HttpStatusCode.Forbidden, one.PostAsync(People.Contacts, new { account = id })));
            Assert.Equal("There is no such request.", await Visitor.RefusedAsync(HttpStatusCode.NotFound, one.PostAsync($"{People.Contacts}/requests/{id}/accept", null)));
            await People.DoneAsync(one.PostAsync($"{People.Contacts}/requests/{id}/decline", null));
            await People.DoneAsync(one.DeleteAsync($"{People.Contacts}/requests/{id}"));
            await People.DoneAsync(one.DeleteAsync($"{People.Contacts}/{id}"));
        }

        // Nobody accepts for somebody else.
        await one.AskAsync(stranger);
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, one.PostAsync($"{People.Contacts}/requests/{one.Id}/accept", null));
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, one.PostAsync($"{People.Contacts}/requests/{stranger.Id}/accept", null));

        await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, nobody.PostAsync(People.Contacts, new { one.Email }));
        await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, nobody.PostAsync($"{People.Contacts}/requests/{one.Id}/accept", null));
        await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, nobody.PostAsync($"{People.Contacts}/requests/{one.Id}/decline", null));
        await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, nobody.DeleteAsync($"{People.Contacts}/requests/{one.Id}"));
        await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, nobody.DeleteAsync($"{People.Contacts}/{one.Id}"));
        await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, nobody.GetAsync("/api/chat/state"));
    }

    [Fact]
    public async Task Requests_are_limited_as_all_that_is_written()
    {
        using var one = await Visitor.SignUpAsync(Address);
        using var other = await Visitor.SignUpAsync(Address);

        // At once, since more are allowed each second.
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => one.PostAsync(People.Contacts, new { other.Email })));

        Assert.Contains(answers, static answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static async Task<long> ReadByAsync(Visitor viewer, Visitor member)
    {
        var room = Assert.Single((await viewer.GotAsync("/api/chat/state"))["rooms"]!.AsArray())!;
        return room["members"]!.AsArray().Single(known => known!["id"]!.GetValue<string>() == member.Id)!["read"]!.GetValue<long>();
    }
}
