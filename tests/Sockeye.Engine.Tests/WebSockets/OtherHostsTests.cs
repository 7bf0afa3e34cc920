using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Sockeye.Engine.Tests.Support;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine.Tests.WebSockets;

/// <summary>WebSockets that do not come by HTTP/1.1's upgrade.</summary>
public class OtherHostsTests
{
    [Fact]
    public async Task Over_HTTP2_a_WebSocket_is_a_CONNECT()
    {
        await using var host = await EngineHost.StartAsync(kestrel: static server => server.ConfigureEndpointDefaults(static endpoint => endpoint.Protocols = HttpProtocols.Http2));
        using var client = new ClientWebSocket();
        client.Options.HttpVersion = HttpVersion.Version20;
        client.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());

        await client.ConnectAsync(new Uri($"ws://{host.Url.Authority}/engine.io/?EIO=4&transport=websocket"), invoker, TestContext.Current.CancellationToken).DefaultTimeout();

        Assert.StartsWith("0{", await ReadAsync(client), StringComparison.Ordinal);
        var handler = host.Sessions.Single();
        await client.SendAsync("4over two"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);
        Assert.Equal("over two", await handler.NextAsync());
        handler.Session.Send(EncodedMessage.Text("back"u8));
        Assert.Equal("4back", await ReadAsync(client));
        handler.Session.Close();
        Assert.Equal("Close", await ReadAsync(client));
    }

    private static async Task<string> ReadAsync(ClientWebSocket client)
    {
        var buffer = new byte[1_000];
        var result = await client.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken).DefaultTimeout();
        return result.MessageType == WebSocketMessageType.Close ? "Close" : System.Text.Encoding.UTF8.GetString(buffer, 0, result.Count);
    }
}
