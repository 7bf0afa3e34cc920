using Microsoft.Extensions.DependencyInjection;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.RateLimits;

/// <summary>How many packets a connection may send in a second.</summary>
public sealed class PaceTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public async Task What_comes_too_fast_is_read_later_and_none_of_it_is_lost()
    {
        await using var server = await StartAsync(most: 10);
        await using var client = await server.ConnectAsync(); // is the first packet of ten

        for (var i = 0; i < 30; i++)
        {
            await client.SendAsync($"42{i}[\"echo\",{i}]");
        }

        for (var i = 0; i < 9; i++)
        {
            Assert.Equal($"43{i}[{i}]", await client.ReceiveAsync());
        }

        var tenth = client.ReceiveAsync();
        await PauseAsync(server);
        _time.Advance(TimeSpan.FromMilliseconds(50));
        await PauseAsync(server);
        Assert.False(tenth.IsCompleted);

        for (var i = 9; i < 30; i++)
        {
            await Eventually.TrueAsync(() => tenth.IsCompleted, () => _time.Advance(TimeSpan.FromMilliseconds(10)));
            Assert.Equal($"43{i}[{i}]", await tenth);
            tenth = i < 29 ? client.ReceiveAsync() : tenth;
        }

        Assert.True(_time.GetTimestamp() >= TimeSpan.FromSeconds(2).Ticks, $"{_time.GetTimestamp()} ticks for 21 events at 10 a second.");
    }

    [Fact]
    public async Task Acknowledgements_do_not_count()
    {
        await using var server = await StartAsync(most: 2);
        await using var client = await server.ConnectAsync();
        var socket = Assert.Single(server.Io.Sockets);

        for (var i = 0; i < 20; i++)
        {
            var answer = socket.EmitArgumentsWithAckAsync<int>("ask", new object?[] { i }, TestContext.Current.CancellationToken);
            var question = await client.ReceiveAsync();
            await client.SendAsync("43" + question[2..question.IndexOf('[', StringComparison.Ordinal)] + $"[{i}]");
            Assert.Equal(i, (await answer.DefaultTimeout()).Value);
        }
    }

    [Fact]
    public async Task A_client_that_leaves_while_it_is_held_up_leaves_nothing_behind()
    {
        await using var server = await StartAsync(most: 2);
        var client = await server.ConnectAsync();
        var socket = Assert.Single(server.Io.Sockets);
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        socket.OnDisconnect(_ => left.SetResult());
        for (var i = 0; i < 5; i++)
        {
            await client.SendAsync("42[\"echo\",1]");
        }

        await PauseAsync(server);
        await client.DisposeAsync();
        socket.Disconnect(close: true); // nobody reads, so that nobody sees the client go
        _time.Advance(TimeSpan.FromMinutes(2)); // past the limit for closing

        await left.Task.DefaultTimeout();
        await Eventually.TrueAsync(
            () => server.Io.Engine is { SessionCount: 0, Timers.Count: 0 },
            () => _time.Advance(TimeSpan.FromMilliseconds(10)));
    }

    /// <summary>Returns when the connection is held up: one timer for the heartbeat, one for the pause.</summary>
    private static async Task PauseAsync(RunningServer server)
    {
        await Eventually.TrueAsync(() => server.Io.Engine.Timers.Count >= 2);
    }

    private Task<RunningServer> StartAsync(int most) => RunningServer.StartAsync(
        static io => io.OnConnection(static socket => socket.On("echo", static (int n) => n)),
        options =>
        {
            options.MaxEventsPerSecond = most;
            (options.PingInterval, options.PingTimeout) = (TimeSpan.FromDays(1), TimeSpan.FromDays(1)); // the clock may run ahead of the client
        },
        services => services.AddSingleton<TimeProvider>(_time));
}
