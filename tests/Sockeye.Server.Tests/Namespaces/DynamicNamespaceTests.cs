using System.Text.RegularExpressions;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Namespaces;

public sealed partial class DynamicNamespaceTests
{
    [Fact, Trait("Behaviour", "49")]
    public async Task A_name_that_matches_a_pattern_becomes_a_namespace_with_its_parent_s_middleware_and_listeners()
    {
        var order = new List<string>();
        await using var server = await RunningServer.StartAsync(io =>
        {
            var rooms = io.Of(Room());
            rooms.Use(socket =>
            {
                order.Add("middleware " + socket.Namespace.Name);
                return ConnectionResult.Accept;
            });
            rooms.OnConnection(socket =>
            {
                order.Add("connection " + socket.Namespace.Name);
                Assert.Same(rooms, socket.Namespace.Parent);
                socket.On("who", () => socket.Namespace.Name);
            });
        });

        await using var client = await server.ConnectAsync("40/room-1,");
        Assert.StartsWith("40/room-1,{\"sid\":\"", client.Greeting, StringComparison.Ordinal);
        await client.SendAsync("42/room-1,7[\"who\"]");

        Assert.Equal("43/room-1,7[\"/room-1\"]", await client.ReceiveAsync());
        Assert.Equal(["middleware /room-1", "connection /room-1"], order);
        Assert.Contains(server.Io.Namespaces, ns => ns.Name == "/room-1");
    }

    [Fact, Trait("Behaviour", "49")]
    public async Task A_predicate_decides_by_name_and_handshake_and_what_none_wants_is_invalid()
    {
        await using var server = await RunningServer.StartAsync(io =>
        {
            io.Of((Func<string, Handshake, bool>)((_, _) => throw new InvalidOperationException("the next one is asked")));
            io.Of((name, handshake) => name == "/now" && handshake.Auth.TryGetProperty("token", out _));
            io.Of(async (name, _) =>
            {
                await Task.Yield();
                return name == "/later";
            });
        });
        await using var client = await server.ConnectAsync("40/now,");
        Assert.Equal("44/now,{\"message\":\"Invalid namespace\"}", client.Greeting);

        await client.SendAsync("40/now,{\"token\":1}");
        Assert.StartsWith("40/now,{", await client.ReceiveAsync(), StringComparison.Ordinal);
        await client.SendAsync("40/later,");
        Assert.StartsWith("40/later,{", await client.ReceiveAsync(), StringComparison.Ordinal);
        await client.SendAsync("40/never,");
        Assert.Equal("44/never,{\"message\":\"Invalid namespace\"}", await client.ReceiveAsync());
    }

    [Fact, Trait("Behaviour", "49")]
    public async Task What_is_emitted_to_a_parent_reaches_the_children_and_rooms_stay_apart()
    {
        ParentNamespace rooms = null!;
        await using var server = await RunningServer.StartAsync(io =>
        {
            rooms = io.Of(Room());
            rooms.OnConnection(async socket => await socket.JoinAsync(socket.Namespace.Name == "/room-1" ? "a" : "b"));
        });
        await using var one = await server.ConnectAsync("40/room-1,");
        await using var two = await server.ConnectAsync("40/room-2,");

        rooms.Emit("all", 1);
        rooms.To("b").Emit("b");
        rooms.Except("b").Emit("not b");
        await rooms.EmitAsync("taken", TestContext.Current.CancellationToken);

        Assert.Equal("42/room-1,[\"all\",1]", await one.ReceiveAsync());
        Assert.Equal("42/room-1,[\"not b\"]", await one.ReceiveAsync());
        Assert.Equal("42/room-1,[\"taken\"]", await one.ReceiveAsync());
        Assert.Equal("42/room-2,[\"all\",1]", await two.ReceiveAsync());
        Assert.Equal("42/room-2,[\"b\"]", await two.ReceiveAsync());
        Assert.Equal("42/room-2,[\"taken\"]", await two.ReceiveAsync());
        Assert.Throws<ArgumentException>(() => rooms.Emit("connect"));
    }

