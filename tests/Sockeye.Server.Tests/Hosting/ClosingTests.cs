using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Hosting;

public sealed class ClosingTests
{
    [Fact]
    public async Task Closing_disconnects_everyone_and_waits_for_handlers()
    {
        var release = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        var reason = new TaskCompletionSource<DisconnectReason>();
        await using var server = await RunningServer.StartAsync(io => io.OnConnection(socket =>
        {
            socket.On("work", async () =>
            {
                started.SetResult();
                await release.Task;
            });
            socket.OnDisconnect(context => reason.SetResult(context.Reason));
        }));
        await using var client = await server.ConnectAsync();
        await client.SendAsync("42[\"work\"]");
        await started.Task.DefaultTimeout();

        var closing = server.Io.CloseAsync(TestContext.Current.CancellationToken);
        Assert.Equal("closed", await client.ReceiveAsync());
        Assert.Equal(DisconnectReason.ServerShuttingDown, await reason.Task.DefaultTimeout());
        Assert.Same(closing, server.Io.CloseAsync(TestContext.Current.CancellationToken));
        Assert.False(closing.IsCompleted);

        release.SetResult();
        await client.DisposeAsync();
        await closing.DefaultTimeout();
        Assert.Equal(0, server.Io.ConnectionCount);
        Assert.Equal(0, server.Io.Engine.SessionCount);
    }

    [Fact]
    public async Task Closing_ends_when_its_time_is_over_although_a_handler_still_runs()
    {
        var release = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        await using var server = await RunningServer.StartAsync(io => io.OnConnection(socket => socket.On("work", async () =>
        {
            started.SetResult();
            await release.Task;
        })));
        var client = await server.ConnectAsync();
        await client.SendAsync("42[\"work\"]");
        await started.Task.DefaultTimeout();
        await client.DisposeAsync();
        using var timeIsOver = new CancellationTokenSource();

        var closing = server.Io.CloseAsync(timeIsOver.Token);
        await timeIsOver.CancelAsync();

        await closing.DefaultTimeout();
        release.SetResult();
    }

    [Fact]
    public async Task After_closing_nobody_is_let_in()
    {
        await using var server = await RunningServer.StartAsync();
        await server.Io.CloseAsync(TestContext.Current.CancellationToken).DefaultTimeout();
        using var http = new HttpClient { BaseAddress = server.Address };

        using var answer = await http.GetAsync(
            new Uri("/socket.io/?EIO=4&transport=polling", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("5", answer.Headers.RetryAfter!.ToString());
    }
}
