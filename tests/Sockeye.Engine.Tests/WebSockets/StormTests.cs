using System.Globalization;
using System.Text;
using Sockeye.Engine.Tests.Support;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine.Tests.WebSockets;

/// <summary>Much at once on one connection, checked frame by frame.</summary>
public class StormTests
{
    private const int Pings = 1_000;
    private const int Messages = 20_000;
    private const int CompressedBit = 0x40;

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Pongs_and_broadcasts_never_tear_each_other(bool compressed, bool overHttp2)
    {
        Action<EngineOptions> configure = options => options.WebSocketCompression = compressed ? new() { Threshold = 100 } : null;
        await using var host = overHttp2 ? await Http2Tests.StartAsync(configure) : await EngineHost.StartAsync(configure);
        var (socket, handler) = overHttp2
            ? await Http2Tests.OpenAsync(host, "permessage-deflate")
            : await RawWebSocket.OpenSessionAsync(host, headers: "\nSec-WebSocket-Extensions: permessage-deflate");
        await using var _ = socket;

        var sending = Task.Run(
            async () =>
            {
                for (var i = 0; i < Messages; i++)
                {
                    var text = Encoding.UTF8.GetBytes($"{i:00000} {new string('x', i % 300)}");
                    if (i % 3 == 0)
                    {
                        handler.Session.Send(EncodedMessage.Text(text, next: EncodedMessage.Binary(text)));
                    }
                    else
                    {
                        var buffer = MessageBuffer.Rent();
                        Encoding.UTF8.GetBytes($"{i:00000} {new string('x', i % 300)}", buffer);
                        handler.Session.Send(buffer);
                    }

                    if (i % 100 == 0)
                    {
                        await Task.Yield();
                    }
                }
            },
            TestContext.Current.CancellationToken);
        var pinging = Task.Run(
            async () =>
            {
                for (var i = 0; i < Pings; i++)
                {
                    await socket.SendAsync(WireFrame.PingFrame, Encoding.UTF8.GetBytes($"ping {i}"));
                }
            },
            TestContext.Current.CancellationToken);

        var (message, pong, attachment) = (0, 0, false);
        var compressedFrames = 0;
        while (message < Messages || pong < Pings || attachment)
        {
            var frame = await socket.ReadAsync();
            if (frame.FirstByte == WireFrame.PongFrame)
            {
                Assert.Equal($"ping {pong++}", frame.Text);
                continue;
            }

            var expected = $"{(attachment ? message - 1 : message):00000} {new string('x', (attachment ? message - 1 : message) % 300)}";
            Assert.Equal(attachment ? WireFrame.BinaryFrame : WireFrame.TextFrame, frame.FirstByte & ~CompressedBit);
            compressedFrames += (frame.FirstByte & CompressedBit) == 0 ? 0 : 1;
            Assert.Equal((attachment ? "" : "4") + expected, Encoding.UTF8.GetString(Deflate.Back(frame)));
            message += attachment ? 0 : 1;
            attachment = !attachment && int.Parse(expected[..5], CultureInfo.InvariantCulture) % 3 == 0;
        }

        await Task.WhenAll(sending, pinging).DefaultTimeout();
        Assert.InRange(compressedFrames, compressed ? Messages / 2 : 0, compressed ? Messages * 2 : 0);
        Assert.Equal(SessionState.Open, handler.Session.State);
    }

    [Fact]
    public async Task Senders_on_many_threads_keep_each_ones_order()
    {
        const int Senders = 8;
        const int Each = 2_000;
        await using var host = await EngineHost.StartAsync();
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host);
        await using var _ = socket;

        var sending = Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(
            () =>
            {
                for (var i = 0; i < Each; i++)
                {
                    var buffer = MessageBuffer.Rent();
                    Encoding.UTF8.GetBytes($"{sender} {i}", buffer);
                    handler.Session.Send(buffer);
                }
            },
            TestContext.Current.CancellationToken)));

        var next = new int[Senders];
        for (var i = 0; i < Senders * Each; i++)
        {
            var parts = (await socket.ReadAsync()).Text[1..].Split(' ');
            var sender = int.Parse(parts[0], CultureInfo.InvariantCulture);
            Assert.Equal(next[sender]++, int.Parse(parts[1], CultureInfo.InvariantCulture));
        }

        await sending.DefaultTimeout();
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_closed_as_slow_and_holds_little_memory()
    {
        await using var host = await EngineHost.StartAsync(options => options.OutboundBufferBytes = 1_000_000);
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host);
        await using var _ = socket;
        var message = EncodedMessage.Text(new byte[10_000]);

        var sent = 0;
        while (!handler.Closed.IsCompleted && sent < 10_000)
        {
            handler.Session.Send(message);
            sent++;
            await Task.Yield();
        }

        Assert.Equal(CloseReason.SlowClient, (await handler.Closed.DefaultTimeout()).Reason);
        Assert.Equal(0, host.Engine.SessionCount);
    }

    [Fact]
    public async Task A_client_that_asks_for_pongs_and_reads_none_is_cut_off()
    {
        await using var host = await EngineHost.StartAsync();
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host);
        await using var _ = socket;
        var pings = Enumerable.Repeat(RawWebSocket.Frame(WireFrame.PingFrame, new byte[125]), 1_000).SelectMany(static frame => frame).ToArray();

        try
        {
            for (var i = 0; i < 1_000 && !handler.Closed.IsCompleted; i++)
            {
                await socket.Connection.SendAsync(pings);
            }
        }
        catch (IOException)
        {
            // The server has cut the connection, as it should.
        }

        Assert.Equal(CloseReason.SlowClient, (await handler.Closed.DefaultTimeout()).Reason);
    }

    [Fact]
    public async Task Sending_to_an_idle_WebSocket_allocates_nothing()
    {
        await using var host = await EngineHost.StartAsync();
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host);
        await using var _ = socket;
        var least = long.MaxValue;

        for (var round = 0; round < 50; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 10; i++)
            {
                var buffer = MessageBuffer.Rent();
                Encoding.UTF8.GetBytes("hello", buffer);
                handler.Session.Send(buffer);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            for (var i = 0; i < 10; i++)
            {
                Assert.Equal("4hello", (await socket.ReadAsync()).Text);
            }
        }

        Assert.Equal(0, least);
    }
}
