using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
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

    [Theory]
    [InlineData("")]
    [InlineData("&b64=1")]
    public async Task A_host_with_WebSockets_of_its_own_serves_as_well(string query)
    {
        await using var host = await EngineHost.StartAsync(
            options => options.MaxPayload = 10_000,
            pipeline: static app =>
            {
                app.UseWebSockets();
                app.Use(static (context, next) =>
                {
                    context.Features.Set<IHttpUpgradeFeature>(null); // all that is left is the feature of the middleware before
                    return next(context);
                });
            });
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host, query);
        await using var _ = socket;

        await socket.SendTextAsync("4a");
        await socket.SendAsync(WireFrame.BinaryFrame, new byte[] { 1, 2 });
        await socket.SendAsync(WireFrame.PingFrame, "hi"u8.ToArray());
        Assert.Equal(["a", "0x0102"], [await handler.NextAsync(), await handler.NextAsync()]);
        Assert.Equal((WireFrame.PongFrame, "hi"), await socket.ReadAsync() is var pong ? (pong.FirstByte, pong.Text) : default);
        for (var i = 0; i < 100; i++)
        {
            handler.Session.Send(EncodedMessage.Text(new byte[i * 10], next: EncodedMessage.Binary([1])));
        }

        handler.Session.Close();
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(1 + (i * 10), (await socket.ReadAsync()).Payload.Length);
            Assert.Equal(query.Length == 0 ? "0x01" : "bAQ==", (await socket.ReadAsync()).Text);
        }

        Assert.Equal(1005, await socket.ReadCloseAsync());
        Assert.Equal(CloseReason.ForcedClose, (await handler.Closed.DefaultTimeout()).Reason);
    }

    private static async Task<string> ReadAsync(ClientWebSocket client)
    {
        var buffer = new byte[1_000];
        var result = await client.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken).DefaultTimeout();
        return result.MessageType == WebSocketMessageType.Close ? "Close" : System.Text.Encoding.UTF8.GetString(buffer, 0, result.Count);
    }
}
