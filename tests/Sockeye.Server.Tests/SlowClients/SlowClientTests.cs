using Sockeye.Engine;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.SlowClients;

/// <summary>What becomes of events for a client that does not read, here one that does not poll.</summary>
public sealed class SlowClientTests
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_Close_the_client_is_disconnected_as_slow()
    {
        var reason = new TaskCompletionSource<DisconnectReason>();
        await using var server = await StartAsync(SlowClientPolicy.Close, reason);
        using var client = await IdlePoller.ConnectAsync(server);

        server.Io.Emit("a");
        server.Io.Emit("b");
        Assert.Equal(SessionState.Open, Session(server).State);
        server.Io.Emit("c");

        Assert.Equal(DisconnectReason.SlowClient, await reason.Task.DefaultTimeout());
        Assert.Equal(1, server.Io.Engine.MeasureOutbound().SlowClients);
    }

    [Fact]
    public async Task With_Drop_events_and_questions_are_dropped_and_answers_are_not()
    {
        await using var server = await StartAsync(SlowClientPolicy.Drop);
        using var client = await IdlePoller.ConnectAsync(server);
        var socket = server.Io.Sockets.Single();

        server.Io.Emit("a");
        socket.Emit("b");
        server.Io.Emit("dropped");
        socket.Emit("dropped");
        await client.PostAsync("420[\"echo\",1]");
        var question = await socket.TryEmitWithAckAsync<int>("dropped", Cancelled).DefaultTimeout();
        var questions = await server.Io.Main.To(socket.Id).Timeout(TimeSpan.FromSeconds(30)).EmitWithAckAsync<int>("dropped", Cancelled).DefaultTimeout();

        Assert.Equal(AckFailure.Dropped, question.Failure);
        Assert.Equal(AckFailure.Dropped, Assert.Single(questions.Failures).Reason);
        Assert.Equal(4, socket.Session.Outbound.DroppedPackets);
        Assert.Equal("42[\"a\"]\u001e42[\"b\"]\u001e430[1]", await client.PollAsync());
        socket.Emit("again");
        Assert.Equal("42[\"again\"]", await client.PollAsync());
    }

    [Fact]
    public async Task With_Drop_what_the_client_asks_to_be_answered_and_does_not_read_closes_it()
    {
        var reason = new TaskCompletionSource<DisconnectReason>();
        await using var server = await StartAsync(SlowClientPolicy.Drop, reason);
        using var client = await IdlePoller.ConnectAsync(server);

        await client.PostAsync(string.Join('\u001e', Enumerable.Range(0, 100).Select(static id => $"42{id}[\"echo\",1]")));

        Assert.Equal(DisconnectReason.SlowClient, await reason.Task.DefaultTimeout());
    }

    [Fact]
    public async Task With_Wait_the_client_gets_everything_when_it_comes_back()
    {
        await using var server = await StartAsync(SlowClientPolicy.Wait);
        using var client = await IdlePoller.ConnectAsync(server);

        for (var i = 0; i < 4; i++)
        {
            server.Io.Emit("n", i);
        }

        Assert.Equal("42[\"n\",0]\u001e42[\"n\",1]\u001e42[\"n\",2]\u001e42[\"n\",3]", await client.PollAsync());
    }

    [Fact]
    public async Task A_namespace_may_have_a_policy_of_its_own()
    {
        await using var server = await StartAsync(SlowClientPolicy.Close);
        server.Io.Of("/ticks").SlowClientPolicy = SlowClientPolicy.Drop;
        using var client = await IdlePoller.ConnectAsync(server);
        await client.PostAsync("40/ticks,");
        Assert.StartsWith("40/ticks,", await client.PollAsync(), StringComparison.Ordinal);

        for (var i = 0; i < 10; i++)
        {
            server.Io.Of("/ticks").Emit("tick");
        }

        Assert.Equal(8, Session(server).Outbound.DroppedPackets);
        Assert.Equal("42/ticks,[\"tick\"]\u001e42/ticks,[\"tick\"]", await client.PollAsync());
        Assert.Throws<ArgumentOutOfRangeException>(() => server.Io.Main.SlowClientPolicy = (SlowClientPolicy)7);
    }

    private static EngineSession Session(RunningServer server) => server.Io.Sockets.Single().Session;

    private static Task<RunningServer> StartAsync(SlowClientPolicy policy, TaskCompletionSource<DisconnectReason>? reason = null) => RunningServer.StartAsync(
        io => io.OnConnection(socket =>
        {
            socket.On("echo", static (int n) => n);
            socket.OnDisconnect(context => reason?.SetResult(context.Reason));
        }),
        options => (options.SlowClientPolicy, options.OutboundBufferPackets) = (policy, 2));
}
