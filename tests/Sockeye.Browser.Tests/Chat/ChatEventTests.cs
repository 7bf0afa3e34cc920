using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Sockeye.Browser.Tests.Accounts;
using Sockeye.TestKit;

namespace Sockeye.Browser.Tests.Chat;

public sealed class ChatEventTests(DemoServer demo)
{
    private string Address => demo.Process.Address;

    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_connects_without_a_session()
    {
        await using var client = await ChatClient.ConnectAsync(Address, cookies: null);
        await using var account = await ChatClient.ConnectAsync(Address, cookies: null, "/account");

        Assert.Equal("Unauthorized", client.Connected["message"]!.GetValue<string>());
        Assert.Equal("Unauthorized", account.Connected["message"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_room_of_two_is_the_same_for_both_whoever_asks_first()
    {
        using var one = await Visitor.SignUpAsync(Address);
        using var other = await Visitor.SignUpAsync(Address);
        await Pair.BecomeContactsAsync(one, other);
        await using var first = await ChatClient.ConnectAsync(Address, one);
        await using var second = await ChatClient.ConnectAsync(Address, other);

        var answers = await Task.WhenAll(first.AskAsync("join_chat", new { contact = other.Id }), second.AskAsync("join_chat", new { contact = one.Id }));

        var ids = new[] { one.Id, other.Id }.Order(StringComparer.Ordinal).ToArray();
        Assert.All(answers, answer => Assert.Equal($"direct:{ids[0]}:{ids[1]}", answer["room"]!["name"]!.GetValue<string>()));
        Assert.Equal(2, answers[0]["room"]!["members"]!.AsArray().Count);
    }

    [Fact]
    public async Task Opening_a_conversation_is_announced_to_the_others_in_it()
    {
        using var pair = await Pair.MeetAsync(Address);
        await pair.SayAsync(pair.Student, "hello");
        await using var student = await ChatClient.ConnectAsync(Address, pair.Student);
        await using var doctor = await ChatClient.ConnectAsync(Address, pair.Doctor);

        var answer = await doctor.AskAsync("join_chat", new { pair.Room });

        Assert.Equal(["hello"], answer["messages"]!.AsArray().Select(static message => message!["text"]!.GetValue<string>()));
        Assert.False(answer["more"]!.GetValue<bool>());
        var joined = await student.NextAsync("user_joined");
        Assert.Equal(pair.Room, joined["room"]!.GetValue<string>());
        Assert.Equal("Dr. Pat Psyche", joined["name"]!.GetValue<string>());
        Assert.Empty(await doctor.SoFarAsync("user_joined"));
    }

    [Fact]
    public async Task Marks_move_forwards_only_and_everybody_sees_them()
    {
        using var pair = await Pair.MeetAsync(Address);
        await using var student = await ChatClient.ConnectAsync(Address, pair.Student);
        await using var doctor = await ChatClient.ConnectAsync(Address, pair.Doctor);
        var first = (await pair.SayAsync(pair.Student, "one"))["id"]!.GetValue<long>();
        var second = (await pair.SayAsync(pair.Student, "two"))["id"]!.GetValue<long>();

        await doctor.AskAsync("delivered", new { pair.Room, upTo = second });
        AssertMarks(await student.NextAsync("marks"), pair.Doctor.Id, second, 0);
        await doctor.AskAsync("read", new { pair.Room, upTo = first });
        AssertMarks(await student.NextAsync("marks"), pair.Doctor.Id, second, first);
        await doctor.AskAsync("delivered", new { pair.Room, upTo = first });
        await doctor.AskAsync("read", new { pair.Room, upTo = long.MaxValue });
        AssertMarks(await student.NextAsync("marks"), pair.Doctor.Id, second, second);
        await doctor.AskAsync("read", new { pair.Room, upTo = first });

        Assert.Empty(await student.SoFarAsync("marks"));
        Assert.Equal(0, (await pair.Doctor.GotAsync("/api/chat/rooms/" + pair.Room))["unread"]!.GetValue<int>());
        foreach (var bad in new object?[] { null, new { }, new { pair.Room }, new { pair.Room, upTo = -1 }, new { upTo = 1 } })
        {
            Assert.Equal("invalid", MessageRouteTests.Code(await doctor.AskAsync("read", bad)));
            Assert.Equal("invalid", MessageRouteTests.Code(await doctor.AskAsync("delivered", bad)));
        }
    }

    [Fact]
    public async Task Whoever_types_is_seen_by_the_others()
    {
        using var pair = await Pair.MeetAsync(Address);
        await using var student = await ChatClient.ConnectAsync(Address, pair.Student);
        await using var doctor = await ChatClient.ConnectAsync(Address, pair.Doctor);

        using var stranger = await Visitor.SignUpAsync(Address);
        await using var strange = await ChatClient.ConnectAsync(Address, stranger);

        await strange.EmitAsync("typing", pair.Room);
        await strange.SoFarAsync("typing"); // it has been handled
        await doctor.EmitAsync("typing", pair.Room);
        await doctor.EmitAsync("typing", null);
        await doctor.EmitAsync("typing", "session:1");

        Assert.Equal(pair.Doctor.Id, (await student.NextAsync("typing"))["account"]!.GetValue<string>());
        Assert.Empty(await student.SoFarAsync("typing"));
    }

    [Fact]
    public async Task Who_is_back_at_once_has_never_gone()
    {
        await using var own = await SampleProcess.StartAsync("Demo", settings: "--Chat:PresenceGrace=00:10:00"); // however long that takes here
        using var pair = await Pair.MeetAsync(own.Address);
        await using var student = await ChatClient.ConnectAsync(own.Address, pair.Student);
        await student.NextAsync("sockeye:presence");
        await using (await ChatClient.ConnectAsync(own.Address, pair.Doctor))
        {
            Assert.True((await student.NextAsync("sockeye:presence"))["users"]![0]!["online"]!.GetValue<bool>());
        }

        await using var doctor = await ChatClient.ConnectAsync(own.Address, pair.Doctor);
        await doctor.EmitAsync("away", true);

        Assert.Equal("away", (await student.NextAsync("sockeye:presence"))["users"]![0]!["state"]?.GetValue<string>());
    }

    [Fact]
    public async Task What_is_no_request_is_refused_and_the_connection_stays()
    {
        using var pair = await Pair.MeetAsync(Address);
        await using var client = await ChatClient.ConnectAsync(Address, pair.Student);

        foreach (var bad in new object?[] { null, new { }, new { pair.Room, contact = pair.Doctor.Id } })
        {
            Assert.Equal("invalid", MessageRouteTests.Code(await client.AskAsync("join_chat", bad)));
        }

        Assert.Equal("invalid", MessageRouteTests.Code(await client.AskAsync("sendMessage", null)));
        Assert.Equal("invalid", MessageRouteTests.Code(await client.AskAsync("sendMessage", new { temporaryId = "a", text = "no room" })));
        await client.EmitAsync("sendMessage", "a text");
        await client.EmitAsync("join_chat", new[] { 1 });
        await client.EmitAsync("no_such_event", new { });
        var sent = await client.AskAsync("sendMessage", new { pair.Room, temporaryId = Pair.NewId(), text = "still here" });

        Assert.Equal("still here", sent["message"]!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_log_in_is_told_to_the_accounts_other_devices()
    {
        using var pair = await Pair.MeetAsync(Address);
        await using var client = await ChatClient.ConnectAsync(Address, pair.Student.Cookies, "/account");

        using var other = await pair.Student.OnAnotherDeviceAsync();

        Assert.True((await client.NextAsync("logged_in"))["at"]!.GetValue<long>() > 0);
    }

    [Fact]
    public async Task Logging_out_closes_the_sockets_of_that_device_alone()
    {
        using var pair = await Pair.MeetAsync(Address);
        using var other = await pair.Student.OnAnotherDeviceAsync();
        await using var client = await ChatClient.ConnectAsync(Address, pair.Student);
        await using var onOther = await ChatClient.ConnectAsync(Address, other);
        var cookies = pair.Student.Cookies;

        using (await pair.Student.PostAsync("/api/log-out", null))
        {
        }

        await client.Closed.DefaultTimeout();
        await pair.SayAsync(pair.Doctor, "still there?");
        await onOther.NextAsync("newMessage");
        await using var refused = await ChatClient.ConnectAsync(Address, cookies);
        Assert.Equal("Unauthorized", refused.Connected["message"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("/chat")]
    [InlineData("/account")]
    public async Task A_connection_that_was_made_before_the_log_out_is_worth_nothing_after_it(string ns)
    {
        using var pair = await Pair.MeetAsync(Address);
        using var webSocket = new ClientWebSocket();
        webSocket.Options.SetRequestHeader("Cookie", pair.Student.Cookies);
        await webSocket.ConnectAsync(new Uri(Address.Replace("http", "ws", StringComparison.Ordinal) + "/socket.io/?EIO=4&transport=websocket"), Aborted);
        await webSocket.SendAsync("40"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Aborted); // the main namespace has no session's room
        await ReceiveUntilAsync(webSocket, "40{");
        using (await pair.Student.PostAsync("/api/log-out", null))
        {
        }

        await webSocket.SendAsync(Encoding.UTF8.GetBytes($"40{ns},"), WebSocketMessageType.Text, endOfMessage: true, Aborted);

        await ReceiveUntilAsync(webSocket, null).DefaultTimeout();
    }

    /// <summary>Receives until a packet begins like this one, or until the server closes.</summary>
    private static async Task ReceiveUntilAsync(ClientWebSocket webSocket, string? beginning)
    {
        var buffer = new byte[16 * 1024];
        while (await webSocket.ReceiveAsync(buffer, Aborted) is { MessageType: not WebSocketMessageType.Close } received)
        {
            if (beginning is not null && Encoding.UTF8.GetString(buffer, 0, received.Count).StartsWith(beginning, StringComparison.Ordinal))
            {
                return;
            }
        }
    }

    private static void AssertMarks(JsonNode marks, string account, long delivered, long read)
    {
        Assert.Equal(account, marks["account"]!.GetValue<string>());
        Assert.Equal(delivered, marks["delivered"]!.GetValue<long>());
        Assert.Equal(read, marks["read"]!.GetValue<long>());
    }
}
