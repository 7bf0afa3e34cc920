using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.ServerSide;

/// <summary>What is done on one of two servers reaches the sockets and listeners of the other.</summary>
public sealed class TwoNodesTests : IAsyncDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    private readonly TwoNodesAdapter.Cluster _cluster = new();
    private readonly ManualTimeProvider _time = new();
    private RunningServer _here = null!;
    private RunningServer _there = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
    }

    [Fact, Trait("Behaviour", "81")]
    public async Task Sockets_of_the_other_node_are_listed_with_handshake_rooms_and_data()
    {
        await StartAsync(io => io.OnConnection(async socket =>
        {
            socket.Data["user"] = new { name = "Ada" };
            socket.Data["left out, since it is no JSON"] = new CancellationTokenSource().Token.WaitHandle;
            await socket.JoinAsync("room");
        }));
        await using var near = await JoinAsync(_here);
        await using var far = await JoinAsync(_there, "40{\"token\":\"t\"}");

        var found = await _here.Io.To("room").FetchSocketsAsync(Cancelled);

        Assert.Equal(2, found.Count);
        var remote = Assert.Single(found, socket => !socket.IsLocal);
        Assert.Equal(SidOf(far), remote.Id);
        Assert.Equal(["room", remote.Id], remote.Rooms.Order(StringComparer.Ordinal).OrderByDescending(room => room == "room"));
        Assert.Equal("t", remote.Handshake.Auth.GetProperty("token").GetString());
        Assert.Equal("4", remote.Handshake.Query["EIO"]);
        Assert.StartsWith("/socket.io/?EIO=4", remote.Handshake.Url, StringComparison.Ordinal);
        Assert.Equal(IPAddress.Loopback, remote.Handshake.Address);
        Assert.Equal("websocket", remote.Handshake.Headers.Upgrade);
        Assert.Equal(_there.Io.Sockets.Single().Handshake.Issued.ToUnixTimeMilliseconds(), remote.Handshake.Issued.ToUnixTimeMilliseconds());
        Assert.False(remote.Handshake.IsSecure);
        Assert.False(remote.Handshake.User.Identity!.IsAuthenticated);
        Assert.Equal("Ada", remote.GetData<JsonElement>("user").GetProperty("name").GetString());
        Assert.Single(remote.Data);
        Assert.Single(await _here.Io.Local.FetchSocketsAsync(Cancelled));
        _cluster.IsSilent = true;
        Assert.Single(await _here.Io.Timeout(Short).FetchSocketsAsync(Cancelled));
    }

    [Fact]
    public async Task A_socket_of_the_other_node_is_emitted_to_asked_moved_and_disconnected()
    {
        await StartAsync();
        await using var far = await JoinAsync(_there);
        var remote = Assert.Single(await _here.Io.FetchSocketsAsync(Cancelled));

        remote.Emit("hi");
        Assert.Equal("42[\"hi\"]", await far.ReceiveAsync());
        var asking = remote.Timeout(Long).EmitWithAckAsync<int>("add", 1, 2, Cancelled);
        await AnswerAsync(far, "[3]");
        Assert.Equal(3, await asking.DefaultTimeout());
        await remote.JoinAsync("room", Cancelled);
        Assert.Contains("room", _there.Io.Sockets.Single().Rooms);
        await remote.LeaveAsync("room", Cancelled);
        Assert.DoesNotContain("room", _there.Io.Sockets.Single().Rooms);
        await remote.DisconnectAsync(close: true, Cancelled);
        Assert.Equal("41", await far.ReceiveAsync());
        Assert.Equal("closed", await far.ReceiveAsync());
        Assert.Equal(AckFailure.Disconnected, (await remote.Timeout(Short).TryEmitWithAckAsync<int>("add", Cancelled).DefaultTimeout()).Failure);
    }

    [Fact]
    public async Task Answers_of_both_nodes_come_together_and_a_silent_node_costs_only_its_own()
    {
        await StartAsync();
        await using var near = await JoinAsync(_here);
        await using var far = await JoinAsync(_there);

        var asking = _here.Io.Timeout(Long).EmitWithAckAsync<int>("question", Cancelled);
        await AnswerAsync(near, "[1]");
        await AnswerAsync(far, "[2]");
        var answers = await asking.DefaultTimeout();
        Assert.Equal([1, 2], answers.Values);
        Assert.Equal([SidOf(near), null], answers.Answers.Select(answer => answer.SocketId));

        _cluster.IsSilent = true;
        var partial = _here.Io.Timeout(Short).EmitWithAckAsync<int>("question", Cancelled);
        await AnswerAsync(near, "[1]");
        _time.Advance(2 * Short);
        Assert.Equal([1], (await partial.DefaultTimeout()).Values);
        var failure = Assert.Single((await partial).Failures);
        Assert.Equal((null, AckFailure.Timeout), (failure.SocketId, failure.Reason));
    }

    [Fact]
    public async Task Servers_send_each_other_events_and_answer()
    {
        await StartAsync();
        var heard = new TaskCompletionSource<string>();
        using var own = _here.Io.ServerSide.On("hello", (string _) => Assert.Fail("a server does not hear itself"));
        _there.Io.ServerSide.On("hello", (string text) => heard.TrySetResult(text));
        _there.Io.ServerSide.On("add", (int a, int b) => a + b);
        _there.Io.ServerSide.On("fail", (Action)(() => throw new InvalidOperationException("no answer comes of this")));
        _there.Io.Of("/other").ServerSide.On("where", () => "there");
        _here.Io.Of("/other");

        _here.Io.ServerSideEmit("hello", "you");
        Assert.Equal("you", await heard.Task.DefaultTimeout());
        Assert.Equal([3], (await _here.Io.ServerSide.EmitWithAckAsync<int>("add", 1, 2, Cancelled).DefaultTimeout()).Values);
        Assert.Equal(["there"], (await _here.Io.Of("/other").ServerSide.EmitWithAckAsync<string>("where", Cancelled).DefaultTimeout()).Values);
        var failing = _here.Io.ServerSide.Timeout(Short).EmitWithAckAsync<int>("fail", Cancelled);
        _time.Advance(2 * Short);
        var failed = await failing.DefaultTimeout();
        Assert.Equal(AckFailure.Timeout, Assert.Single(failed.Failures).Reason);
    }

    [Theory]
    [InlineData("connect")]
    [InlineData("connection")]
    [InlineData("new_namespace")]
    public async Task Names_that_are_reserved_among_servers_are_refused(string name)
    {
        await StartAsync();

        Assert.Throws<ArgumentException>(() => _here.Io.ServerSideEmit(name));
        Assert.Throws<ArgumentException>(() => _here.Io.ServerSide.On(name, () => { }));
        await Assert.ThrowsAsync<ArgumentException>(() => _here.Io.ServerSide.EmitWithAckAsync<int>(name, Cancelled));
        _here.Io.ServerSideEmit("disconnect"); // reserved for sockets only
    }

    [Fact]
    public async Task A_server_that_stands_alone_has_nobody_to_send_to()
    {
        await StartAsync();
        await using var alone = await RunningServer.StartAsync(io => io.ServerSide.On("hello", () => Assert.Fail("a server does not hear itself")));

        alone.Io.ServerSideEmit("hello");
        var answers = await alone.Io.ServerSide.EmitWithAckAsync<int>("hello", Cancelled).DefaultTimeout();

        Assert.True(answers.IsComplete);
        Assert.Empty(answers.Answers);
    }

    private static async Task AnswerAsync(WireClient client, string answer)
    {
        var asked = await client.ReceiveAsync();
        await client.SendAsync("43" + asked["42".Length..asked.IndexOf('[', StringComparison.Ordinal)] + answer);
        Assert.True(await client.RoundTripAsync());
    }

    /// <summary>Connects a client, and waits until the server has seen to that: its answer goes out before the socket is in its namespace and in rooms.</summary>
    [Fact]
    public async Task A_user_is_disconnected_from_every_namespace_of_every_node_also_from_those_that_only_another_has()
    {
        await StartAsync(
            io =>
            {
                io.OnNewNamespace(ns => ns.OnConnection(async socket => await socket.JoinAsync(socket.Handshake.Auth.GetProperty("session").GetString()!)));
                io.Of((name, _) => name.StartsWith("/group", StringComparison.Ordinal));
            },
            static options => options.UserId = static socket => socket.Handshake.Auth.TryGetProperty("as", out var who) ? who.GetString() : null);
        await using var here = await JoinAsync(_here, "40/group1,{\"as\":\"anna\",\"session\":\"a\"}");
        await using var there = await JoinAsync(_there, "40/group2,{\"as\":\"anna\",\"session\":\"b\"}");
        await using var bert = await JoinAsync(_there, "40/group2,{\"as\":\"bert\",\"session\":\"c\"}");
        await using var carl = await JoinAsync(_there, "40/group3,{\"as\":\"carl\",\"session\":\"d\"}");
        await using var carlToo = await JoinAsync(_there, "40/group3,{\"as\":\"carl\",\"session\":\"e\"}");

        await _here.Io.DisconnectUserAsync("anna", Cancelled);
        await _here.Io.DisconnectRoomAsync("d", Cancelled);

        Assert.Equal("41/group1,", await here.ReceiveAsync());
        Assert.Equal("41/group2,", await there.ReceiveAsync());
        Assert.Equal("41/group3,", await carl.ReceiveAsync());
        Assert.True(await bert.RoundTripAsync());
        Assert.True(await carlToo.RoundTripAsync());
        await Assert.ThrowsAsync<ArgumentException>(async () => await _here.Io.DisconnectUserAsync("", Cancelled));
        await Assert.ThrowsAsync<ArgumentException>(async () => await _here.Io.DisconnectRoomAsync("sockeye:user:anna", Cancelled));
        Assert.Throws<ArgumentException>(() => _here.Io.ServerSide.Emit("sockeye:disconnect", "d"));
    }

    private static async Task<WireClient> JoinAsync(RunningServer server, string connect = "40")
    {
        var client = await server.ConnectAsync(connect);
        Assert.True(await client.RoundTripAsync());
        return client;
    }

    private static string SidOf(WireClient client) => client.Greeting.Split("\"sid\":\"")[1].Split('"')[0];

    private async Task StartAsync(Action<SocketServer>? use = null, Action<SocketServerOptions>? configure = null)
    {
        _here = await RunningServer.StartAsync(use, Configure, AddTime);
        _there = await RunningServer.StartAsync(use, Configure, AddTime);

        void AddTime(IServiceCollection services) => services.AddSingleton<TimeProvider>(_time);

        void Configure(SocketServerOptions options)
        {
            options.Adapter = _cluster.Add;
            configure?.Invoke(options);
        }
    }
}
