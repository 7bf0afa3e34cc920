using System.Net;
using System.Text.Json.Nodes;
using Sockeye.Browser.Tests.Accounts;

namespace Sockeye.Browser.Tests.Chat;

public sealed class MessageRouteTests(DemoServer demo)
{
    private string Address => demo.Process.Address;

    [Fact]
    public async Task What_is_posted_reaches_every_device_of_both()
    {
        using var pair = await Pair.MeetAsync(Address);
        using var otherDevice = await pair.Student.OnAnotherDeviceAsync();
        await using var student = await ChatClient.ConnectAsync(Address, pair.Student);
        await using var onOther = await ChatClient.ConnectAsync(Address, otherDevice);
        await using var doctor = await ChatClient.ConnectAsync(Address, pair.Doctor);

        var stored = await pair.SayAsync(pair.Student, "Grüße 🐟\nin two lines", "t-1");

        Assert.Equal(pair.Student.Id, stored["sender"]!.GetValue<string>());
        Assert.Equal("t-1", stored["temporaryId"]!.GetValue<string>());
        foreach (var client in new[] { student, onOther, doctor })
        {
            Assert.True(JsonNode.DeepEquals(stored, await client.NextAsync("newMessage")));
        }
    }

    [Fact]
    public async Task The_same_temporary_id_is_stored_and_sent_once_whichever_way_it_comes()
    {
        using var pair = await Pair.MeetAsync(Address);
        await using var doctor = await ChatClient.ConnectAsync(Address, pair.Doctor);
        await using var student = await ChatClient.ConnectAsync(Address, pair.Student);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(async index => index % 2 == 0
            ? await pair.SayAsync(pair.Student, "once", "same-id")
            : (await student.AskAsync("sendMessage", new { pair.Room, temporaryId = "same-id", text = "once" }))["message"]!));

        Assert.Single(answers.Select(static answer => answer["id"]!.GetValue<long>()).Distinct());
        Assert.Single(await doctor.SoFarAsync("newMessage"));
        Assert.Single((await pair.Doctor.GotAsync(pair.Messages))["messages"]!.AsArray());

