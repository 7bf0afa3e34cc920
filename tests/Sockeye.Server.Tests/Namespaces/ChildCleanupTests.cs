using System.Text.RegularExpressions;
using Sockeye.Adapters;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Namespaces;

public sealed partial class ChildCleanupTests
{
    [Theory, Trait("Behaviour", "51")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_child_goes_with_its_last_socket_if_it_may_and_comes_back_when_asked_for(bool cleanup)
    {
        var adapters = new List<CountingAdapter>();
        ParentNamespace rooms = null!;
        await using var server = await RunningServer.StartAsync(io => rooms = io.Of(Room()), options =>
        {
            options.CleanupEmptyChildNamespaces = cleanup;
            options.Adapter = (name, local) =>
            {
                var adapter = new CountingAdapter(local);
                if (name == "/room-1")
                {
                    adapters.Add(adapter);
                }

                return adapter;
            };
        });
        await using var first = await server.ConnectAsync("40/room-1,");
        await using var second = await server.ConnectAsync("40/room-1,");
        await LeaveAsync(first);
        Assert.Single(rooms.Children);

        await LeaveAsync(second);

        Assert.Equal(cleanup ? 0 : 1, rooms.Children.Count);
        Assert.Equal(cleanup ? 1 : 0, adapters[0].Disposals);
        await first.SendAsync("40/room-1,");
        Assert.StartsWith("40/room-1,{", await first.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Single(rooms.Children);
        Assert.Equal(cleanup ? 2 : 1, adapters.Count);
    }

    [Fact, Trait("Behaviour", "51")]
    public async Task A_child_that_the_application_holds_on_to_stays()
    {
        await using var server = await RunningServer.StartAsync(io => io.Of(Room()));
        await using var client = await server.ConnectAsync("40/room-1,");
        var held = server.Io.Of("/room-1");

        await LeaveAsync(client);
        await client.SendAsync("40/room-1,");
        Assert.StartsWith("40/room-1,{", await client.ReceiveAsync(), StringComparison.Ordinal);

        Assert.Same(held, server.Io.Of("/room-1"));
        held.Emit("hi");
        Assert.Equal("42/room-1,[\"hi\"]", await client.ReceiveAsync());
    }

    [Theory, Trait("Behaviour", "52")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refusal_by_middleware_ends_a_child_only_when_nobody_else_is_in_it(bool cleanup)
    {
        ParentNamespace rooms = null!;
        await using var server = await RunningServer.StartAsync(
            io =>
            {
                rooms = io.Of(Room());
                rooms.Use(async socket =>
                {
                    await Task.Yield();
                    return socket.Handshake.Auth.TryGetProperty("ok", out _) ? ConnectionResult.Accept : ConnectionResult.Refuse("no");
                });
            },
            options => options.CleanupEmptyChildNamespaces = cleanup);

        await using var refused = await server.ConnectAsync("40/room-1,");
        Assert.Equal("44/room-1,{\"message\":\"no\"}", refused.Greeting);
        Assert.Equal(cleanup ? 0 : 1, rooms.Children.Count);

        await using var accepted = await server.ConnectAsync("40/room-1,{\"ok\":1}");
        await refused.SendAsync("40/room-1,");
        Assert.Equal("44/room-1,{\"message\":\"no\"}", await refused.ReceiveAsync());
        Assert.Equal(1, Assert.Single(rooms.Children).SocketCount);
    }

    [Fact]
    public async Task Sockets_that_have_left_take_up_no_room_among_the_namespaces_of_a_connection()
    {
        await using var server = await RunningServer.StartAsync(io => io.Of(Room()), options => options.MaxNamespacesPerConnection = 3);
        await using var client = await server.ConnectAsync("40/room-0,");
        for (var number = 1; number <= 20; number++)
        {
            await client.SendAsync($"40/room-{number},");
            Assert.StartsWith($"40/room-{number},", await client.ReceiveAsync(), StringComparison.Ordinal);
            await client.SendAsync($"41/room-{number},");
        }

        await client.SendAsync("40/room-21,");
        await client.SendAsync("40/room-22,");
        await client.SendAsync("40/room-23,");
        Assert.StartsWith("40/room-21,", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.StartsWith("40/room-22,", await client.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Equal("closed", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Coming_and_going_at_once_leaves_no_socket_in_a_child_that_has_gone()
    {
        ParentNamespace rooms = null!;
        await using var server = await RunningServer.StartAsync(io => rooms = io.Of(Room()));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            await using var client = await server.ConnectAsync("");
            for (var turn = 0; turn < 100; turn++)
            {
                await client.SendAsync("40/room-1,");
                Assert.StartsWith("40/room-1,{", await client.ReceiveAsync(), StringComparison.Ordinal);
                rooms.To("nobody").Emit("none of these is here");
                var greeted = await client.RoundTripAsync();
                Assert.True(greeted);
                await client.SendAsync("41/room-1,");
            }
        })).DefaultTimeout();

        await server.Io.CloseAsync(TestContext.Current.CancellationToken).DefaultTimeout();
        Assert.Empty(rooms.Children);
        Assert.Equal("/", Assert.Single(server.Io.Namespaces).Name);
    }

    private static async Task LeaveAsync(WireClient client)
    {
        await client.SendAsync("41/room-1,");
        Assert.True(await client.RoundTripAsync());
    }

    [GeneratedRegex("^/room-[0-9]+$")]
    private static partial Regex Room();

    private sealed class CountingAdapter(LocalSockets local) : Adapter(local)
    {
        public int Disposals { get; private set; }

        public override ValueTask DisposeAsync()
        {
            Disposals++;
            return base.DisposeAsync();
        }
    }
}
