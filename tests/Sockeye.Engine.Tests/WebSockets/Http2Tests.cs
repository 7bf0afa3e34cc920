using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Sockeye.Engine.Tests.Support;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine.Tests.WebSockets;

/// <summary>WebSockets over HTTP/2 with TLS (RFC 8441).</summary>
public class Http2Tests
{
    private const int MoreThanTheNetworkHolds = 15_000_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_frameworks_client_opens_talks_and_closes(bool compresses)
    {
        await using var host = await StartAsync(options => options.WebSocketCompression = compresses ? new() { Threshold = 0 } : null);
        using var client = new ClientWebSocket();
        client.Options.HttpVersion = HttpVersion.Version20;
        client.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        client.Options.DangerousDeflateOptions = compresses ? new WebSocketDeflateOptions() : null;
        using var invoker = new HttpMessageInvoker(TestCertificate.TrustingHandler());
        await client.ConnectAsync(new Uri($"wss://{host.Url.Authority}/engine.io/?EIO=4&transport=websocket"), invoker, TestContext.Current.CancellationToken).DefaultTimeout();
        Assert.StartsWith("0{", await ReadAsync(client), StringComparison.Ordinal);
        var handler = host.Sessions.Single();

        for (var i = 0; i < 100; i++)
        {
            var text = $"{i} " + new string('x', i * 100);
            await client.SendAsync(System.Text.Encoding.UTF8.GetBytes("4" + text), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);
            Assert.Equal(text, await handler.NextAsync());
            handler.Session.Send(EncodedMessage.Text(System.Text.Encoding.UTF8.GetBytes(text)));
            Assert.Equal("4" + text, await ReadAsync(client));
        }

        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", TestContext.Current.CancellationToken).DefaultTimeout();
        Assert.Equal((CloseReason.TransportClose, (string?)null), await handler.Closed.DefaultTimeout());
    }

    [Fact]
    public async Task A_client_that_does_not_read_makes_senders_wait_and_gets_everything_once_it_reads()
    {
        await using var host = await StartAsync();
        var (socket, handler) = await OpenAsync(host);
        await using var _ = socket;

        handler.Session.Send(EncodedMessage.Binary(new byte[MoreThanTheNetworkHolds]));
        handler.Session.Send(EncodedMessage.Binary(new byte[400_000]));
        var waiting = handler.Session.SendAsync(EncodedMessage.Text("waited"u8), TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);

        Assert.Equal(MoreThanTheNetworkHolds, (await socket.ReadAsync()).Payload.Length);
        Assert.Equal(400_000, (await socket.ReadAsync()).Payload.Length);
        Assert.Equal("4waited", (await socket.ReadAsync()).Text);
        Assert.True(await waiting.AsTask().DefaultTimeout());
    }

    [Fact]
    public async Task A_handler_that_takes_its_time_stops_the_client()
    {
        var gate = new TaskCompletionSource();
        await using var host = await StartAsync(onSession: session => new RecordingHandler(session) { OnMessage = async (_, _, _) => await gate.Task });
        var (socket, handler) = await OpenAsync(host);
        await using var _ = socket;

        var sending = Task.Run(
            async () =>
            {
                for (var i = 0; i < 40; i++)
                {
                    await socket.SendAsync(WireFrame.BinaryFrame, new byte[500_000]);
                }
            },
            TestContext.Current.CancellationToken);
        await handler.NextAsync();
        Assert.False(sending.IsCompleted); // 20 MB do not fit in between
        gate.SetResult();

        await sending.DefaultTimeout();
        for (var i = 1; i < 40; i++)
        {
            await handler.NextAsync();
        }
    }

    [Fact]
    public async Task A_closing_frame_ends_the_stream_and_a_reset_ends_the_session()
    {
        await using var host = await StartAsync();
        var (closed, closing) = await OpenAsync(host);
        await using var _ = closed;
        var (reset, vanishing) = await OpenAsync(host);

        closing.Session.Close();
        Assert.Equal(1005, await closed.ReadCloseAsync());
        Assert.Equal(CloseReason.ForcedClose, (await closing.Closed.DefaultTimeout()).Reason);
        await reset.DisposeAsync();
        Assert.Equal(CloseReason.TransportClose, (await vanishing.Closed.DefaultTimeout()).Reason);
        Assert.Equal(0, host.Engine.SessionCount);
    }

    internal static Task<EngineHost> StartAsync(Action<EngineOptions>? configure = null, Func<EngineSession, RecordingHandler>? onSession = null) => EngineHost.StartAsync(
        configure,
        onSession: onSession,
        kestrel: static server => server.ConfigureEndpointDefaults(static endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http2;
            endpoint.UseHttps(TestCertificate.Value);
        }));

    internal static async Task<(RawWebSocket Socket, RecordingHandler Handler)> OpenAsync(EngineHost host, string extensions = "")
    {
        var count = host.Sessions.Count;
        var socket = new RawWebSocket(await Http2Connection.OpenAsync(new Uri(host.Url, "/engine.io/?EIO=4&transport=websocket"), extensions));
        await socket.ReadAsync();
        await Eventually.TrueAsync(() => host.Sessions.Count > count);

        return (socket, host.Sessions.ElementAt(count));
    }

    private static async Task<string> ReadAsync(ClientWebSocket client)
    {
        var message = new MemoryStream();
        var buffer = new byte[16_000];
        while (true)
        {
            var result = await client.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken).DefaultTimeout();
            message.Write(buffer, 0, result.Count);
            if (result.EndOfMessage)
            {
                return System.Text.Encoding.UTF8.GetString(message.ToArray());
            }
        }
    }
}
