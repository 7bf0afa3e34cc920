using System.Globalization;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Recovery;

/// <summary>Clients that lose their connection and come back to their sessions, packet by packet.</summary>
public class RecoveryTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact, Trait("Behaviour", "7")]
    public async Task What_was_missed_comes_in_order_ahead_of_the_answer_under_the_same_ids()
    {
        await using var world = await RecoveryWorld.StartAsync();
        var client = await world.ConnectAsync();
        var socket = world.Only();
        await socket.JoinAsync("room", Cancelled);
        socket.Emit("hello");
        var offset = Offset(await client.ReceiveAsync(), "42[\"hello\",");
        await world.DropAsync(client);

        socket.Emit("to the socket", 1);
        world.Io.To("room").Emit("to the room", new byte[] { 7 });
        world.Io.To("elsewhere").Emit("to another room");
        world.Io.Except("room").Emit("to others");
        world.Io.Volatile.Emit("volatile");
        world.Io.Emit("to all", "x");
        await using var back = await world.ConnectAsync($"40{{\"pid\":\"{client.PrivateId}\",\"offset\":\"{offset}\"}}", greetingIsFirst: false);

        var first = Offset(await back.ReceiveAsync(), "42[\"to the socket\",1,");
        var second = Offset(await back.ReceiveAsync(), "451-[\"to the room\",{\"_placeholder\":true,\"num\":0},");
        Assert.Equal("\u0007", await back.ReceiveAsync());
        var third = Offset(await back.ReceiveAsync(), "42[\"to all\",\"x\",");
        Assert.Equal($"40{{\"sid\":\"{client.SocketId}\",\"pid\":\"{client.PrivateId}\"}}", await back.ReceiveAsync());
        Assert.Equal(4, new[] { offset, first, second, third }.Distinct().Count());
        Assert.True(world.Only().IsRecovered);
        world.Io.Emit("news");
        Offset(await back.ReceiveAsync(), "42[\"news\",");
        Assert.Equal([3], world.Recovered);
    }

    [Fact, Trait("Behaviour", "8")]
    public async Task Rooms_and_data_are_as_they_were()
    {
        await using var world = await RecoveryWorld.StartAsync();
        var client = await world.ConnectAsync();
        var socket = world.Only();
        await socket.JoinAsync(["one", "two"], Cancelled);
        await socket.LeaveAsync(socket.Id, Cancelled);
        socket.Data["note"] = 42;
        await world.DropAsync(client);
        await using var back = await world.ConnectAsync($"40{{\"pid\":\"{client.PrivateId}\"}}");

        var now = world.Only();
        Assert.NotSame(socket, now);
        Assert.Equal((socket.Id, 42), (now.Id, now.Data["note"]));
        Assert.Equal(["one", "two"], now.Rooms.Order(StringComparer.Ordinal));
        Assert.Equal(["connecting", "connecting", "recovered", "connected again"], world.Said.Where(static word => word != "connected"));
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    [Trait("Behaviour", "9")]
    public async Task Middleware_runs_again_unless_an_option_says_otherwise(bool skip, int runs)
    {
        await using var world = await RecoveryWorld.StartAsync(recovery => recovery.SkipMiddleware = skip);
        var client = await world.ConnectAsync();
        await world.DropAsync(client);
        await using var back = await world.ConnectAsync($"40{{\"pid\":\"{client.PrivateId}\"}}");

        Assert.True(world.Only().IsRecovered);
        Assert.Equal(runs, world.Said.Count(static word => word == "connecting"));
    }

    [Fact, Trait("Behaviour", "9")]
    public async Task Whom_middleware_refuses_may_come_back_when_it_does_not()
    {
        await using var world = await RecoveryWorld.StartAsync();
        var client = await world.ConnectAsync();
        world.Io.Emit("first");
        var offset = Offset(await client.ReceiveAsync(), "42[\"first\",");
        await world.DropAsync(client);
        world.Io.Emit("second");

        await using var back = await world.ConnectAsync($"40{{\"pid\":\"{client.PrivateId}\",\"offset\":\"{offset}\",\"refuse\":true}}");
        Assert.Equal("44{\"message\":\"not now\"}", back.Greeting);
        await back.SendAsync($"40{{\"pid\":\"{client.PrivateId}\",\"offset\":\"{offset}\"}}");
        Offset(await back.ReceiveAsync(), "42[\"second\",");
        Assert.Contains(client.SocketId, await back.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"pid\":\"unknown\",\"offset\":\"Q7xyAMT\"}", RecoveryFailure.UnknownSession)]
    [InlineData("{\"pid\":\"PID\",\"offset\":\"Q7xyAMT\"}", RecoveryFailure.UnknownOffset)]
    [InlineData("{\"pid\":\"PID\",\"offset\":\"no offset at all\"}", RecoveryFailure.UnknownOffset)]
    [InlineData("{\"pid\":\"PID\",\"offset\":\"\"}", RecoveryFailure.UnknownOffset)]
    [InlineData("{\"pid\":7,\"offset\":\"Q7xyAMT\"}", null)]
    [InlineData("[\"pid\"]", null)]
    [Trait("Behaviour", "10"), Trait("Behaviour", "108")]
    public async Task What_is_not_known_makes_a_new_session(string auth, RecoveryFailure? expected)
    {
        await using var world = await RecoveryWorld.StartAsync();
        var client = await world.ConnectAsync();
        await world.DropAsync(client);
        await using var back = await world.ConnectAsync("40" + auth.Replace("PID", client.PrivateId, StringComparison.Ordinal));
        if (back.Greeting == "closed")
        {
            Assert.Equal("[\"pid\"]", auth); // the payload of a CONNECT is an object
            return;
        }

        Assert.NotEqual((client.SocketId, client.PrivateId), (back.SocketId, back.PrivateId));
        Assert.False(world.Only().IsRecovered);
        Assert.Equal(expected is null ? [] : [expected.Value], world.Refused);
    }

    [Fact, Trait("Behaviour", "11")]
    public async Task Off_by_default_there_is_no_private_id_no_offset_and_nothing_is_kept()
    {
        await using var server = await RunningServer.StartAsync();
        await using var client = await server.ConnectAsync();

        Assert.DoesNotContain("pid", client.Greeting, StringComparison.Ordinal);
        server.Io.Emit("news");
        Assert.Equal("42[\"news\"]", await client.ReceiveAsync());
        Assert.Null(server.Io.Main.Recovery);
    }

    [Fact]
    public async Task Several_drops_in_a_row_lose_and_double_nothing()
    {
        await using var world = await RecoveryWorld.StartAsync();
        var client = await world.ConnectAsync();
        var (id, pid) = (client.SocketId, client.PrivateId);
        string? offset = null;
        var received = new List<int>();
        var sent = 0;
        for (var drop = 0; drop < 21; drop++)
        {
            for (var i = 0; i < drop % 4; i++)
            {
                world.Io.Emit("n", sent++);
            }

            // It takes some of what it is sent, and is gone.
            for (var i = 0; i < drop % 3 && received.Count < sent; i++)
            {
                var text = await client.ReceiveAsync();
                offset = text.StartsWith("40", StringComparison.Ordinal) ? offset : Take(text, received);
            }

            await world.DropAsync(client);
            world.Io.Emit("n", sent++);
            client = await world.OpenAsync();
            await client.SendAsync(offset is null ? $"40{{\"pid\":\"{pid}\"}}" : $"40{{\"pid\":\"{pid}\",\"offset\":\"{offset}\"}}");
            if (drop % 5 == 4)
            {
                await world.ConnectedAsync(drop + 2); // and gone again before it has read the answer
                continue;
            }

            while (await client.ReceiveAsync() is var text && !text.StartsWith("40", StringComparison.Ordinal))
            {
                offset = Take(text, received);
            }
        }

        await client.DisposeAsync();
        Assert.Equal(Enumerable.Range(0, sent), received);
        Assert.NotEmpty(id);
        Assert.Empty(world.Refused);
    }

    [Fact]
    public async Task A_client_that_is_back_before_it_was_missed_ends_its_former_connection()
    {
        await using var world = await RecoveryWorld.StartAsync();
        await using var client = await world.ConnectAsync();
        world.Io.Emit("a");
        var offset = Offset(await client.ReceiveAsync(), "42[\"a\",");
        world.Io.Emit("b");
        await using var back = await world.ConnectAsync($"40{{\"pid\":\"{client.PrivateId}\",\"offset\":\"{offset}\"}}", greetingIsFirst: false);

        Offset(await back.ReceiveAsync(), "42[\"b\",");
        Assert.Contains(client.SocketId, await back.ReceiveAsync(), StringComparison.Ordinal);
        Assert.True(world.Only().IsRecovered);
        Offset(await client.ReceiveAsync(), "42[\"b\",");
        Assert.Equal("closed", await client.ReceiveAsync());
    }

    [Theory]
    [InlineData("41", false)]
    [InlineData("1", true)]
    [InlineData("4nonsense", true)]
    public async Task Who_leaves_for_good_has_no_session_and_who_loses_the_connection_has(string last, bool kept)
    {
        await using var world = await RecoveryWorld.StartAsync();
        var client = await world.ConnectAsync();
        await client.SendAsync(last);
        await world.GoneAsync();
        await client.DisposeAsync();
        await using var back = await world.ConnectAsync($"40{{\"pid\":\"{client.PrivateId}\"}}");
        Assert.Equal(kept, world.Only().IsRecovered);
    }

    [Fact]
    public async Task A_session_expires_in_time_and_its_end_is_told()
    {
        await using var world = await RecoveryWorld.StartAsync(static recovery => recovery.MaxDisconnectionDuration = TimeSpan.FromSeconds(30));
        var client = await world.ConnectAsync();
        var socket = world.Only();
        await socket.JoinAsync("room", Cancelled);
        socket.Data["note"] = 1;
        await world.DropAsync(client);
        world.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Empty(world.Expired);
        world.Time.Advance(TimeSpan.FromSeconds(20));

        var expired = Assert.Single(world.Expired);
        Assert.Equal((client.SocketId, 1), (expired.SocketId, expired.Data["note"]));
        Assert.Contains("room", expired.Rooms);
        await using var back = await world.ConnectAsync($"40{{\"pid\":\"{client.PrivateId}\"}}");
        Assert.Equal([RecoveryFailure.UnknownSession], world.Refused);
    }

    [Fact]
    public async Task A_session_of_another_user_stays_that_users()
    {
        await using var world = await RecoveryWorld.StartAsync();
        var anna = await world.ConnectAsync(user: "anna");
        await world.DropAsync(anna);

        await using var bert = await world.ConnectAsync($"40{{\"pid\":\"{anna.PrivateId}\"}}", user: "bert");
        await using var nobody = await world.ConnectAsync($"40{{\"pid\":\"{anna.PrivateId}\"}}");
        Assert.NotEqual(anna.SocketId, bert.SocketId);
        Assert.NotEqual(anna.SocketId, nobody.SocketId);
        Assert.Equal([RecoveryFailure.AnotherUser, RecoveryFailure.AnotherUser], world.Refused);

        await using var back = await world.ConnectAsync($"40{{\"pid\":\"{anna.PrivateId}\"}}", user: "anna");
        Assert.Equal(anna.SocketId, back.SocketId);
        await using var thief = await world.ConnectAsync($"40{{\"pid\":\"{anna.PrivateId}\"}}", user: "bert");
        Assert.NotEqual(anna.SocketId, thief.SocketId); // and anna's connection is not ended
        world.Io.ToUser("anna").Emit("still here");
        Offset(await back.ReceiveAsync(), "42[\"still here\",");
    }

    [Fact]
    public async Task Whom_the_application_takes_for_another_is_another()
    {
        await using var world = await RecoveryWorld.StartAsync(configure: static options => options.UserId = static socket =>
            socket.Handshake.Auth.TryGetProperty("as", out var who) ? who.GetString() : null);
        var anna = await world.ConnectAsync("40{\"as\":\"anna\"}");
        world.Only().Data["secret"] = true;
        await world.DropAsync(anna);

        await using var bert = await world.ConnectAsync($"40{{\"as\":\"bert\",\"pid\":\"{anna.PrivateId}\"}}");
        Assert.NotEqual(anna.SocketId, bert.SocketId);
        Assert.Empty(world.Only().Data);
        Assert.Equal([RecoveryFailure.AnotherUser], world.Refused);

        await using var back = await world.ConnectAsync($"40{{\"as\":\"anna\",\"pid\":\"{anna.PrivateId}\"}}");
        Assert.Equal(anna.SocketId, back.SocketId);
    }

    [Fact]
    public async Task A_dynamic_namespace_stays_while_somebody_may_come_back_to_it()
    {
        await using var world = await RecoveryWorld.StartAsync(static recovery => recovery.MaxDisconnectionDuration = TimeSpan.FromSeconds(30));
        world.Io.Of((name, _) => name == "/child");
        var client = await world.ConnectAsync("40/child,");
        var child = world.Io.Namespaces.Single(static ns => ns.Name == "/child");
        await world.DropAsync(client, child);

        Assert.Contains(child, world.Io.Namespaces);
        var back = await world.ConnectAsync($"40/child,{{\"pid\":\"{client.PrivateId}\"}}");
        Assert.Equal(client.SocketId, back.SocketId);
        await world.DropAsync(back, child);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await Eventually.TrueAsync(() => !world.Io.Namespaces.Contains(child)); // the socket's leaving may have a step to go
    }

    [Fact]
    public async Task What_dynamic_namespaces_keep_together_is_bounded()
    {
        await using var world = await RecoveryWorld.StartAsync(static recovery => recovery.MaxServerSessions = 3);
        world.Io.Of((name, _) => name.StartsWith("/child", StringComparison.Ordinal));
        for (var i = 0; i < 5; i++)
        {
            var client = await world.ConnectAsync($"40/child{i},");
            await world.DropAsync(client, world.Io.Namespaces.Single(ns => ns.Name == $"/child{i}"));
        }

        await Eventually.TrueAsync(() => world.Expired.Count == 2);
        Assert.Equal(["/child0", "/child1"], world.Expired.Select(static expired => expired.Namespace.Name));
        Assert.Equal(3, world.Io.RecoveryBudget!.Sessions);
        world.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(0, world.Io.RecoveryBudget.Sessions);
        await Eventually.TrueAsync(() => world.Io.Namespaces.All(static ns => !ns.Name.StartsWith("/child", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_older_client_has_no_session_and_sees_no_offsets()
    {
        await using var world = await RecoveryWorld.StartAsync(configure: static options => options.AllowEIO3 = true);
        await using var client = await WireClient.ConnectAsync(world.Address, "", revision: 3);
        Assert.Equal("40", await client.ReceiveAsync());
        world.Io.Emit("news", 1);
        world.Only().Emit("more");
        Assert.Equal("42[\"news\",1]", await client.ReceiveAsync());
        Assert.Equal("42[\"more\"]", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Listeners_of_outgoing_events_hear_of_each_once_and_may_emit()
    {
        await using var world = await RecoveryWorld.StartAsync();
        await using var client = await world.ConnectAsync();
        var socket = world.Only();
        var heard = new List<string>();
        socket.OnAnyOutgoing((name, arguments) =>
        {
            heard.Add(string.Create(CultureInfo.InvariantCulture, $"{name} {arguments.Count}"));
            if (name == "a")
            {
                socket.Emit("nested");
            }
        });
        world.Io.Emit("a", 1, 2);
        await world.Io.EmitAsync("b", Cancelled);
        socket.Emit("c", 1);
        await socket.EmitAsync("d", Cancelled);

        Assert.Equal(["a 2", "nested 0", "b 0", "c 1", "d 0"], heard);
        foreach (var name in new[] { "a\",1,2", "nested\"", "b\"", "c\",1", "d\"" })
        {
            Offset(await client.ReceiveAsync(), $"42[\"{name},");
        }
    }

    [Fact]
    public async Task What_middleware_emits_goes_ahead_of_the_connection_and_is_not_lost()
    {
        await using var server = await RunningServer.StartAsync(
            static io => io.Use(static socket =>
            {
                socket.Emit("early");
                return ConnectionResult.Accept;
            }),
            static options => options.Recovery = new RecoveryOptions());
        await using var client = await server.ConnectAsync();
        Assert.Equal("42[\"early\",null]", client.Greeting);
    }

    [Fact]
    public void Options_out_of_bounds_are_named()
    {
        var options = new SocketServerOptions
        {
            OutboundBufferPackets = 10,
            Recovery = new RecoveryOptions { MaxDisconnectionDuration = TimeSpan.Zero, MaxPackets = 11, MaxBytes = 0, MaxSessions = 0, MaxServerSessions = 0, MaxServerBytes = 0 },
        };
        var problems = string.Join(' ', SocketServerOptionsValidation.Validate(options));
        foreach (var name in new[] { "MaxDisconnectionDuration", "MaxPackets", "MaxBytes", "MaxSessions", "MaxServerSessions", "MaxServerBytes" })
        {
            Assert.Contains(name, problems, StringComparison.Ordinal);
        }
    }

    private static string Offset(string packet, string before) => RecoveryWorld.OffsetOf(packet, before);

    private static string Take(string packet, List<int> received)
    {
        var parts = packet.Split(',');
        received.Add(int.Parse(parts[1], CultureInfo.InvariantCulture));
        return Offset(packet, $"42[\"n\",{parts[1]},");
    }
}
