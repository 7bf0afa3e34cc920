using Sockeye.TestKit;

namespace Sockeye.Server.Tests.Acknowledgements;

public sealed class AcknowledgementTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_completes_the_question_and_is_read_as_its_type()
    {
        await using var server = await RunningServer.StartAsync();
        var (socket, client) = await ConnectAsync(server);
        await using var _ = client;

        var answer = socket.EmitWithAckAsync<int>("how many", "apples", Cancelled);
        Assert.Equal("421[\"how many\",\"apples\"]", await client.ReceiveAsync());
        await client.SendAsync("431[7,\"surplus\"]");

        Assert.Equal(7, await answer.DefaultTimeout());
    }

    [Fact]
    public async Task All_arguments_of_an_answer_can_be_had_as_they_came()
    {
        await using var server = await RunningServer.StartAsync();
        var (socket, client) = await ConnectAsync(server);
        await using var _ = client;

        var answer = socket.EmitWithAckAsync<EventArguments>("q", Cancelled);
        await client.ReceiveAsync();
        await client.SendAsync("431[1,\"two\",[3]]");

        var arguments = await answer.DefaultTimeout();
        Assert.Equal(3, arguments!.Count);
        Assert.Equal("two", arguments.Get<string>(1));
    }

    [Fact]
    public async Task An_answer_of_another_type_is_a_failure_that_says_so()
    {
        await using var server = await RunningServer.StartAsync();
        var (socket, client) = await ConnectAsync(server);
        await using var _ = client;

        var answer = socket.TryEmitWithAckAsync<int>("q", Cancelled);
        await client.ReceiveAsync();
        await client.SendAsync("431[\"seven\"]");

        var result = await answer.DefaultTimeout();
        Assert.False(result.IsSuccess);
        Assert.Equal(AckFailure.Unreadable, result.Failure);
        Assert.IsType<EventArgumentException>(result.Error);
    }

    [Fact, Trait("Behaviour", "62")]
    public async Task A_question_that_is_not_answered_in_time_fails_with_a_timeout_and_a_late_answer_is_ignored()
    {
        await using var server = await RunningServer.StartAsync();
        var (socket, client) = await ConnectAsync(server);
        await using var _ = client;

        var exception = await Assert.ThrowsAsync<AcknowledgementException>(
            () => socket.Timeout(TimeSpan.FromMilliseconds(50)).EmitWithAckAsync<int>("q", Cancelled).DefaultTimeout());
        Assert.Equal(AckFailure.Timeout, exception.Failure);
        Assert.Equal("q", exception.EventName);

        Assert.Equal("421[\"q\"]", await client.ReceiveAsync());
        await client.SendAsync("431[7]");
        var next = socket.EmitWithAckAsync<int>("q", Cancelled);
        Assert.Equal("422[\"q\"]", await client.ReceiveAsync());
        await client.SendAsync("432[8]");
        Assert.Equal(8, await next.DefaultTimeout());
    }

    [Fact]
    public async Task A_disconnect_settles_what_is_awaited_and_what_is_asked_later()
    {
        await using var server = await RunningServer.StartAsync();
        var (socket, client) = await ConnectAsync(server);

        var pending = socket.EmitWithAckAsync<int>("q", Cancelled);
        await client.DisposeAsync();

        var exception = await Assert.ThrowsAsync<AcknowledgementException>(() => pending.DefaultTimeout());
        Assert.Equal(AckFailure.Disconnected, exception.Failure);
        var late = await socket.TryEmitWithAckAsync<int>("q", Cancelled).DefaultTimeout();
        Assert.Equal(AckFailure.Disconnected, late.Failure);
        await server.Io.CloseAsync(Cancelled).DefaultTimeout();
        Assert.Equal(0, server.Io.Engine.Timers.Count);
    }

    [Fact]
    public async Task The_longest_time_limit_is_not_over_at_once()
    {
        await using var server = await RunningServer.StartAsync();
        var (socket, client) = await ConnectAsync(server);
        await using var _ = client;

        var answer = socket.Timeout(TimeSpan.MaxValue).EmitWithAckAsync<int>("q", Cancelled);
        var marker = await socket.Timeout(TimeSpan.FromMilliseconds(50)).TryEmitWithAckAsync<int>("marker", Cancelled).DefaultTimeout();
        Assert.Equal(AckFailure.Timeout, marker.Failure);
        Assert.False(answer.IsCompleted);

        await client.SendAsync("431[7]");
        Assert.Equal(7, await answer.DefaultTimeout());
    }

    [Fact]
    public async Task A_cancelled_question_is_forgotten()
    {
        await using var server = await RunningServer.StartAsync();
        var (socket, client) = await ConnectAsync(server);
        await using var _ = client;
        using var cancellation = new CancellationTokenSource();

        var pending = socket.Timeout(TimeSpan.FromHours(1)).EmitWithAckAsync<int>("q", cancellation.Token);
        var scheduled = server.Io.Engine.Timers.Count;
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending.DefaultTimeout());
        Assert.Equal(scheduled - 1, server.Io.Engine.Timers.Count);
    }

    [Fact]
    public async Task One_socket_cannot_answer_what_another_was_asked()
    {
        await using var server = await RunningServer.StartAsync();
        var (socket, client) = await ConnectAsync(server);
        await using var _ = client;
        var (_, other) = await ConnectAsync(server);
        await using var __ = other;

        var answer = socket.EmitWithAckAsync<string>("q", Cancelled);
        Assert.Equal("421[\"q\"]", await client.ReceiveAsync());
        await other.SendAsync("431[\"forged\"]");
        await other.SendAsync("40/nowhere,");
        Assert.StartsWith("44/nowhere,", await other.ReceiveAsync(), StringComparison.Ordinal);
        Assert.False(answer.IsCompleted);

        await client.SendAsync("431[\"true\"]");
        Assert.Equal("true", await answer.DefaultTimeout());
    }

    private static async Task<(Socket Socket, WireClient Client)> ConnectAsync(RunningServer server)
    {
        var connected = new TaskCompletionSource<Socket>();
        using var listening = server.Io.OnConnection(socket => connected.TrySetResult(socket));
        var client = await server.ConnectAsync();
        return (await connected.Task.DefaultTimeout(), client);
    }
}
