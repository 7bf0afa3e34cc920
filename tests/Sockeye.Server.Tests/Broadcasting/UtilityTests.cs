using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Broadcasting;

public sealed class UtilityTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact, Trait("Behaviour", "81"), Trait("Behaviour", "43")]
    public async Task Sockets_are_listed_all_by_room_and_by_namespace_with_what_is_known_of_them()
    {
        await using var server = await RunningServer.StartAsync(io =>
        {
            io.OnConnection(async socket =>
            {
                socket.Data["user"] = new User("Ada", 7);
                await socket.JoinAsync(socket.Handshake.Auth.GetProperty("room").GetString()!);
            });
            io.Of("/other");
        });
        await using var one = await JoinAsync(server, "40{\"room\":\"a\"}");
        await using var two = await JoinAsync(server, "40{\"room\":\"b\"}");
        await using var other = await JoinAsync(server, "40/other,");

        Assert.Equal(2, (await server.Io.FetchSocketsAsync(Cancelled)).Count);
        Assert.Equal(2, (await server.Io.To("a", "b").FetchSocketsAsync(Cancelled)).Count);
        Assert.Single(await server.Io.Local.Except("a").FetchSocketsAsync(Cancelled));
        Assert.Single(await server.Io.Of("/other").FetchSocketsAsync(Cancelled));
        Assert.Empty(await server.Io.To("nobody").FetchSocketsAsync(Cancelled));
        var found = Assert.Single(await server.Io.To("a").FetchSocketsAsync(Cancelled));
        Assert.Equal(SidOf(one), found.Id);
        Assert.Equal([found.Id, "a"], found.Rooms);
        Assert.Equal("a", found.Handshake.Auth.GetProperty("room").GetString());
        Assert.Equal(new User("Ada", 7), found.GetData<User>("user"));
        Assert.Null(found.GetData<User>("nothing"));
        Assert.Throws<InvalidCastException>(() => found.GetData<string>("user"));
        Assert.True(found.IsLocal);
    }

    [Fact, Trait("Behaviour", "81")]
    public async Task A_socket_that_was_listed_is_emitted_to_asked_moved_and_disconnected()
    {
        await using var server = await RunningServer.StartAsync();
        await using var client = await JoinAsync(server);
        var found = Assert.Single(await server.Io.FetchSocketsAsync(Cancelled));

        found.Emit("hi", 1);
        await found.EmitAsync("ho", Cancelled);
        Assert.Equal("42[\"hi\",1]", await client.ReceiveAsync());
        Assert.Equal("42[\"ho\"]", await client.ReceiveAsync());
        await found.JoinAsync("room", Cancelled);
        Assert.Contains("room", server.Io.Sockets.Single().Rooms);
        await found.LeaveAsync("room", Cancelled);
        Assert.DoesNotContain("room", server.Io.Sockets.Single().Rooms);
        var asking = found.Timeout(TimeSpan.FromSeconds(20)).EmitWithAckAsync<int>("add", 1, 2, Cancelled);
        var asked = await client.ReceiveAsync();
        await client.SendAsync("43" + asked["42".Length..asked.IndexOf('[', StringComparison.Ordinal)] + "[3]");
        Assert.Equal(3, await asking.DefaultTimeout());
        await found.DisconnectAsync(cancellationToken: Cancelled);

        Assert.Equal("41", await client.ReceiveAsync());
        var gone = await found.Timeout(TimeSpan.FromSeconds(20)).TryEmitWithAckAsync<int>("add", Cancelled).DefaultTimeout();
        Assert.Equal(AckFailure.Disconnected, gone.Failure);
    }

    [Fact, Trait("Behaviour", "82")]
    public async Task Sockets_are_moved_between_rooms_all_or_by_room()
    {
        await using var server = await RunningServer.StartAsync();
        await using var one = await JoinAsync(server);
        await using var two = await JoinAsync(server);

        await server.Io.SocketsJoinAsync("all", Cancelled);
        await server.Io.To(SidOf(one)).SocketsJoinAsync(["x", "y"], Cancelled);
        await server.Io.Except("x").SocketsLeaveAsync("all", Cancelled);
        await server.Io.Main.Local.SocketsLeaveAsync(["y"], Cancelled);

        var rooms = server.Io.Sockets.ToDictionary(socket => socket.Id, socket => socket.Rooms.Where(room => room != socket.Id).Order());
        Assert.Equal(["all", "x"], rooms[SidOf(one)]);
        Assert.Empty(rooms[SidOf(two)]);
        await Assert.ThrowsAsync<ArgumentException>(async () => await server.Io.SocketsJoinAsync([null!], Cancelled));
    }

    [Theory, Trait("Behaviour", "82")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sockets_are_disconnected_by_room_and_what_was_sent_before_still_comes(bool close)
    {
        await using var server = await RunningServer.StartAsync();
        await using var one = await JoinAsync(server);
        await using var two = await JoinAsync(server);

        server.Io.To(SidOf(one)).Emit("last words");
        await server.Io.To(SidOf(one)).DisconnectSocketsAsync(close, Cancelled);

        Assert.Equal("42[\"last words\"]", await one.ReceiveAsync());
        Assert.Equal("41", await one.ReceiveAsync());
        if (close)
        {
            Assert.Equal("closed", await one.ReceiveAsync());
        }
        else
        {
            Assert.True(await one.RoundTripAsync());
        }

        Assert.True(await two.RoundTripAsync());
        Assert.Equal(SidOf(two), server.Io.Sockets.Single().Id);
    }

    /// <summary>Connects a client, and waits until the server has seen to that: its answer goes out before the socket is in its namespace and in rooms.</summary>
    private static async Task<WireClient> JoinAsync(RunningServer server, string connect = "40")
    {
        var client = await server.ConnectAsync(connect);
        Assert.True(await client.RoundTripAsync());
        return client;
    }

    private static string SidOf(WireClient client) => client.Greeting.Split("\"sid\":\"")[1].Split('"')[0];

    private sealed record User(string Name, int Age);
}