    [Fact, Trait("Behaviour", "50")]
    public async Task Clients_that_ask_for_a_new_name_at_once_share_one_child()
    {
        var asked = new SemaphoreSlim(0);
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var made = 0;
        ParentNamespace parent = null!;
        await using var server = await RunningServer.StartAsync(io =>
        {
            io.OnNewNamespace(_ => Interlocked.Increment(ref made));
            parent = io.Of((_, _) =>
            {
                asked.Release();
                return answer.Task;
            });
        });
        await using var first = await server.ConnectAsync("");
        await using var second = await server.ConnectAsync("");
        await first.SendAsync("40/new,");
        await second.SendAsync("40/new,");
        await asked.WaitAsync(TestContext.Current.CancellationToken).DefaultTimeout();
        await asked.WaitAsync(TestContext.Current.CancellationToken).DefaultTimeout();

        answer.SetResult(true);

        Assert.StartsWith("40/new,{", await first.ReceiveAsync(), StringComparison.Ordinal);
        Assert.StartsWith("40/new,{", await second.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Equal(2, Assert.Single(parent.Children).SocketCount);
        Assert.Equal(1, made);
    }

    [Theory]
    [InlineData("40/new,")]
    [InlineData("42/new,[\"too early\"]")]
    public async Task A_packet_for_a_name_that_is_still_being_asked_about_is_a_violation(string packet)
    {
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        ParentNamespace parent = null!;
        await using var server = await RunningServer.StartAsync(io => parent = io.Of((_, _) => answer.Task));
        await using var client = await server.ConnectAsync("");

        await client.SendAsync("40/new,");
        await client.SendAsync(packet);

        var end = await client.ReceiveAsync();
        answer.SetResult(true);
        Assert.Equal("closed", end);
        await client.DisposeAsync();
        await server.Io.CloseAsync(TestContext.Current.CancellationToken).DefaultTimeout();
        Assert.Empty(parent.Children);
    }

    [Fact, Trait("Behaviour", "53")]
    public async Task A_child_made_by_the_application_has_its_parent_s_listeners_and_broadcasts()
    {
        ParentNamespace rooms = null!;
        var connected = 0;
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await RunningServer.StartAsync(io =>
        {
            rooms = io.Of(Room());
            rooms.HandlerConcurrency = 3;
            var child = io.Of("room-7");
            Assert.Same(rooms, child.Parent);
            Assert.Equal(3, child.HandlerConcurrency);
            rooms.OnConnection(_ => connected++);
            child.OnConnection(_ =>
            {
                connected += 10;
                heard.SetResult();
            });
        });
        await using var client = await server.ConnectAsync("40/room-7,");
        await heard.Task.DefaultTimeout(); // a client knows that it is connected before the listeners do

        rooms.Emit("hi");

        Assert.Equal("42/room-7,[\"hi\"]", await client.ReceiveAsync());
        Assert.Equal(11, connected);
    }

    [Fact, Trait("Behaviour", "48")]
    public async Task New_namespaces_are_told_of_and_those_that_are_not_dynamic_stay()
    {
        var told = new List<string>();
        await using var server = await RunningServer.StartAsync(io =>
        {
            io.OnNewNamespace(ns => told.Add(ns.Name));
            io.OnNewNamespace(_ => throw new InvalidOperationException("a listener that fails disturbs nobody"));
            io.Of(Room());
            io.Of("/static");
            io.Of("/static");
        });
        await using var client = await server.ConnectAsync("40/room-1,");
        await client.SendAsync("40/static,");
        Assert.StartsWith("40/static,{", await client.ReceiveAsync(), StringComparison.Ordinal);
        await client.SendAsync("41/static,");
        await client.SendAsync("41/room-1,");
        await client.SendAsync("40");
        Assert.StartsWith("40{", await client.ReceiveAsync(), StringComparison.Ordinal);

        Assert.Equal(["/static", "/room-1"], told);
        Assert.Equal(["/", "/static"], server.Io.Namespaces.Select(ns => ns.Name).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("^/room-[0-9]+$")]
    private static partial Regex Room();
}
