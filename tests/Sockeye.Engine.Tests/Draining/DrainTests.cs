using Sockeye.Engine.Tests.Support;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine.Tests.Draining;

/// <summary>Sessions that are sent away before their engine's end.</summary>
public class DrainTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Sessions_go_one_after_the_other_evenly_over_the_window()
    {
        var time = new ManualTimeProvider();
        await using var host = await EngineHost.StartAsync(time: time);
        for (var i = 0; i < 10; i++)
        {
            await PollingClient.OpenAsync(host);
        }

        var draining = host.Engine.DrainAsync(Window, TestContext.Current.CancellationToken);

        for (var second = 0; second < 10; second++)
        {
            await Eventually.TrueAsync(() => Gone() == second + 1 && (second == 9 || IsWaiting(time)));
            time.Advance(TimeSpan.FromSeconds(0.9));
            Assert.Equal(second + 1, Gone());
            time.Advance(TimeSpan.FromSeconds(0.1));
        }

        int Gone() => host.Sessions.Count(static handler => handler.Session.State != SessionState.Open);
        time.Advance(TimeSpan.FromSeconds(30)); // nobody polls: the time to take the rest is over
        await draining.DefaultTimeout();
        Assert.Equal(0, host.Engine.SessionCount);
        Assert.All(host.Sessions, static handler => Assert.Equal(CloseReason.ServerShuttingDown, handler.Closed.Result.Reason));
    }

    [Fact]
    public async Task New_sessions_are_refused_with_503_and_those_there_are_go_on()
    {
        var time = new ManualTimeProvider();
        await using var host = await EngineHost.StartAsync(options => options.RetryAfter = TimeSpan.FromSeconds(6.5), time: time);
        var first = await PollingClient.OpenAsync(host);
        var second = await PollingClient.OpenAsync(host);
        _ = host.Engine.DrainAsync(Window, TestContext.Current.CancellationToken);
        Assert.True(host.Engine.IsDraining);
        var stays = first.Handler.Session.State == SessionState.Open ? first : second;
        await using var connection = await RawConnection.OpenAsync(host.Url);

        await connection.SendAsync("GET /engine.io/?EIO=4&transport=polling HTTP/1.1\nHost: localhost");
        var polling = await connection.ReadResponseAsync();
        Assert.True(await connection.IsAtEndAsync()); // the next attempt goes to another server
        await using var other = await RawConnection.OpenAsync(host.Url);
        await other.SendAsync($"GET /engine.io/?EIO=4&transport=websocket HTTP/1.1\n{RawWebSocket.Handshake}");
        var socket = await other.ReadResponseAsync();

        Assert.Equal((503, """{"code":4,"message":"Server shutting down"}""", "7"), (polling.Status, polling.Text, polling.Header("Retry-After")));
        Assert.Equal((503, "Server shutting down", "7"), (socket.Status, socket.Text, socket.Header("Retry-After")));

        stays.Handler.Session.Send(EncodedMessage.Text("still"u8));
        Assert.Equal("4still", (await stays.GetAsync()).Body);
        Assert.Equal("ok", (await stays.PostAsync("4here")).Body);
        await using var upgraded = await RawWebSocket.OpenAsync(host, $"EIO=4&transport=websocket&sid={stays.Sid}");
        await upgraded.SendTextAsync("2probe");
        Assert.Equal("3probe", (await upgraded.ReadAsync()).Text);
    }

    [Fact]
    public async Task What_waits_for_a_client_goes_out_before_its_close()
    {
        await using var host = await EngineHost.StartAsync();
        var polling = await PollingClient.OpenAsync(host);
        var (socket, _) = await RawWebSocket.OpenSessionAsync(host);
        await using var closed = socket;
        foreach (var handler in host.Sessions)
        {
            handler.Session.Send(EncodedMessage.Text("last"u8));
        }

        var draining = host.Engine.DrainAsync(TimeSpan.Zero, TestContext.Current.CancellationToken);

        Assert.Equal("4last", (await polling.GetAsync()).Body);
        Assert.Equal("6\u001e1", (await polling.GetAsync()).Body);
        Assert.Equal("4last", (await socket.ReadAsync()).Text);
        Assert.Equal(1005, await socket.ReadCloseAsync());
        await draining.DefaultTimeout();
    }

    [Fact]
    public async Task A_session_that_cannot_go_is_asked_again_and_goes_when_the_window_is_over()
    {
        var time = new ManualTimeProvider();
        var asked = new List<bool>();
        await using var host = await EngineHost.StartAsync(time: time, onSession: session => new RecordingHandler(session)
        {
            Leaving = isFinal =>
            {
                asked.Add(isFinal);
                return false;
            },
        });
        var client = await PollingClient.OpenAsync(host);
        _ = host.Engine.DrainAsync(Window, TestContext.Current.CancellationToken);

        for (var i = 1; i < 100; i++)
        {
            await Eventually.TrueAsync(() => IsWaiting(time));
            Assert.Equal((i, SessionState.Open), (asked.Count, client.Handler.Session.State));
            time.Advance(TimeSpan.FromSeconds(0.1));
        }

        Assert.DoesNotContain(true, asked);
        await Eventually.TrueAsync(() => IsWaiting(time));
        time.Advance(TimeSpan.FromSeconds(0.1));

        await Eventually.TrueAsync(() => client.Handler.Session.State == SessionState.Closing);
        Assert.True(asked[^1]);
    }

    [Fact]
    public async Task An_engine_without_sessions_is_drained_at_once()
    {
        await using var host = await EngineHost.StartAsync();

        await host.Engine.DrainAsync(Window, TestContext.Current.CancellationToken).DefaultTimeout();
    }

    [Fact]
    public async Task Draining_is_over_when_the_last_has_gone_by_itself()
    {
        var time = new ManualTimeProvider();
        await using var host = await EngineHost.StartAsync(time: time);
        for (var i = 0; i < 3; i++)
        {
            await PollingClient.OpenAsync(host);
        }

        var draining = host.Engine.DrainAsync(Window, TestContext.Current.CancellationToken);
        foreach (var handler in host.Sessions)
        {
            handler.Session.Close(CloseMode.Discard);
        }

        await draining.DefaultTimeout();
    }

    [Fact]
    public async Task Draining_that_is_ended_leaves_the_rest_to_the_closing()
    {
        var time = new ManualTimeProvider();
        await using var host = await EngineHost.StartAsync(time: time);
        await PollingClient.OpenAsync(host);
        await PollingClient.OpenAsync(host);
        using var ended = new CancellationTokenSource();
        var draining = host.Engine.DrainAsync(Window, ended.Token);

        await ended.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => draining.DefaultTimeout());
        Assert.Single(host.Sessions, static handler => handler.Session.State == SessionState.Open);
        await host.Engine.CloseAsync(TestContext.Current.CancellationToken).AsTask().DefaultTimeout();
        Assert.Equal(0, host.Engine.SessionCount);
    }

    /// <summary>Beside the wheel, the drain waits for its next step.</summary>
    private static bool IsWaiting(ManualTimeProvider time) => time.ArmedTimers == 2;
}
