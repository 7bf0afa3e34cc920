using System.Net;
using Sockeye.Browser.Tests.Accounts;

namespace Sockeye.Browser.Tests.Chat;

public sealed class RoomRouteTests(DemoServer demo)
{
    private string Address => demo.Process.Address;

    [Fact]
    public async Task A_group_hears_what_is_written_from_when_one_is_in_it()
    {
        using var pair = await Pair.MeetAsync(Address);
        using var third = await Visitor.SignUpAsync(Address, "Third");
        await Pair.BecomeContactsAsync(pair.Doctor, third);
        await using var student = await ChatClient.ConnectAsync(Address, pair.Student);
        await using var newcomer = await ChatClient.ConnectAsync(Address, third);
        var request = new { title = " Exam group ", members = new[] { pair.Student.Id }, temporaryId = Pair.NewId() };

        var group = await pair.Doctor.PostedAsync("/api/chat/rooms", request);
        var again = await pair.Doctor.PostedAsync("/api/chat/rooms", request);
        var room = group["name"]!.GetValue<string>();
        var messages = $"/api/chat/rooms/{room}/messages";
        Assert.Equal(room, again["name"]!.GetValue<string>());
        Assert.Equal("Exam group", (await student.NextAsync("room_changed"))["title"]!.GetValue<string>());

        await pair.Doctor.PostedAsync(messages, new { temporaryId = Pair.NewId(), text = "before the third" });
        Assert.Equal("before the third", (await student.NextAsync("newMessage"))["text"]!.GetValue<string>());
        await Visitor.RefusedAsync(HttpStatusCode.Forbidden, third.GetAsync(messages));
        await pair.Doctor.PostedAsync($"/api/chat/rooms/{room}/members", new { contact = third.Id });
        Assert.Equal(3, (await newcomer.NextAsync("room_changed"))["members"]!.AsArray().Count);
        var said = await pair.Student.PostedAsync(messages, new { temporaryId = Pair.NewId(), text = "welcome" });

        Assert.Equal("welcome", (await newcomer.NextAsync("newMessage"))["text"]!.GetValue<string>());
        Assert.Equal(["welcome"], (await third.GotAsync(messages))["messages"]!.AsArray().Select(static message => message!["text"]!.GetValue<string>()));

        Assert.Empty((await third.GotAsync("/api/chat/search?q=before"))["messages"]!.AsArray());
        Assert.Single((await pair.Student.GotAsync("/api/chat/search?q=before"))["messages"]!.AsArray());
        Assert.Equal(["welcome"], (await third.GotAsync("/api/chat/changes?after=0"))["messages"]!.AsArray().Select(static message => message!["text"]!.GetValue<string>()));

        // Whoever made the group moderates it; the others do not.
        await Visitor.RefusedAsync(HttpStatusCode.Forbidden, third.DeleteAsync($"/api/chat/messages/{said["id"]}"));
        using (var deleted = await pair.Doctor.DeleteAsync($"/api/chat/messages/{said["id"]}"))
        {
            Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        }

        Assert.Equal(said["id"]!.GetValue<long>(), (await newcomer.NextAsync("message_deleted"))["id"]!.GetValue<long>());

        using (var left = await third.DeleteAsync($"/api/chat/rooms/{room}/members/me"))
        {
            Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
        }

        await pair.Student.PostedAsync(messages, new { temporaryId = Pair.NewId(), text = "gone?" });
        Assert.Empty(await newcomer.SoFarAsync("newMessage"));
        await Visitor.RefusedAsync(HttpStatusCode.Forbidden, third.GetAsync(messages));
    }

    [Fact]
    public async Task A_group_that_is_asked_for_again_lets_nobody_in_by_that()
    {
        using var pair = await Pair.MeetAsync(Address);
        using var stranger = await Visitor.SignUpAsync(Address);
        await using var member = await ChatClient.ConnectAsync(Address, pair.Student);
        await using var creator = await ChatClient.ConnectAsync(Address, pair.Doctor);
        await using var outside = await ChatClient.ConnectAsync(Address, stranger);
        var temporaryId = Pair.NewId();
        object Request(params string[] members) => new { title = "Group", members, temporaryId };
        var room = (await pair.Doctor.PostedAsync("/api/chat/rooms", Request(pair.Student.Id)))["name"]!.GetValue<string>();

        await pair.Doctor.PostedAsync("/api/chat/rooms", Request(stranger.Id));
        using (var left = await pair.Doctor.DeleteAsync($"/api/chat/rooms/{room}/members/me"))
        {
            Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
        }

        await Visitor.RefusedAsync(HttpStatusCode.Forbidden, pair.Doctor.PostAsync("/api/chat/rooms", Request(pair.Student.Id)));
        await pair.Student.PostedAsync($"/api/chat/rooms/{room}/messages", new { temporaryId = Pair.NewId(), text = "among ourselves" });

        Assert.Single(await member.SoFarAsync("newMessage"));
        Assert.Empty(await outside.SoFarAsync("newMessage"));
        Assert.Empty(await creator.SoFarAsync("newMessage"));
    }

