using System.Collections.Concurrent;
using Sockeye.Engine;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Server.Tests.Recovery;

/// <summary>What a client that comes back has a right to, and in which rooms it is.</summary>
public sealed class RecoveryRightsTests
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    [Fact, Trait("Behaviour", "9")]
    public async Task Of_a_room_that_middleware_takes_away_nothing_that_was_missed_is_sent()
    {
        await using var world = await RecoveryWorld.StartAsync();
        world.Io.Use(static async socket =>
        {
            if (socket.IsRecovered)
            {
                await socket.LeaveAsync("secrets");
            }

            return ConnectionResult.Accept;
        });
        var client = await world.ConnectAsync();
        await world.Only().JoinAsync(["secrets", "news"], Cancelled);
        world.Io.Emit("got");
        var offset = RecoveryWorld.OffsetOf(await client.ReceiveAsync(), "42[\"got\",");
        world.Io.To("secrets").Emit("on its way");
        await world.DropAsync(client);
        world.Io.To("secrets").Emit("since");
        world.Io.To("news").Emit("public");

        await using var back = await world.ConnectAsync($"40{{\"pid\":\"{client.PrivateId}\",\"offset\":\"{offset}\"}}", greetingIsFirst: false);
        RecoveryWorld.OffsetOf(await back.ReceiveAsync(), "42[\"public\",");
        Assert.Contains(client.PrivateId, await back.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Equal(["news"], world.Only().Rooms.Where(room => room != world.Only().Id));
    }

    [Fact]
    public async Task A_room_that_is_joined_while_the_connection_ends_is_kept()
    {
        await using var world = await RecoveryWorld.StartAsync();
        world.Io.OnConnection(static socket => socket.OnDisconnecting(_ => socket.Server.Main.To(socket.Id).SocketsJoinAsync("by others").AsTask().Wait()));
        world.Io.OnConnection(static socket => socket.OnDisconnecting(_ => socket.JoinAsync("late").AsTask().Wait()));
        var client = await world.ConnectAsync();
        await world.DropAsync(client);
        world.Io.To("late").Emit("for it");

        await using var back = await world.ConnectAsync($"40{{\"pid\":\"{client.PrivateId}\"}}", greetingIsFirst: false);
        RecoveryWorld.OffsetOf(await back.ReceiveAsync(), "42[\"for it\",");
        await back.GreetAsync();
        Assert.Equal(["by others", "late"], world.Only().Rooms.Where(room => room != world.Only().Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_user_whom_nothing_names_comes_back_to_no_session_and_is_in_no_user_s_room()
    {
        await using var world = await RecoveryWorld.StartAsync();
        var first = await world.ConnectAsync(user: "unnamed");
        Assert.True(world.Only().User.Identity!.IsAuthenticated);
        Assert.Equal([first.SocketId], world.Only().Rooms);
        await using var thief = await world.ConnectAsync($"40{{\"pid\":\"{first.PrivateId}\"}}", user: "unnamed");
        Assert.Contains(world.Io.Sockets, socket => socket.Id == first.SocketId); // and is not taken over
        await first.DisposeAsync();
        await using var back = await world.ConnectAsync($"40{{\"pid\":\"{first.PrivateId}\"}}", user: "unnamed");

        Assert.Equal([RecoveryFailure.AnotherUser, RecoveryFailure.AnotherUser], world.Refused);
        Assert.DoesNotContain(world.Io.Sockets, static socket => socket.IsRecovered);
    }

    /// <summary>Whoever is called may do what it likes, even wait for other threads that emit.</summary>
    [Fact]
    public async Task Observers_of_packets_are_called_behind_the_lock_that_keeps_them_in_order()
    {
        SocketServer? io = null;
        var calls = new ConcurrentQueue<(string What, bool IsFree)>();
        await using var world = await RecoveryWorld.StartAsync(configure: options => options.ObserveSession = _ => new Emitting(what =>
        {
            if (io is { } server)
            {
                calls.Enqueue((what, Task.Run(() => server.To("nobody").Emit("from another thread"), Cancelled).Wait(TimeSpan.FromSeconds(20), Cancelled)));
            }
        }));
        var client = await world.ConnectAsync();
        world.Io.Emit("got");
        var offset = RecoveryWorld.OffsetOf(await client.ReceiveAsync(), "42[\"got\",");
        await world.DropAsync(client);
        world.Io.Emit("missed");
        io = world.Io;

        await using var back = await world.ConnectAsync($"40{{\"pid\":\"{client.PrivateId}\",\"offset\":\"{offset}\"}}", greetingIsFirst: false);
        RecoveryWorld.OffsetOf(await back.ReceiveAsync(), "42[\"missed\",");
        await back.GreetAsync();
        world.Io.Emit("to all");
        await world.Io.EmitAsync("to all as well", Cancelled);
        world.Only().Emit("to one");
        RecoveryWorld.OffsetOf(await back.ReceiveAsync(), "42[\"to all\",");

        Assert.All(calls, static call => Assert.True(call.IsFree, call.What));
        foreach (var what in new[] { "create [\"missed\"", "create {\"sid\"", "create [\"to all\"", "create [\"to all as well\"", "create [\"to one\"", "flush", "drain" })
        {
            Assert.Contains(calls, call => call.What == what);
        }
    }

    private sealed class Emitting(Action<string> called) : EngineSessionObserver
    {
        public override void OnPacketCreate(EngineSession session, in EnginePacket packet)
        {
            if (packet.Type == EnginePacketType.Message)
            {
                called("create " + System.Text.Encoding.UTF8.GetString(packet.Data.Span[1..]).Split(',', ':')[0]);
            }
        }

        public override void OnFlush(EngineSession session) => called("flush");

        public override void OnDrain(EngineSession session) => called("drain");
    }
}
