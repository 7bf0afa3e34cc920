using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Sockets;

public sealed class SocketLifeTests
{
    [Fact, Trait("Behaviour", "40")]
    public async Task Disconnecting_sees_the_rooms_and_disconnect_does_not()
    {
        var seen = new TaskCompletionSource<(int Before, bool Connected)>();
        var after = new TaskCompletionSource<(int After, bool Connected, DisconnectReason Reason, string Text)>();
        await using var server = await RunningServer.StartAsync(io => io.OnConnection(async socket =>
        {
            socket.OnDisconnecting(context => seen.SetResult((context.Socket.Rooms.Count, socket.IsConnected)));
            socket.OnDisconnect(context => after.SetResult((socket.Rooms.Count, socket.IsConnected, context.Reason, context.ReasonText)));
            await socket.JoinAsync("room");
        }));
        var client = await server.ConnectAsync();
        await client.SendAsync("41");

        Assert.Equal((2, true), await seen.Task.DefaultTimeout());
        Assert.Equal((0, false, DisconnectReason.ClientNamespaceDisconnect, "client namespace disconnect"), await after.Task.DefaultTimeout());
        await client.DisposeAsync();
    }

    [Fact]
    public async Task A_socket_disconnected_in_its_connection_listener_hears_of_it_once()
    {
        var reasons = new List<DisconnectReason>();
        var told = new TaskCompletionSource();
        await using var server = await RunningServer.StartAsync(io => io.OnConnection(socket =>
        {
            socket.OnDisconnect(context =>
            {
                reasons.Add(context.Reason);
                told.TrySetResult();
            });
            socket.Emit("last");
            socket.Disconnect();
            socket.Emit("never");
            socket.Disconnect();
        }));
        await using var client = await server.ConnectAsync();

        Assert.Equal("42[\"last\"]", await client.ReceiveAsync());
        Assert.Equal("41", await client.ReceiveAsync());
        await told.Task.DefaultTimeout();
        Assert.Equal([DisconnectReason.ServerNamespaceDisconnect], reasons);
        Assert.Empty(server.Io.Sockets);
    }

    [Fact]
    public async Task An_end_that_comes_while_the_connection_listener_runs_reaches_the_listeners_it_adds()
    {
        var entered = new TaskCompletionSource();
        using var goOn = new ManualResetEventSlim();
        var reason = new TaskCompletionSource<DisconnectReason>();
        await using var server = await RunningServer.StartAsync(io => io.OnConnection(socket =>
        {
            entered.SetResult();
            goOn.Wait(TimeSpan.FromSeconds(30));
            socket.OnDisconnect(context => reason.SetResult(context.Reason));
        }));
        var client = await server.ConnectAsync();
        await entered.Task.DefaultTimeout();

        var closing = server.Io.CloseAsync(TestContext.Current.CancellationToken);
        goOn.Set();

        Assert.Equal(DisconnectReason.ServerShuttingDown, await reason.Task.DefaultTimeout());
        await client.DisposeAsync();
        await closing.DefaultTimeout();
    }

    [Fact]
    public async Task A_client_may_leave_and_come_back_while_the_connection_listener_still_runs()
    {
        using var goOn = new ManualResetEventSlim();
        var admit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = new TaskCompletionSource<Socket>();
        var reason = new TaskCompletionSource<DisconnectReason>();
        await using var server = await RunningServer.StartAsync(io =>
        {
            io.Of("/other");
            io.Use(async _ =>
            {
                await admit.Task;
                return ConnectionResult.Accept;
            });
            io.OnConnection(socket =>
            {
                if (first.TrySetResult(socket))
                {
                    goOn.Wait(TimeSpan.FromSeconds(30));
                    socket.OnDisconnect(context => reason.SetResult(context.Reason));
                }
            });
        });
        await using var client = await ConnectOffTheReadingLoopAsync(server, admit);

        await client.SendAsync("41");
        await client.SendAsync("40");
        Assert.StartsWith("40{\"sid\":", await client.ReceiveAsync(), StringComparison.Ordinal);
        goOn.Set();

        Assert.Equal(DisconnectReason.ClientNamespaceDisconnect, await reason.Task.DefaultTimeout());
        Assert.NotEqual((await first.Task.DefaultTimeout()).Id, Assert.Single(server.Io.Sockets).Id);
    }

    [Fact]
    public async Task An_event_that_comes_while_the_connection_listener_runs_waits_for_the_listeners_it_adds()
    {
        using var goOn = new ManualResetEventSlim();
        var admit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await RunningServer.StartAsync(io =>
        {
            io.Of("/other");
            io.Use(async _ =>
            {
                await admit.Task;
                return ConnectionResult.Accept;
            });
            io.OnConnection(socket =>
            {
                goOn.Wait(TimeSpan.FromSeconds(30));
                socket.On("early", (int n) => n);
            });
        });
        await using var client = await ConnectOffTheReadingLoopAsync(server, admit);

        await client.SendAsync("421[\"early\",1]");
        await client.SendAsync("422[\"early\",2]");
        await client.SendAsync("40/nowhere,");
        Assert.StartsWith("44/nowhere,", await client.ReceiveAsync(), StringComparison.Ordinal); // the events have been read
        goOn.Set();

        Assert.Equal("431[1]", await client.ReceiveAsync());
        Assert.Equal("432[2]", await client.ReceiveAsync());
    }

