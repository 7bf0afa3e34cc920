namespace Sockeye.Server.Tests.Acknowledgements;

/// <summary>What a client is answered that asked for an acknowledgement of an event which failed.</summary>
public sealed class FailureAnswerTests
{
    private const string Failed = "{\"error\":{\"code\":\"server_error\",\"message\":\"The event could not be handled.\",\"event\":\"fail\"}}";

    [Fact]
    public async Task An_argument_of_another_type_is_answered_with_its_position()
    {
        await using var server = await StartAsync(static socket => socket.On("add", static (int a, int b) => a + b));
        await using var client = await server.ConnectAsync();

        await client.SendAsync("421[\"add\",1,\"two\"]");
        await client.SendAsync("422[\"add\",1]");
        await client.SendAsync("42[\"add\",\"one\"]");
        await client.SendAsync("423[\"add\",1,2]");

        foreach (var id in new[] { 1, 2 })
        {
            Assert.Equal(
                $"43{id}[{{\"error\":{{\"code\":\"invalid_argument\",\"message\":\"Argument 1 is missing, or not of the kind that is expected.\",\"event\":\"add\",\"argument\":1}}}}]",
                await client.ReceiveAsync());
        }

        Assert.Equal("433[3]", await client.ReceiveAsync()); // and nothing for the one that asked for nothing
    }

    [Fact]
    public async Task A_handler_that_fails_at_once_or_later_is_answered_without_saying_why()
    {
        var calls = 0;
        await using var server = await StartAsync(socket => socket.On("fail", Task () => calls++ == 0 ? throw Secret() : FailLaterAsync()));
        await using var client = await server.ConnectAsync();

        await client.SendAsync("420[\"fail\"]");
        await client.SendAsync("421[\"fail\"]");

        Assert.Equal($"430[{Failed}]", await client.ReceiveAsync());
        Assert.Equal($"431[{Failed}]", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Of_several_handlers_one_that_answers_later_counts_and_otherwise_the_first_that_failed()
    {
        var answer = new TaskCompletionSource<string>();
        await using var server = await StartAsync(socket =>
        {
            socket.On("fail", static () => throw Secret());
            socket.On("fail", static (Ack _) => FailLaterAsync());
            socket.On("mixed", static () => throw Secret());
            socket.On("mixed", () => answer.Task);
            socket.On("answered", static (Ack ack) =>
            {
                ack.Send("early");
                throw Secret();
            });
        });
        await using var client = await server.ConnectAsync();

        await client.SendAsync("421[\"fail\"]");
        Assert.Equal($"431[{Failed}]", await client.ReceiveAsync());
        await client.SendAsync("422[\"mixed\"]");
        answer.SetResult("late");
        Assert.Equal("432[\"late\"]", await client.ReceiveAsync());
        await client.SendAsync("423[\"answered\"]");
        await client.SendAsync("424[\"mixed\"]");
        Assert.Equal("433[\"early\"]", await client.ReceiveAsync());
        Assert.Equal("434[\"late\"]", await client.ReceiveAsync());
    }

    [Fact]
    public async Task The_application_says_what_is_answered_or_that_nothing_is()
    {
        var answers = new Queue<Func<HandlerErrorContext, object?>>(
        [
            static failure => new { why = failure.Exception.Message },
            static _ => null,
            static _ => throw Secret(),
            static _ => new Action(static () => { }), // which nobody can write
        ]);
        await using var server = await StartAsync(
            static socket => socket.On("fail", static () => throw Secret()), options => options.FailureAnswer = failure => answers.Dequeue()(failure));
        await using var silent = await StartAsync(
            static socket =>
            {
                socket.On("fail", static () => throw Secret());
                socket.On("work", static () => "done");
            },
            static options => options.FailureAnswer = null);
        await using var client = await server.ConnectAsync();
        await using var waiting = await silent.ConnectAsync();

        foreach (var id in new[] { 1, 2, 3, 4 })
        {
            await client.SendAsync($"42{id}[\"fail\"]");
        }

        await waiting.SendAsync("421[\"fail\"]");
        await waiting.SendAsync("422[\"work\"]");
        Assert.Equal("431[{\"why\":\"a secret\"}]", await client.ReceiveAsync());
        Assert.Equal($"433[{Failed}]", await client.ReceiveAsync());
        Assert.Equal($"434[{Failed}]", await client.ReceiveAsync());
        Assert.Equal("432[\"done\"]", await waiting.ReceiveAsync());
    }

    private static InvalidOperationException Secret() => new("a secret");

    private static async Task FailLaterAsync()
    {
        await Task.Yield();
        throw Secret();
    }

    private static Task<RunningServer> StartAsync(Action<Socket> use, Action<SocketServerOptions>? configure = null) =>
        RunningServer.StartAsync(io => io.OnConnection(use), configure);
}