        // Another sender's id is another id.
        await pair.SayAsync(pair.Doctor, "mine", "same-id");
        Assert.Equal(2, (await pair.Doctor.GotAsync(pair.Messages))["messages"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("""{"temporaryId":"a","text":"  "}""", "A message must not be empty.")]
    [InlineData("""{"temporaryId":"a"}""", "A message must not be empty.")]
    [InlineData("""{"temporaryId":"a","text":"\u200B\u2060 \u3164"}""", "A message must not be empty.")]
    [InlineData("""{"text":"hello"}""", "Give it a temporaryId: 1 to 64 letters, digits, hyphens or underscores.")]
    [InlineData("""{"temporaryId":"a b","text":"hello"}""", "Give it a temporaryId: 1 to 64 letters, digits, hyphens or underscores.")]
    [InlineData("""{"temporaryId":"12345678901234567890123456789012345678901234567890123456789012345","text":"hello"}""", "Give it a temporaryId: 1 to 64 letters, digits, hyphens or underscores.")]
    [InlineData("""{"temporaryId":"a","text":"a\u0000b"}""", "A message is text, without control characters.")]
    public async Task A_message_that_is_not_right_is_refused_by_POST_and_by_event(string body, string detail)
    {
        using var pair = await Pair.MeetAsync(Address);
        await using var student = await ChatClient.ConnectAsync(Address, pair.Student);
        var asEvent = JsonNode.Parse(body)!.AsObject();
        asEvent["room"] = pair.Room;

        Assert.Equal(detail, await Visitor.RefusedAsync(HttpStatusCode.BadRequest, pair.Student.PostTextAsync(pair.Messages, body)));
        var answer = await student.AskAsync("sendMessage", asEvent);
        Assert.Equal("invalid", answer["error"]!["code"]!.GetValue<string>());
        Assert.Equal(detail, answer["error"]!["detail"]!.GetValue<string>());
        Assert.Empty((await pair.Doctor.GotAsync(pair.Messages))["messages"]!.AsArray());
    }

    [Fact]
    public async Task A_text_has_a_limit_and_what_is_no_message_is_refused()
    {
        using var pair = await Pair.MeetAsync(Address);

        await pair.SayAsync(pair.Student, new string('x', 4000));
        Assert.Equal(
            "A message has at most 4000 characters; this one has 4001.",
            await Visitor.RefusedAsync(HttpStatusCode.BadRequest, pair.Student.PostAsync(pair.Messages, new { temporaryId = "a", text = new string('x', 4001) })));
        await Visitor.RefusedAsync(HttpStatusCode.BadRequest, pair.Student.PostTextAsync(pair.Messages, "{"));
        await Visitor.RefusedAsync(HttpStatusCode.BadRequest, pair.Student.PostTextAsync(pair.Messages, "null"));
        await Visitor.RefusedAsync(HttpStatusCode.BadRequest, pair.Student.PostTextAsync(pair.Messages, """{"temporaryId":1,"text":[]}"""));
        await Visitor.RefusedAsync(HttpStatusCode.UnsupportedMediaType, pair.Student.PostTextAsync(pair.Messages, "hello", "text/plain"));
        Assert.Equal(
            "Upload the file to this conversation first, and send it once.",
            await Visitor.RefusedAsync(HttpStatusCode.UnprocessableEntity, pair.Student.PostAsync(pair.Messages, new { temporaryId = "b", fileId = "none" })));
    }

    [Fact]
    public async Task Nobody_else_reads_or_writes_a_conversation_of_two()
    {
        using var pair = await Pair.MeetAsync(Address);
        using var stranger = await Visitor.SignUpAsync(Address);
        using var nobody = new Visitor(Address);
        await pair.SayAsync(pair.Student, "a secret", "s-1");
        await using var client = await ChatClient.ConnectAsync(Address, stranger);

        foreach (var room in new[] { pair.Room, "direct:a:b", "none" })
        {
            var path = $"/api/chat/rooms/{room}";
            Assert.Equal("You are not a member of this conversation.", await Visitor.RefusedAsync(HttpStatusCode.Forbidden, stranger.GetAsync(path)));
            await Visitor.RefusedAsync(HttpStatusCode.Forbidden, stranger.GetAsync(path + "/messages"));
            await Visitor.RefusedAsync(HttpStatusCode.Forbidden, stranger.PostAsync(path + "/messages", new { temporaryId = "x", text = "hello" }));
            await Visitor.RefusedAsync(HttpStatusCode.Forbidden, stranger.PostAsync(path + "/members", new { contact = stranger.Id }));
            await Visitor.RefusedAsync(HttpStatusCode.Forbidden, stranger.DeleteAsync(path + "/members/me"));
            await Visitor.RefusedAsync(HttpStatusCode.Forbidden, stranger.GetAsync($"/api/chat/search?q=secret&room={room}"));
            await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, nobody.GetAsync(path + "/messages"));
            await Visitor.RefusedAsync(HttpStatusCode.Unauthorized, nobody.PostAsync(path + "/messages", new { temporaryId = "x", text = "hello" }));
            Assert.Equal("not_your_room", Code(await client.AskAsync("join_chat", new { room })));
            Assert.Equal("not_your_room", Code(await client.AskAsync("sendMessage", new { room, temporaryId = "x", text = "hello" })));
            Assert.Equal("not_your_room", Code(await client.AskAsync("read", new { room, upTo = 1 })));
            await client.EmitAsync("typing", room);
        }

        Assert.Empty((await stranger.GotAsync("/api/chat/search?q=secret"))["messages"]!.AsArray());
        Assert.Equal("not_your_contact", Code(await client.AskAsync("join_chat", new { contact = pair.Doctor.Id })));
        await pair.SayAsync(pair.Doctor, "another secret");
        Assert.Empty(await client.SoFarAsync("newMessage"));
    }

    [Fact]
    public async Task History_comes_in_pages_from_the_newest_to_the_oldest_without_gaps()
    {
        using var pair = await Pair.MeetAsync(Address);
        foreach (var number in Enumerable.Range(1, 25))
        {
            await pair.SayAsync(number % 2 == 0 ? pair.Student : pair.Doctor, $"message {number}");
        }

        var seen = new List<string>();
        long? before = null;
        bool more;
        do
        {
            var page = await pair.Student.GotAsync($"{pair.Messages}?limit=10{(before is null ? "" : $"&before={before}")}");
            var messages = page["messages"]!.AsArray();
            seen.InsertRange(0, messages.Select(static message => message!["text"]!.GetValue<string>()));
            before = messages[0]!["id"]!.GetValue<long>();
            more = page["more"]!.GetValue<bool>();
        }
        while (more);

        Assert.Equal(Enumerable.Range(1, 25).Select(static number => $"message {number}"), seen);
    }