    [Fact]
    public async Task The_token_is_cancelled_before_the_disconnect_listeners_run()
    {
        var cancelled = new TaskCompletionSource<bool>();
        await using var server = await RunningServer.StartAsync(io => io.OnConnection(socket =>
        {
            var aborted = socket.Aborted;
            socket.OnDisconnecting(_ => cancelled.SetResult(aborted.IsCancellationRequested));
        }));
        var client = await server.ConnectAsync();
        await client.DisposeAsync();

        Assert.True(await cancelled.Task.DefaultTimeout());
    }

    [Fact]
    public async Task What_hangs_on_the_token_does_not_hold_up_the_disconnect_listeners()
    {
        using var disconnected = new ManualResetEventSlim();
        var inTime = new TaskCompletionSource<bool>();
        await using var server = await RunningServer.StartAsync(io => io.OnConnection(socket =>
        {
            socket.Aborted.Register(() => inTime.SetResult(disconnected.Wait(TimeSpan.FromSeconds(25))));
            socket.OnDisconnect(_ => disconnected.Set());
        }));
        var client = await server.ConnectAsync();
        await client.DisposeAsync();

        Assert.True(await inTime.Task.DefaultTimeout());
    }

    [Fact]
    public async Task A_socket_that_is_leaving_is_sent_no_broadcast_any_more()
    {
        await using var server = await RunningServer.StartAsync(io => io.OnConnection(socket =>
        {
            socket.OnDisconnecting(_ => io.Emit("bye"));
            socket.On("go", () => socket.Disconnect());
        }));
        await using var client = await server.ConnectAsync();
        await client.SendAsync("42[\"go\"]");

        Assert.Equal("41", await client.ReceiveAsync());
        await client.SendAsync("40/nowhere,");
        Assert.StartsWith("44/nowhere,", await client.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_listener_that_returns_no_task_reaches_the_hook_and_the_socket_lives()
    {
        var failure = new TaskCompletionSource<HandlerErrorContext>();
        await using var server = await RunningServer.StartAsync(io =>
        {
            io.OnHandlerError(context => failure.TrySetResult(context));
            io.OnConnection((Func<Socket, Task>)(socket =>
            {
                socket.On("n", (int n) => n);
                return null!;
            }));
        });
        await using var client = await server.ConnectAsync();
        await client.SendAsync("421[\"n\",5]");

        Assert.Equal("431[5]", await client.ReceiveAsync());
        Assert.Equal("connection", (await failure.Task.DefaultTimeout()).EventName);
    }

    [Fact]
    public async Task A_failing_disconnect_listener_does_not_keep_the_others_from_running()
    {
        var failures = new List<string>();
        var told = new TaskCompletionSource();
        await using var server = await RunningServer.StartAsync(io =>
        {
            io.OnHandlerError(context => failures.Add(context.EventName));
            io.OnConnection(socket =>
            {
                socket.OnDisconnecting(_ => throw new InvalidOperationException("first"));
                socket.OnDisconnect(_ => throw new InvalidOperationException("second"));
                socket.OnDisconnect(_ => told.SetResult());
            });
        });
        var client = await server.ConnectAsync();
        await client.SendAsync("41");

        await told.Task.DefaultTimeout();
        Assert.Equal(["disconnecting", "disconnect"], failures);
        await client.DisposeAsync();
    }

    [Theory, Trait("Behaviour", "46")]
    [InlineData("connect")]
    [InlineData("connect_error")]
    [InlineData("disconnect")]
    [InlineData("disconnecting")]
    [InlineData("newListener")]
    [InlineData("removeListener")]
    public async Task Reserved_names_can_be_neither_emitted_nor_listened_to(string name)
    {
        var socket = new TaskCompletionSource<Socket>();
        await using var server = await RunningServer.StartAsync(io => io.OnConnection(connected => socket.SetResult(connected)));
        await using var client = await server.ConnectAsync();
        var connected = await socket.Task.DefaultTimeout();

        Assert.Throws<ArgumentException>(() => connected.Emit(name));
        Assert.Throws<ArgumentException>(() => server.Io.Emit(name));
        Assert.Throws<ArgumentException>(() => { connected.On(name, () => { }); });
    }

    /// <summary>
    /// Connects with middleware that decides only when the reading loop has gone on to the next packet, so that the connection listener,
    /// which blocks, does not run on it.
    /// </summary>
    private static async Task<WireClient> ConnectOffTheReadingLoopAsync(RunningServer server, TaskCompletionSource admit)
    {
        var client = await server.ConnectAsync(connect: string.Empty);
        await client.SendAsync("40");
        await client.SendAsync("40/other,");
        Assert.StartsWith("40/other,{\"sid\":", await client.ReceiveAsync(), StringComparison.Ordinal);
        admit.SetResult();
        Assert.StartsWith("40{\"sid\":", await client.ReceiveAsync(), StringComparison.Ordinal);
        return client;
    }
}
