namespace Sockeye.Protocol.Tests.SocketIO.Listeners;

/// <summary>That these compile is half of the test: each of the ways in which a handler is written finds its family.</summary>
public class OverloadResolutionTests
{
    private readonly RecordingSource _socket = new();
    private readonly List<string> _log = [];

    [Fact]
    public async Task A_lambda_without_a_result_acknowledges_with_nothing()
    {
        _socket.On("e", (string s) => _log.Add(s));
        Assert.Equal("[]", await _socket.Run("hello"));

        _socket.On("e", () => _log.Add("none"));
        Assert.Equal("[]", await _socket.Run());

        _socket.On("e", (string s) =>
        {
            _log.Add(s);
        });
        Assert.Equal("[]", await _socket.Run("block"));
        Assert.Equal(["hello", "none", "block"], _log);
    }

    [Fact]
    public async Task The_result_of_a_lambda_is_the_acknowledgement()
    {
        _socket.On("e", (int a, int b) => a + b);
        Assert.Equal("[3]", await _socket.Run(1, 2));

        _socket.On("e", () => "pong");
        Assert.Equal("[\"pong\"]", await _socket.Run());

        _socket.On("e", (string? s) => s);
        Assert.Equal("[null]", await _socket.Run());

        _socket.On("e", (EventArguments all) => all);
        Assert.Equal("[1,\"two\",[3]]", await _socket.Run(1, "two", new[] { 3 }));
    }

    [Fact]
    public async Task An_async_lambda_is_awaited()
    {
        _socket.On("e", async (string room) =>
        {
            await Task.Yield();
            _log.Add(room);
        });
        Assert.Equal("[]", await _socket.Run("a"));

        _socket.On("e", async () => await Task.Yield());
        Assert.Equal("[]", await _socket.Run());
        Assert.Equal(["a"], _log);
    }

    [Fact]
    public async Task An_async_lambda_with_a_result_is_awaited_for_it()
    {
        _socket.On("e", async () =>
        {
            await Task.Yield();
            return 5;
        });
        Assert.Equal("[5]", await _socket.Run());

        _socket.On("e", async (int a, int b) => await Task.FromResult(a * b));
        Assert.Equal("[6]", await _socket.Run(2, 3));
    }

    [Fact]
    public async Task A_lambda_that_returns_a_task_is_awaited()
    {
        _socket.On("e", (string s) => Task.FromResult(s.Length));
        Assert.Equal("[5]", await _socket.Run("hello"));

        _socket.On("e", (string s) => Task.CompletedTask);
        Assert.Equal("[]", await _socket.Run("x"));

        _socket.On("e", (string s) => ValueTask.FromResult(s.Length));
        Assert.Equal("[1]", await _socket.Run("x"));

        _socket.On("e", (string s) => ValueTask.CompletedTask);
        Assert.Equal("[]", await _socket.Run("x"));
    }

    [Fact]
    public async Task A_method_is_bound_by_the_types_it_is_given()
    {
        _socket.On<string>("e", Note);
        Assert.Equal("[]", await _socket.Run("method"));

        _socket.On<int, int, int>("e", Add);
        Assert.Equal("[3]", await _socket.Run(1, 2));

        _socket.On<string>("e", NoteAsync);
        Assert.Equal("[]", await _socket.Run("later"));

        _socket.On<int, int>("e", DoubleAsync);
        Assert.Equal("[8]", await _socket.Run(4));

        _socket.On("e", Clear);
        Assert.Equal("[]", await _socket.Run());
        Assert.Empty(_log);
    }

    [Fact]
    public async Task An_ack_parameter_answers_by_itself()
    {
        _socket.On("e", (Ack ack) => ack.Send(1, 2));
        Assert.Equal("[1,2]", await _socket.Run());

        _socket.On("e", async (string s, Ack ack) =>
        {
            ack.Send(s);
            await Task.Yield();
        });
        Assert.Equal("[\"early\"]", await _socket.Run("early"));

        _socket.On("e", (Ack _) => 5);
        Assert.Null(await _socket.Run());
    }

    [Fact]
    public async Task A_cancellation_token_takes_no_argument()
    {
        _socket.On("e", (string s, CancellationToken aborted) => _log.Add($"{s} {aborted == TestContext.Current.CancellationToken}"));
        Assert.Equal("[]", await _socket.Run("a"));

        _socket.On("e", async (CancellationToken aborted, int number) => await Task.FromResult(number).WaitAsync(aborted));
        Assert.Equal("[7]", await _socket.Run(7));
        Assert.Equal(["a True"], _log);
    }

    [Fact]
    public async Task Once_has_the_same_families()
    {
        _socket.Once("e", async (int a, int b, int c, int d, int e, int f, int g, int h) => await Task.FromResult(a + b + c + d + e + f + g + h));

        Assert.Equal(ListenerPlacement.Once, _socket.Placement);
        Assert.Equal("[36]", await _socket.Run(1, 2, 3, 4, 5, 6, 7, 8));
    }

    [Fact]
    public async Task A_binding_of_its_own_has_them_too()
    {
        var ack = new RecordingAck();

        await EventBinding.Create(async (string s) => await Task.FromResult(s)).InvokeAsync(RecordingSource.Invocation(ack, "x"));

        Assert.Equal("[\"x\"]", ack.Json);
    }

    private static int Add(int a, int b) => a + b;

    private static Task<int> DoubleAsync(int number) => Task.FromResult(number * 2);

    private void Note(string text) => _log.Add(text);

    private void Clear() => _log.Clear();

    private async Task NoteAsync(string text)
    {
        await Task.Yield();
        _log.Add(text);
    }
}
