using System.Net.WebSockets;
using System.Text;
using Sockeye.TestKit;

namespace Sockeye.Server.Tests;

/// <summary>A client that speaks the wire by hand, so that a test says exactly what travels.</summary>
internal sealed class WireClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[1024 * 1024];

    /// <summary>The answer to CONNECT.</summary>
    public string Greeting { get; private set; } = string.Empty;

    public static async Task<WireClient> ConnectAsync(Uri server, string connect, string path = "/socket.io/", string query = "", string? header = null, int revision = 4)
    {
        var client = new WireClient();
        if (header?.Split(": ", 2) is [var name, var value])
        {
            client._socket.Options.SetRequestHeader(name, value);
        }

        var address = new UriBuilder(server) { Scheme = "ws", Path = path, Query = $"EIO={revision}&transport=websocket{query}" };
        await client._socket.ConnectAsync(address.Uri, TestContext.Current.CancellationToken).DefaultTimeout();
        Assert.StartsWith("0{", await client.ReceiveAsync(), StringComparison.Ordinal);
        if (connect.Length > 0)
        {
            await client.SendAsync(connect);
            client.Greeting = await client.ReceiveAsync();
        }

        return client;
    }

    public Task SendAsync(string text) => _socket.SendAsync(
        Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);

    public Task SendBinaryAsync(byte[] bytes) =>
        _socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, TestContext.Current.CancellationToken);

    /// <summary>Sends, unless the connection has ended.</summary>
    public async Task TrySendBinaryAsync(byte[] bytes)
    {
        try
        {
            await SendBinaryAsync(bytes);
        }
        catch (WebSocketException)
        {
            // The server has closed it meanwhile.
        }
    }

    /// <summary>Receives the next message, answering pings; the text <c>closed</c> where the connection has ended.</summary>
    public Task<string> ReceiveAsync() => ReceiveMessageAsync().DefaultTimeout(); // however many pings come meanwhile

    /// <summary>Returns when what was sent before has been read: an unknown namespace is refused in turn.</summary>
    public async Task<bool> RoundTripAsync()
    {
        await SendAsync("40/nowhere,");
        return await ReceiveAsync() == "44/nowhere,{\"message\":\"Invalid namespace\"}";
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        await ValueTask.CompletedTask;
    }

    private async Task<string> ReceiveMessageAsync()
    {
        while (true)
        {
            var text = await ReceiveAnyAsync();
            if (text != "2")
            {
                return text;
            }

            await SendAsync("3");
        }
    }

    private async Task<string> ReceiveAnyAsync()
    {
        try
        {
            var length = 0;
            while (true)
            {
                var result = await _socket.ReceiveAsync(_buffer.AsMemory(length), TestContext.Current.CancellationToken);
                length += result.Count;
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    return "closed";
                }

                if (result.EndOfMessage)
                {
                    return Encoding.UTF8.GetString(_buffer, 0, length);
                }
            }
        }
        catch (WebSocketException)
        {
            return "closed";
        }
    }
}
