using System.Threading.Channels;

namespace Sockeye.Engine.Tests.RawWebSockets;

/// <summary>Keeps what the listeners of an endpoint hear.</summary>
internal sealed class Listening
{
    private readonly Channel<string> _messages = Channel.CreateUnbounded<string>();
    private readonly Channel<WebSocketClient> _clients = Channel.CreateUnbounded<WebSocketClient>();
    private readonly Channel<WebSocketCloseContext> _closings = Channel.CreateUnbounded<WebSocketCloseContext>();

    public void OnConnection(WebSocketClient client)
    {
        client.OnMessage(message =>
        {
            _messages.Writer.TryWrite(message.IsBinary ? "0x" + Convert.ToHexStringLower(message.Data.Span) : message.Text);
        });
        client.OnClose(context => Assert.True(_closings.Writer.TryWrite(context)));
        _clients.Writer.TryWrite(client);
    }

    public Task<WebSocketClient> ClientAsync() => _clients.Reader.ReadAsync(TestContext.Current.CancellationToken).DefaultTimeout();

    public Task<string> MessageAsync() => _messages.Reader.ReadAsync(TestContext.Current.CancellationToken).DefaultTimeout();

    public Task<WebSocketCloseContext> ClosingAsync() => _closings.Reader.ReadAsync(TestContext.Current.CancellationToken).DefaultTimeout();
}
