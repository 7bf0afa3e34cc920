using Sockeye.Server.Tests.SlowClients;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Namespaces;

public sealed class MiddlewareTests
{
    [Fact, Trait("Behaviour", "27"), Trait("Behaviour", "28"), Trait("Behaviour", "29")]
    public async Task Middleware_runs_in_order_and_the_first_refusal_ends_it()
    {
        var order = new List<string>();
        await using var server = await RunningServer.StartAsync(io => io
            .Use(_ =>
            {
                order.Add("first");
                return ConnectionResult.Accept;
            })
            .Use(async socket =>
            {
                await Task.Yield();
                order.Add("second");
                return socket.Handshake.Auth.TryGetProperty("token", out var _)
                    ? ConnectionResult.Accept
                    : ConnectionResult.Refuse("no token", new { RetryAfter = 5 });
            })
            .Use(_ =>
            {
                order.Add("third");
                return ConnectionResult.Accept;
            }));

        await using var refused = await server.ConnectAsync("40");
        Assert.Equal("44{\"message\":\"no token\",\"data\":{\"retryAfter\":5}}", refused.Greeting);
        Assert.Equal(["first", "second"], order);

        await using var accepted = await server.ConnectAsync("40{\"token\":\"t\"}");
        Assert.StartsWith("40{\"sid\":\"", accepted.Greeting, StringComparison.Ordinal);
        Assert.Equal(["first", "second", "first", "second", "third"], order);
        Assert.Single(server.Io.Sockets);
    }

    [Fact]
    public async Task Middleware_that_throws_refuses_without_saying_why_and_reaches_the_hook()
    {
        var failure = new TaskCompletionSource<HandlerErrorContext>();
        await using var server = await RunningServer.StartAsync(io =>
        {
            io.OnHandlerError(context => failure.TrySetResult(context));
            io.Use((Func<Socket, ConnectionResult>)(_ => throw new InvalidOperationException("the database's password is wrong")));
        });

        await using var client = await server.ConnectAsync();

        Assert.Equal("44{\"message\":\"Internal server error\"}", client.Greeting);
        Assert.Equal("connection", (await failure.Task.DefaultTimeout()).EventName);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refusal_whose_data_cannot_be_written_is_told_without_it_and_reaches_the_hook(bool later)
    {
        var failure = new TaskCompletionSource<HandlerErrorContext>();
        await using var server = await RunningServer.StartAsync(io =>
        {
            io.OnHandlerError(context => failure.TrySetResult(context));
            io.Use(async _ =>
            {
                if (later)
                {
                    await Task.Yield();
                }

                return ConnectionResult.Refuse("no", new { Unwritable = typeof(string) });
            });
        });

        await using var client = await server.ConnectAsync();

        Assert.Equal("44{\"message\":\"no\"}", client.Greeting);
        Assert.Equal("connection", (await failure.Task.DefaultTimeout()).EventName);
        await client.SendAsync("40/nowhere,");
        Assert.StartsWith("44/nowhere,", await client.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_middleware_asks_a_client_that_it_refuses_is_settled()
    {
        var asked = new TaskCompletionSource<Task<AckResult<int>>>();
        await using var server = await RunningServer.StartAsync(io => io.Use(socket =>
        {
            asked.SetResult(socket.TryEmitWithAckAsync<int>("q", CancellationToken.None));
            return ConnectionResult.Refuse("no");
        }));

        await using var client = await server.ConnectAsync();

        var answer = await (await asked.Task.DefaultTimeout()).DefaultTimeout();
        Assert.Equal(AckFailure.Disconnected, answer.Failure);
    }

    [Fact, Trait("Behaviour", "34"), Trait("Behaviour", "79")]
    public async Task Rooms_joined_in_middleware_are_there_at_the_connection_and_gone_after_a_refusal()
    {
        var rooms = new TaskCompletionSource<IReadOnlyList<string>>();
        await using var server = await RunningServer.StartAsync(io =>
        {
            io.Use(async socket =>
            {
                await socket.JoinAsync(["kept", "left"]);
                await socket.LeaveAsync("left");
                await Assert.ThrowsAsync<ArgumentException>(async () => await socket.JoinAsync((string)null!, TestContext.Current.CancellationToken));
                Assert.False(socket.IsConnected);
                return socket.Handshake.Auth.TryGetProperty("ok", out var _) ? ConnectionResult.Accept : ConnectionResult.Refuse("no");
            });
            io.OnConnection(socket => rooms.TrySetResult(socket.Rooms));
        });

        await using var refused = await server.ConnectAsync("40");
        Assert.Equal("44{\"message\":\"no\"}", refused.Greeting);
        await using var client = await server.ConnectAsync("40{\"ok\":1}");

        Assert.Equal(2, (await rooms.Task.DefaultTimeout()).Count);
        Assert.Contains("kept", await rooms.Task.DefaultTimeout());
    }

    [Fact, Trait("Behaviour", "31")]
    public async Task A_client_that_leaves_while_middleware_runs_never_connects()
    {
        var release = new TaskCompletionSource();
        var entered = new TaskCompletionSource<Socket>();
        var connected = false;
        await using var server = await RunningServer.StartAsync(io =>
        {
            io.Use(async socket =>
            {
                entered.SetResult(socket);
                await release.Task;
                return ConnectionResult.Accept;
            });
            io.OnConnection(_ => connected = true);
        });
        var client = await server.ConnectAsync(connect: string.Empty);
        await client.SendAsync("40");
        var socket = await entered.Task.DefaultTimeout();
        var gone = new TaskCompletionSource();
        using var registration = socket.Aborted.Register(gone.SetResult);

        await client.DisposeAsync();
        await gone.Task.DefaultTimeout();
        release.SetResult();
        await server.Io.CloseAsync(TestContext.Current.CancellationToken).DefaultTimeout();

        Assert.False(connected);
        Assert.Empty(server.Io.Sockets);
    }

    [Fact]
    public async Task Who_is_in_middleware_while_its_connection_closes_is_not_connected()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var open = new TaskCompletionSource();
        var connected = 0;
        await using var server = await RunningServer.StartAsync(io =>
        {
            io.Of("/chat").Use(async _ =>
            {
                entered.SetResult();
                await open.Task;
                return ConnectionResult.Accept;
            });
            io.Of("/chat").OnConnection(_ => connected++);
        });
        using var client = await IdlePoller.ConnectAsync(server);
        await client.PostAsync("40/chat,");
        await entered.Task.DefaultTimeout();

        Assert.Single(server.Io.Sockets).Disconnect(close: true);
        await Task.Run(open.SetResult, TestContext.Current.CancellationToken); // and on to the end of the admission, on the same thread

        Assert.Equal((0, 0), (connected, server.Io.Of("/chat").SocketCount));
        Assert.Equal("41", await client.PollAsync()); // the connection closes for as long as its client does not take what waits for it
    }
}