    [Theory]
    [InlineData("limit=0", "A page has 1 to 100 messages.")]
    [InlineData("limit=101", "A page has 1 to 100 messages.")]
    [InlineData("limit=many", "limit in the address is missing, or is not what this route takes.")]
    [InlineData("before=yesterday", "before in the address is missing, or is not what this route takes.")]
    public async Task A_page_that_cannot_be_is_refused(string query, string detail)
    {
        using var pair = await Pair.MeetAsync(Address);

        Assert.Equal(detail, await Visitor.RefusedAsync(HttpStatusCode.BadRequest, pair.Student.GetAsync($"{pair.Messages}?{query}")));
        Assert.Equal(
            "after in the address is missing, or is not what this route takes.",
            await Visitor.RefusedAsync(HttpStatusCode.BadRequest, pair.Student.GetAsync("/api/chat/changes")));
    }

    [Fact]
    public async Task Who_was_away_gets_what_changed_since_then()
    {
        using var pair = await Pair.MeetAsync(Address);
        var first = await pair.SayAsync(pair.Student, "before");
        var state = await pair.Doctor.GotAsync("/api/chat/state");
        var version = state["version"]!.GetValue<long>();
        await pair.SayAsync(pair.Student, "one");
        await pair.SayAsync(pair.Student, "two");
        using (await pair.Student.DeleteAsync($"/api/chat/messages/{first["id"]}"))
        {
        }

        var texts = new List<string?>();
        var more = true;
        while (more)
        {
            var page = await pair.Doctor.GotAsync($"/api/chat/changes?limit=1&after={version}");
            var change = page["messages"]![0]!;
            version = change["version"]!.GetValue<long>();
            texts.Add(change["deletedAt"] is null ? change["text"]!.GetValue<string>() : $"deleted {change["id"]}");
            more = page["more"]!.GetValue<bool>();
        }

        Assert.Equal(["one", "two", $"deleted {first["id"]}"], texts);
        Assert.Equal(2, (await pair.Doctor.GotAsync("/api/chat/state"))["rooms"]![0]!["unread"]!.GetValue<int>());
        await Visitor.RefusedAsync(HttpStatusCode.BadRequest, pair.Doctor.GetAsync("/api/chat/changes"));
        await Visitor.RefusedAsync(HttpStatusCode.BadRequest, pair.Doctor.GetAsync("/api/chat/changes?after=x"));
        await Visitor.RefusedAsync(HttpStatusCode.BadRequest, pair.Doctor.GetAsync("/api/chat/changes?after=1&limit=1000"));
    }

    [Fact]
    public async Task A_deleted_message_is_gone_everywhere_and_only_its_author_deletes_it()
    {
        using var pair = await Pair.MeetAsync(Address);
        await using var doctor = await ChatClient.ConnectAsync(Address, pair.Doctor);
        var message = await pair.SayAsync(pair.Student, "unhappily worded");
        var path = $"/api/chat/messages/{message["id"]}";
        using var stranger = await Visitor.SignUpAsync(Address);

        await Visitor.RefusedAsync(HttpStatusCode.Forbidden, pair.Doctor.DeleteAsync(path));
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, stranger.DeleteAsync(path));
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, stranger.DeleteAsync("/api/chat/messages/999999999"));
        await Visitor.RefusedAsync(HttpStatusCode.NotFound, stranger.DeleteAsync("/api/chat/messages/one"));
        Assert.Empty(await doctor.SoFarAsync("message_deleted"));
        foreach (var _ in new[] { "once", "again" })
        {
            using var response = await pair.Student.DeleteAsync(path);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        var deleted = Assert.Single(await doctor.SoFarAsync("message_deleted"));
        Assert.Equal("", deleted!["text"]!.GetValue<string>());
        Assert.Equal("", (await pair.Doctor.GotAsync(pair.Messages))["messages"]![0]!["text"]!.GetValue<string>());
        Assert.Empty((await pair.Doctor.GotAsync("/api/chat/search?q=unhappily"))["messages"]!.AsArray());
    }

    internal static string? Code(JsonNode answer) => answer["error"]?["code"]?.GetValue<string>();
}
