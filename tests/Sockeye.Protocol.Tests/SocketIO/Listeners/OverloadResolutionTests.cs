namespace Sockeye.Protocol.Tests.SocketIO.Listeners;

/// <summary>That these compile is the test: each of the ways in which a handler is written finds its family.</summary>
public class OverloadResolutionTests
{
    private readonly RecordingSource _socket = new();
    private readonly List<string> _log = [];

    [Fact]
    public async Task An_action_acknowledges_with_nothing()
    {
        _socket.On("e", (string s) => _log.Add(s));

        Assert.Equal("[]", await _socket.Run("hello"));
        Assert.Equal(["hello"], _log);
    }

    [Fact]
    public async Task A_result_is_the_acknowledgement()
    {
        _socket.On("e", (int a, int b) => a + b);

        Assert.Equal("[3]", await _socket.Run(1, 2));
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

        _socket.On("e", (string s) => Task.FromResult(s.Length));
        Assert.Equal("[5]", await _socket.Run("hello"));

        _socket.On("e", (string s) => ValueTask.FromResult(s.Length));
        Assert.Equal("[2]", await _socket.Run("me"));

        _socket.On("e", (string s) => ValueTask.CompletedTask);
        Assert.Equal("[]", await _socket.Run("me"));

        _socket.On("e", (string s) => Task.CompletedTask);
        Assert.Equal("[]", await _socket.Run("me"));
    }
}
