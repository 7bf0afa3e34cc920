using System.Net.WebSockets;
using System.Text;

namespace Sockeye.Browser.Tests.Hello;

/// <summary>A Socket.IO client of a few bytes, on a plain WebSocket, that can leave in every way there is.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private readonly ClientWebSocket _webSocket = new();
    private readonly byte[] _buffer = new byte[1024];

    /// <summary>Connects to the main namespace.</summary>
    public static async Task<RawClient> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        var client = new RawClient();
        await client._webSocket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"), cancellationToken);
        Assert.StartsWith("0{", await client.ReceiveAsync(cancellationToken), StringComparison.Ordinal);
        await client.SendAsync("40", cancellationToken);
        Assert.StartsWith("40{", await client.ReceiveAsync(cancellationToken), StringComparison.Ordinal);
        return client;
    }

    public async Task<string> ReceiveAsync(CancellationToken cancellationToken)
    {
        var received = await _webSocket.ReceiveAsync(_buffer, cancellationToken);
        return Encoding.UTF8.GetString(_buffer, 0, received.Count);
    }

    public Task SendAsync(string packet, CancellationToken cancellationToken) =>
        _webSocket.SendAsync(Encoding.UTF8.GetBytes(packet), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);

    /// <summary>Ends with WebSocket's handshake.</summary>
    public Task CloseAsync(CancellationToken cancellationToken) =>
        _webSocket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);

    /// <summary>Drops the connection where nothing was said of an end.</summary>
    public ValueTask DisposeAsync()
    {
        _webSocket.Abort();
        _webSocket.Dispose();
        return ValueTask.CompletedTask;
    }
}
