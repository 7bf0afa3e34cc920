using System.Net;
using Sockeye.Engine.Tests.Support;

namespace Sockeye.Engine.Tests.Sessions;

public class HeartbeatTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan PongTime = TimeSpan.FromMilliseconds(200);

    /// <summary>The wheel's: nothing comes early, and nothing more than two ticks late.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task A_client_that_answers_lives_and_is_asked_an_interval_after_each_answer()
    {
        var time = new ManualTimeProvider();
        await using var host = await StartAsync(time);
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host);
        await using var _ = socket;
        await socket.PassAsync();

        for (var round = 0; round < 5; round++)
        {
            time.Advance(Interval - TimeSpan.FromMilliseconds(1));
            handler.Session.Send(Sockeye.Protocol.EngineIO.EncodedMessage.Text("mark"u8));
            Assert.Equal("4mark", (await socket.ReadAsync()).Text); // no ping before its time
            time.Advance(TimeSpan.FromMilliseconds(1) + Tolerance);
            Assert.Equal("2", (await socket.ReadAsync()).Text);
            await AnswerAsync(socket, handler);
        }

        Assert.Equal(SessionState.Open, handler.Session.State);
    }

    [Fact, Trait("Behaviour", "93")]
    public async Task A_client_that_does_not_answer_ends_when_its_time_is_over_and_not_before()
    {
        var time = new ManualTimeProvider();
        await using var host = await StartAsync(time);
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host);
        await using var _ = socket;
        await socket.PassAsync();

        time.Advance(Interval + PongTime - TimeSpan.FromMilliseconds(1));
        Assert.Equal(SessionState.Open, handler.Session.State);
        time.Advance(TimeSpan.FromMilliseconds(1) + Tolerance);

        Assert.Equal((CloseReason.PingTimeout, (string?)null), await handler.Closed.DefaultTimeout());
        Assert.Equal("2", (await socket.ReadAsync()).Text);
        Assert.Equal(1005, await socket.ReadCloseAsync());
    }

    [Fact, Trait("Behaviour", "93")]
    public async Task A_polling_client_that_does_not_poll_ends_as_well()
    {
        var time = new ManualTimeProvider();
        await using var host = await StartAsync(time);
        var client = await PollingClient.OpenAsync(host);

        time.Advance(Interval + PongTime + Tolerance);

        Assert.Equal(CloseReason.PingTimeout, (await client.Handler.Closed.DefaultTimeout()).Reason);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync()).Status);
    }

    [Fact]
    public async Task Something_else_than_a_pong_gives_the_client_its_time_anew_but_once()
    {
        var time = new ManualTimeProvider();
        await using var host = await StartAsync(time);
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host);
        await using var _ = socket;
        await socket.PassAsync();
        time.Advance(Interval + Tolerance);
        Assert.Equal("2", (await socket.ReadAsync()).Text);

        time.Advance(PongTime - (2 * Tolerance));
        await SendAsync(socket, handler, "first");
        time.Advance(PongTime - Tolerance);
        Assert.Equal(SessionState.Open, handler.Session.State);
        await SendAsync(socket, handler, "second");
        time.Advance(2 * Tolerance);

        Assert.Equal(CloseReason.PingTimeout, (await handler.Closed.DefaultTimeout()).Reason);
    }

    [Fact]
    public async Task The_time_stands_still_while_a_message_is_handled_and_pings_go_on()
    {
        var time = new ManualTimeProvider();
        var handled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await EngineHost.StartAsync(
            options => (options.PingInterval, options.PingTimeout) = (Interval, PongTime),
            time,
            session => new RecordingHandler(session) { OnMessage = async (_, _, _) => await handled.Task });
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host);
        await using var _ = socket;
        await socket.PassAsync();
        await socket.SendTextAsync("4slow");
        Assert.Equal("slow", await handler.NextAsync());

        for (var pings = 0; pings < 5; pings++)
        {
            time.Advance(Interval + Tolerance);
            Assert.Equal("2", (await socket.ReadAsync()).Text);
        }

        Assert.Equal(SessionState.Open, handler.Session.State);
        handled.SetResult();
        await AnswerAsync(socket, handler);
        time.Advance(Interval - Tolerance);
        Assert.Equal(SessionState.Open, handler.Session.State);
    }

    [Fact]
    public async Task A_client_whose_message_was_handled_slowly_must_answer_then()
    {
        var time = new ManualTimeProvider();
        var handled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await EngineHost.StartAsync(
            options => (options.PingInterval, options.PingTimeout) = (Interval, PongTime),
            time,
            session => new RecordingHandler(session) { OnMessage = async (_, _, _) => await handled.Task });
        var client = await PollingClient.OpenAsync(host);
        var post = client.PostAsync("4slow");
        await client.Handler.NextAsync();
        time.Advance(Interval + PongTime + PongTime);
        handled.SetResult();
        Assert.Equal((HttpStatusCode.OK, "ok"), await post);

        time.Advance(PongTime - TimeSpan.FromMilliseconds(10));
        Assert.Equal(SessionState.Open, client.Handler.Session.State);
        time.Advance(TimeSpan.FromMilliseconds(10) + Tolerance);

        Assert.Equal(CloseReason.PingTimeout, (await client.Handler.Closed.DefaultTimeout()).Reason);
    }

    [Fact]
    public async Task A_request_after_the_deadline_finds_no_session_even_before_the_wheel_has_come_round()
    {
        var time = new StoppedWheelTime();
        await using var host = await StartAsync(time);
        var client = await PollingClient.OpenAsync(host);

        time.Now = Interval + PongTime + TimeSpan.FromMilliseconds(1);

        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync("4late")).Status);
        Assert.Equal(CloseReason.PingTimeout, (await client.Handler.Closed.DefaultTimeout()).Reason);
    }

    [Fact]
    public async Task Real_time_is_kept_as_well()
    {
        await using var host = await StartAsync(TimeProvider.System);
        var begin = TimeProvider.System.GetTimestamp();
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host);
        await using var _ = socket;

        await handler.Closed.DefaultTimeout();

        Assert.InRange(TimeProvider.System.GetElapsedTime(begin).TotalMilliseconds, 500, 60_000); // soon on a machine that has time
    }

    [Fact]
    public async Task Handshakes_that_are_never_completed_leave_nothing_behind()
    {
        var time = new ManualTimeProvider();
        await using var host = await StartAsync(time);
        await Parallel.ForAsync(0, 500, TestContext.Current.CancellationToken, async (_, token) =>
            await host.Http.GetStringAsync(new Uri("/engine.io/?EIO=4&transport=polling", UriKind.Relative), token));
        Assert.Equal(500, host.Engine.SessionCount);

        time.Advance(Interval + PongTime + Tolerance);

        foreach (var handler in host.Sessions)
        {
            Assert.Equal(CloseReason.PingTimeout, (await handler.Closed.DefaultTimeout()).Reason);
        }

        Assert.Equal(0, host.Engine.SessionCount);
        Assert.Equal(0, host.Engine.Timers.Count);
    }

    private static Task<EngineHost> StartAsync(TimeProvider time) =>
        EngineHost.StartAsync(options => (options.PingInterval, options.PingTimeout) = (Interval, PongTime), time);

    /// <summary>Sends a message, and waits until it was handled.</summary>
    private static async Task SendAsync(RawWebSocket socket, RecordingHandler handler, string text)
    {
        await socket.SendTextAsync("4" + text);
        Assert.Equal(text, await handler.NextAsync());
        await socket.PassAsync();
    }

    /// <summary>Sends a pong, and waits until it was seen.</summary>
    private static async Task AnswerAsync(RawWebSocket socket, RecordingHandler handler)
    {
        await socket.SendTextAsync("3");
        await SendAsync(socket, handler, "seen");
    }

    /// <summary>A clock whose timers never fire.</summary>
    private sealed class StoppedWheelTime : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) is var timer ? new Dead(timer) : null!;

        private sealed class Dead(ITimer timer) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() => timer.Dispose();

            public ValueTask DisposeAsync() => timer.DisposeAsync();
        }
    }
}
