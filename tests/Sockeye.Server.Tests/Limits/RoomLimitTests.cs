using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sockeye.Adapters;
using Sockeye.Server.Tests.Hostile;

namespace Sockeye.Server.Tests.Limits;

/// <summary>How many rooms a socket may be in, whichever way it gets into them.</summary>
public sealed class RoomLimitTests
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_cannot_make_more_rooms_through_a_handler_than_the_limit()
    {
        var failures = new List<Exception>();
        var log = new SilentLog();
        await using var server = await StartAsync(
            io =>
            {
                io.OnHandlerError(context => failures.Add(context.Exception));
                io.OnConnection(socket => socket.On("join", async (string room) =>
                {
                    await socket.JoinAsync(room, Cancelled);
                    return room;
                }));
            },
            log);
        await using var client = await server.ConnectAsync();

        for (var i = 0; i < 50; i++)
        {
            await client.SendAsync($"42{i}[\"join\",\"room {i}\"]");
        }

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal($"43{i}[\"room {i}\"]", await client.ReceiveAsync());
        }

        for (var i = 3; i < 50; i++)
        {
            Assert.StartsWith($"43{i}[{{\"error\":{{\"code\":\"server_error\"", await client.ReceiveAsync(), StringComparison.Ordinal);
        }

        await client.SendAsync("4299[\"join\",\"room 0\"]"); // is in it already
        Assert.Equal("4399[\"room 0\"]", await client.ReceiveAsync());
        Assert.Equal(3, server.Io.Main.Members.RoomCount);
        Assert.Equal(47, failures.Count);
        Assert.All(failures, static failure => Assert.Contains("3 rooms (RoomLimits.MaxRoomsPerSocket)", Assert.IsType<RoomLimitException>(failure).Message, StringComparison.Ordinal));
        Assert.Empty(log.Entries);
    }

    [Fact]
    public async Task Rooms_are_joined_all_or_none()
    {
        await using var server = await StartAsync();
        await using var client = await server.ConnectAsync();
        var socket = server.Io.Sockets.Single();
        await socket.JoinAsync(["a", "b"], Cancelled);

        await Assert.ThrowsAsync<RoomLimitException>(() => socket.JoinAsync(["c", "d"], Cancelled).AsTask());
        Assert.Equal(new HashSet<string> { socket.Id, "a", "b" }, [.. socket.Rooms]);
        await socket.JoinAsync(["a", "b", "c", socket.Id, "c"], Cancelled);
        Assert.Equal(4, socket.Rooms.Count);
        await socket.LeaveAsync("a", Cancelled);
        await socket.JoinAsync("d", Cancelled);
    }

    [Fact]
    public async Task A_selection_that_is_put_into_rooms_leaves_out_who_would_be_in_too_many()
    {
        await using var server = await StartAsync();
        await using var first = await server.ConnectAsync();
        await using var second = await server.ConnectAsync();
        var (full, free) = (server.Io.Sockets[0], server.Io.Sockets[1]);
        await full.JoinAsync(["a", "b", "c"], Cancelled);

        await server.Io.SocketsJoinAsync(["d", "e"], Cancelled);
        await server.Io.Main.To(full.Id).SocketsJoinAsync(["f"], Cancelled);
        foreach (var remote in await server.Io.FetchSocketsAsync(Cancelled))
        {
            await remote.JoinAsync("a", Cancelled);
        }

        Assert.Equal(new HashSet<string> { full.Id, "a", "b", "c" }, [.. full.Rooms]);
        Assert.Equal(new HashSet<string> { free.Id, "a", "d", "e" }, [.. free.Rooms]);
    }

    [Fact]
    public async Task Middleware_is_held_to_the_limit_as_well()
    {
        var thrown = new TaskCompletionSource<Exception?>();
        await using var server = await StartAsync(io => io.Use(async socket =>
        {
            await socket.JoinAsync(["a", "b"], Cancelled);
            await socket.JoinAsync(["b", "c"], Cancelled);
            thrown.SetResult(await Record.ExceptionAsync(() => socket.JoinAsync("d", Cancelled).AsTask()));
            return ConnectionResult.Accept;
        }));
        await using var client = await server.ConnectAsync();

        Assert.IsType<RoomLimitException>(await thrown.Task);
        Assert.Equal(4, server.Io.Sockets.Single().Rooms.Count);
    }

    [Fact]
    public async Task A_name_has_its_limit()
    {
        await using var server = await StartAsync();
        await using var client = await server.ConnectAsync();
        var socket = server.Io.Sockets.Single();

        await socket.JoinAsync(new string('x', 1_024), Cancelled);
        var failure = await Assert.ThrowsAsync<RoomLimitException>(() => socket.JoinAsync(new string('x', 1_025), Cancelled).AsTask());

        Assert.Equal("A room's name may have 1024 characters (RoomLimits.MaxRoomNameLength); one that is asked for has 1025.", failure.Message);
    }

    private static Task<RunningServer> StartAsync(Action<SocketServer>? use = null, SilentLog? log = null) => RunningServer.StartAsync(
        use,
        options => options.RoomLimits = new RoomLimits { MaxRoomsPerSocket = 3 },
        services => services.AddSingleton<ILoggerProvider>(log ?? new SilentLog()));
}