    [Fact]
    public async Task What_is_larger_than_any_form_is_not_read()
    {
        using var pair = await Pair.MeetAsync(Address);
        var large = new string(' ', 40_000);

        await Visitor.RefusedAsync(HttpStatusCode.RequestEntityTooLarge, pair.Student.PostTextAsync(pair.Messages, large));
        await Visitor.RefusedAsync(HttpStatusCode.RequestEntityTooLarge, pair.Student.PostTextAsync("/api/students/log-in", large));
        await Visitor.RefusedAsync(HttpStatusCode.RequestEntityTooLarge, pair.Student.PostTextAsync("/api/psychiatrists/sign-up", large));

        // The longest message is taken, however it is escaped.
        await pair.Student.PostTextAsync(pair.Messages, $$"""{"temporaryId":"long","text":"{{string.Concat(Enumerable.Repeat(@"\u00fc", 4000))}}"}""");
        Assert.Equal(new string('ü', 4000), (await pair.Doctor.GotAsync(pair.Messages))["messages"]![0]!["text"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("", "Give the group a title.")]
    [InlineData("\u200B", "Give the group a title.")]
    [InlineData("a\u200Bb", "A title is one line of text, without hidden characters.")]
    [InlineData("a\nb", "A title is one line of text, without hidden characters.")]
    [InlineData("a\u202Eb", "A title is one line of text, without hidden characters.")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901", "A title has at most 60 characters; this one has 61.")]
    public async Task A_group_needs_a_title(string title, string detail)
    {
        using var pair = await Pair.MeetAsync(Address);

        Assert.Equal(detail, await Visitor.RefusedAsync(
            HttpStatusCode.BadRequest, pair.Doctor.PostAsync("/api/chat/rooms", new { title, members = new[] { pair.Student.Id }, temporaryId = "g" })));
    }

    [Fact]
    public async Task A_group_is_of_contacts()
    {
        using var pair = await Pair.MeetAsync(Address);
        using var stranger = await Visitor.SignUpAsync(Address);
        const string Rooms = "/api/chat/rooms";

        await Visitor.RefusedAsync(HttpStatusCode.BadRequest, pair.Doctor.PostAsync(Rooms, new { title = "t", members = Array.Empty<string>(), temporaryId = "g" }));
        await Visitor.RefusedAsync(HttpStatusCode.BadRequest, pair.Doctor.PostAsync(Rooms, new { title = "t", temporaryId = "g" }));
        await Visitor.RefusedAsync(HttpStatusCode.BadRequest, pair.Doctor.PostAsync(Rooms, new { title = "t", members = new[] { pair.Student.Id } }));
        await Visitor.RefusedAsync(HttpStatusCode.BadRequest, pair.Doctor.PostAsync(Rooms, new { title = "t", members = new string('m', 51).Select(static letter => letter + ""), temporaryId = "g" }));
        await Visitor.RefusedAsync(HttpStatusCode.Forbidden, pair.Doctor.PostAsync(Rooms, new { title = "t", members = new[] { pair.Student.Id, stranger.Id }, temporaryId = "g" }));
        await Visitor.RefusedAsync(HttpStatusCode.Forbidden, pair.Doctor.PostAsync(Rooms, new { title = "t", members = new[] { pair.Doctor.Id }, temporaryId = "g" }));
        await Visitor.RefusedAsync(HttpStatusCode.BadRequest, pair.Doctor.PostTextAsync(Rooms, """{"title":1}"""));
        Assert.Equal(
            "Two talk here: make a group to talk with more.",
            await Visitor.RefusedAsync(HttpStatusCode.Conflict, pair.Doctor.PostAsync($"{Rooms}/{pair.Room}/members", new { contact = pair.Student.Id })));
        await Visitor.RefusedAsync(HttpStatusCode.Conflict, pair.Doctor.DeleteAsync($"{Rooms}/{pair.Room}/members/me"));
        var group = await pair.Doctor.PostedAsync(Rooms, new { title = "t", members = new[] { pair.Student.Id }, temporaryId = "g" });
        await Visitor.RefusedAsync(HttpStatusCode.Forbidden, pair.Doctor.PostAsync($"{Rooms}/{group["name"]}/members", new { contact = stranger.Id }));
        await Visitor.RefusedAsync(HttpStatusCode.Forbidden, pair.Doctor.PostAsync($"{Rooms}/{group["name"]}/members", new { }));
    }
}
