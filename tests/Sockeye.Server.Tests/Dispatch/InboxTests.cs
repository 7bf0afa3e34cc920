using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Dispatch;

public sealed class InboxTests
{
    [Fact]
    public async Task Events_are_handled_one_at_a_time_in_order()
    {
        var order = new List<int>();
        var running = 0;
        var overlapped = false;
        await using var server = await RunningServer.StartAsync(io => io.OnConnection(socket => socket.On("n", async (int n) =>
        {
            overlapped |= Interlocked.Increment(ref running) > 1;
            await Task.Yield();
            order.Add(n);
            Interlocked.Decrement(ref running);
            return n;
        })));
        await using var client = await server.ConnectAsync();

        for (var i = 0; i < 500; i++)
        {
            await client.SendAsync($"42{i}[\"n\",{i}]");
        }

        for (var i = 0; i < 500; i++)
        {
            Assert.Equal($"43{i}[{i}]", await client.ReceiveAsync());
        }

        Assert.False(overlapped);
        Assert.Equal(Enumerable.Range(0, 500), order);
    }

    [Fact]
    public async Task With_more_concurrency_events_start_in_order_and_are_not_awaited()
    {
        var release = new TaskCompletionSource();
        await using var server = await RunningServer.StartAsync(
            io => io.OnConnection(socket =>
            {
                socket.On("wait", () => release.Task);
                socket.On("go", () => release.SetResult());
            }),
            options => options.HandlerConcurrency = int.MaxValue);
        await using var client = await server.ConnectAsync();

        await client.SendAsync("421[\"wait\"]");
        await client.SendAsync("422[\"go\"]");

        string[] answers = [await client.ReceiveAsync(), await client.ReceiveAsync()];
        Assert.Equal(["431[]", "432[]"], answers.Order());
    }

    [Fact]
    public async Task A_full_inbox_stops_reading_and_goes_on_when_there_is_room()
    {
        var release = new TaskCompletionSource();
        var handled = 0;
        await using var server = await RunningServer.StartAsync(
            io => io.OnConnection(socket => socket.On("n", async (int n) =>
            {
                await release.Task;
                handled++;
                return n;
            })),
            options => options.InboxEvents = 4);
        await using var client = await server.ConnectAsync();

        for (var i = 0; i < 200; i++)
        {
            await client.SendAsync($"42{i}[\"n\",{i}]");
        }

        release.SetResult();
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal($"43{i}[{i}]", await client.ReceiveAsync());
        }

        Assert.Equal(200, handled);
    }

    [Fact]
    public async Task An_acknowledgement_behind_a_full_inbox_reaches_the_handler_that_awaits_it()
    {
        await using var server = await RunningServer.StartAsync(
            io => io.OnConnection(socket =>
            {
                socket.On("ask", async () => await socket.EmitWithAckAsync<string>("question", CancellationToken.None));
                socket.On("noise", () => Task.CompletedTask);
            }),
            options => options.InboxEvents = 2);
        await using var client = await server.ConnectAsync();

        await client.SendAsync("427[\"ask\"]");
        Assert.Equal("421[\"question\"]", await client.ReceiveAsync());
        for (var i = 0; i < 50; i++)
        {
            await client.SendAsync("42[\"noise\"]");
        }

        await client.SendAsync("431[\"answer\"]");

        Assert.Equal("437[\"answer\"]", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Past_the_hard_limit_the_connection_closes_although_an_acknowledgement_is_awaited()
    {
        var reason = new TaskCompletionSource<DisconnectReason>();
        await using var server = await RunningServer.StartAsync(
            io => io.OnConnection(socket =>
            {
                socket.On("ask", async () => await socket.EmitWithAckAsync<string>("question", CancellationToken.None));
                socket.On("noise", () => Task.CompletedTask);
                socket.OnDisconnect(context => reason.TrySetResult(context.Reason));
            }),
            options => (options.InboxEvents, options.InboxHardLimitEvents) = (2, 8));
        await using var client = await server.ConnectAsync();

        await client.SendAsync("427[\"ask\"]");
        Assert.Equal("421[\"question\"]", await client.ReceiveAsync());
        for (var i = 0; i < 9; i++)
        {
            await client.SendAsync("42[\"noise\"]");
        }

        Assert.Equal(DisconnectReason.ForcedClose, await reason.Task.DefaultTimeout());
        Assert.Equal("closed", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Events_received_before_a_disconnect_still_run_with_their_token_cancelled()
    {
        var release = new TaskCompletionSource();
        var disconnected = new TaskCompletionSource();
        var late = new TaskCompletionSource<bool>();
        await using var server = await RunningServer.StartAsync(io => io.OnConnection(socket =>
        {
            socket.On("first", () => release.Task);
            socket.On("second", (CancellationToken aborted) => late.SetResult(aborted.IsCancellationRequested));
            socket.OnDisconnect(_ => disconnected.SetResult());
        }));
        await using var client = await server.ConnectAsync();

        await client.SendAsync("42[\"first\"]");
        await client.SendAsync("42[\"second\"]");
        await client.SendAsync("41");

        await disconnected.Task.DefaultTimeout();
        Assert.False(late.Task.IsCompleted);
        release.SetResult();
        Assert.True(await late.Task.DefaultTimeout());
    }
}
