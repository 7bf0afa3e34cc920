using System.Buffers;
using System.Text;
using Sockeye.Engine.Tests.Support;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine.Tests.WebSockets;

public class CompressionTests
{
    private const int CompressedText = 0xc1;
    private const int CompressedBinary = 0xc2;
    private const string Offer = "\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";

    [Fact]
    public async Task It_is_off_by_default()
    {
        await using var host = await EngineHost.StartAsync();
        await using var socket = await RawWebSocket.OpenAsync(host, headers: Offer);

        Assert.Null(socket.Accepted.Header("Sec-WebSocket-Extensions"));
        await socket.ReadAsync();
        await socket.SendAsync(CompressedText, Deflate.Once("4hi"u8));
        Assert.Equal(1002, await socket.ReadCloseAsync());
    }

    [Fact]
    public async Task Messages_travel_compressed_both_ways()
    {
        var (host, socket, handler) = await OpenAsync();
        await using var _ = host;
        await using var __ = socket;
        var text = new string('x', 5_000);

        await socket.SendAsync(CompressedText, Deflate.Once(Encoding.UTF8.GetBytes("4" + text)));
        await socket.SendAsync(CompressedBinary, Deflate.Once([1, 2, 3]));
        await socket.SendAsync(CompressedText, Deflate.Once("4"u8));
        await socket.SendAsync(CompressedBinary, Deflate.Once([]));
        await socket.SendTextAsync("4plain");
        Assert.Equal([text, "0x010203", "", "0x", "plain"], await NextAsync(handler, 5));

        handler.Session.Send(EncodedMessage.Text(Encoding.UTF8.GetBytes(text), next: EncodedMessage.Binary(new byte[5_000])));
        var buffer = MessageBuffer.Rent();
        Encoding.UTF8.GetBytes(text, buffer);
        handler.Session.Send(buffer);
        for (var i = 0; i < 2; i++)
        {
            var frame = await socket.ReadAsync();
            Assert.Equal(CompressedText, frame.FirstByte);
            Assert.InRange(frame.Payload.Length, 1, 100);
            Assert.Equal("4" + text, Encoding.UTF8.GetString(Deflate.Back(frame)));
            if (i == 0)
            {
                var attachment = await socket.ReadAsync();
                Assert.Equal((CompressedBinary, 5_000), (attachment.FirstByte, Deflate.Back(attachment).Length));
            }
        }
    }

    [Theory]
    [InlineData("", CompressedBinary, "")]
    [InlineData("&b64=1", CompressedText, "b")]
    public async Task A_buffer_of_bytes_travels_as_a_binary_message_or_as_base64(string query, int firstByte, string prefix)
    {
        await using var host = await EngineHost.StartAsync(options => options.WebSocketCompression = new WebSocketCompressionOptions());
        await using var socket = await RawWebSocket.OpenAsync(host, "EIO=4&transport=websocket" + query, Offer);
        Assert.StartsWith("""0{"sid":""", (await socket.ReadAsync()).Text, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => !host.Sessions.IsEmpty);

        var buffer = MessageBuffer.Rent();
        buffer.IsBinary = true;
        buffer.Write(new byte[5_000]);
        host.Sessions.Single().Session.Send(buffer);

        var frame = await socket.ReadAsync();
        Assert.Equal(firstByte, frame.FirstByte);
        Assert.InRange(frame.Payload.Length, 1, 100);
        var bytes = Deflate.Back(frame);
        Assert.Equal(new byte[5_000], prefix.Length == 0 ? bytes : Convert.FromBase64String(Encoding.UTF8.GetString(bytes)[prefix.Length..]));
    }

    [Fact]
    public async Task Small_messages_those_that_must_not_be_and_those_that_do_not_shrink_go_as_they_are()
    {
        var (host, socket, handler) = await OpenAsync();
        await using var _ = host;
        await using var __ = socket;
        var text = new byte[5_000];
        var noise = new byte[5_000];
        new Random(7692).NextBytes(noise);

        handler.Session.Send(EncodedMessage.Text(text.AsSpan(..1_022))); // with its type a byte below the threshold
        handler.Session.Send(EncodedMessage.Text(text.AsSpan(..1_023)));
        handler.Session.Send(EncodedMessage.Text(text, compress: false, next: EncodedMessage.Binary(text))); // the first speaks for all
        var buffer = MessageBuffer.Rent();
        buffer.Compress = false;
        buffer.Write(text);
        handler.Session.Send(buffer);
        handler.Session.Send(EncodedMessage.Binary(noise));

        int[] firstBytes = [WireFrame.TextFrame, CompressedText, WireFrame.TextFrame, WireFrame.BinaryFrame, WireFrame.TextFrame, WireFrame.BinaryFrame];
        foreach (var firstByte in firstBytes)
        {
            Assert.Equal(firstByte, (await socket.ReadAsync()).FirstByte);
        }
    }

    [Fact]
    [Trait("Behaviour", "104")]
    public async Task A_broadcast_is_compressed_once()
    {
        var (host, socket, handler) = await OpenAsync();
        await using var _ = host;
        await using var __ = socket;
        await using var other = await RawWebSocket.OpenAsync(host, headers: Offer);
        await using var plain = await RawWebSocket.OpenAsync(host);
        await other.ReadAsync();
        await plain.ReadAsync();
        var message = EncodedMessage.Text(new byte[5_000]);

        foreach (var session in host.Sessions)
        {
            session.Session.Send(message);
        }

        var kept = message.CompressedFrame(15, static (_, _) => throw new InvalidOperationException("made already"));
        var frame = await socket.ReadAsync();
        Assert.Equal(kept[^frame.Payload.Length..].ToArray(), frame.Payload);
        Assert.Equal(frame.Payload, (await other.ReadAsync()).Payload);
        Assert.Equal((WireFrame.TextFrame, 5_001), await plain.ReadAsync() is var uncompressed ? (uncompressed.FirstByte, uncompressed.Payload.Length) : default);
        Assert.NotNull(handler);
    }

    [Fact]
    public async Task Where_it_is_allowed_messages_build_on_those_before()
    {
        var (host, socket, handler) = await OpenAsync(static options => (options.ServerContextTakeover, options.ClientContextTakeover, options.Threshold) = (true, true, 0));
        await using var _ = host;
        await using var __ = socket;
        using var deflate = new Deflate();
        var random = new byte[1_000];
        new Random(7692).NextBytes(random);
        var sizes = new List<int>();

        for (var i = 0; i < 20; i++)
        {
            var compressed = deflate.Compress(random);
            sizes.Add(compressed.Length);
            await socket.SendAsync(CompressedBinary, compressed);
            Assert.Equal("0x" + Convert.ToHexStringLower(random), await handler.NextAsync());
            handler.Session.Send(EncodedMessage.Binary(random));
            var frame = await socket.ReadAsync();
            sizes.Add(frame.Payload.Length);
            Assert.Equal((CompressedBinary, Convert.ToHexString(random)), (frame.FirstByte, Convert.ToHexString(deflate.Decompress(frame.Payload))));
        }

        Assert.All(sizes.Take(2), static size => Assert.InRange(size, 1_000, 1_100));
        Assert.All(sizes.Skip(2), static size => Assert.InRange(size, 1, 100));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(15)]
    public async Task A_window_holds_whatever_its_size(int bits)
    {
        var (host, socket, handler) = await OpenAsync(options => options.ServerMaxWindowBits = bits);
        await using var _ = host;
        await using var __ = socket;
        var block = new byte[2_000];
        new Random(bits).NextBytes(block);

        handler.Session.Send(EncodedMessage.Binary([.. block, .. block]));

        var frame = await socket.ReadAsync();
        Assert.Equal(bits == 15 ? CompressedBinary : WireFrame.BinaryFrame, frame.FirstByte); // 512 bytes do not reach back to the first block
        Assert.Equal(4_000, Deflate.Back(frame).Length);
    }

    [Fact]
    public async Task A_compressed_message_may_come_in_fragments_with_control_frames_between()
    {
        var (host, socket, handler) = await OpenAsync();
        await using var _ = host;
        await using var __ = socket;
        var compressed = Deflate.Once("4in pieces, in pieces"u8);

        await socket.SendAsync(0x41, compressed.AsMemory(0, 5));
        await socket.SendAsync(WireFrame.PingFrame, "one"u8.ToArray());
        await socket.SendAsync(0x00, compressed.AsMemory(5, 4));
        await socket.SendAsync(WireFrame.PingFrame, "two"u8.ToArray());
        await socket.SendAsync(0x80, compressed.AsMemory(9));

        Assert.Equal("in pieces, in pieces", await handler.NextAsync());
        Assert.Equal(["one", "two"], [(await socket.ReadAsync()).Text, (await socket.ReadAsync()).Text]);
    }

    [Theory]
    [InlineData(0x01, 0xc0)] // the bit in a later fragment
    [InlineData(0xc9, 0)] // in a control frame
    [InlineData(0xe1, 0)] // the other reserved bits
    [InlineData(0xd1, 0)]
    public async Task The_bit_stands_only_where_it_may(int first, int second)
    {
        var (host, socket, handler) = await OpenAsync();
        await using var _ = host;
        await using var __ = socket;

        await socket.SendAsync(first, "4a"u8.ToArray());
        if (second != 0)
        {
            await socket.SendAsync(second, "4a"u8.ToArray());
        }

        Assert.Equal(1002, await socket.ReadCloseAsync());
        Assert.Equal(CloseReason.TransportError, (await handler.Closed.DefaultTimeout()).Reason);
    }

    [Fact]
    public async Task What_is_not_deflate_or_not_UTF8_is_refused()
    {
        foreach (var payload in new[] { [0xff, 0xff, 0xff, 0xff], Deflate.Once([(byte)'4', 0xc3, 0x28]) })
        {
            var (host, socket, handler) = await OpenAsync();
            await using var _ = host;
            await using var __ = socket;

            await socket.SendAsync(CompressedText, payload);

            Assert.Equal(1007, await socket.ReadCloseAsync());
            Assert.Equal(CloseReason.TransportError, (await handler.Closed.DefaultTimeout()).Reason);
        }
    }

    [Fact]
    public async Task A_message_may_have_the_limit_and_not_a_byte_more_whatever_it_is_compressed_to()
    {
        var (host, socket, handler) = await OpenAsync(maxPayload: 100_000);
        await using var _ = host;
        await using var __ = socket;
        var noise = new byte[100_000];
        new Random(1).NextBytes(noise);

        await socket.SendAsync(CompressedBinary, Deflate.Once(new byte[100_000]));
        await socket.SendAsync(CompressedBinary, Deflate.Once(noise));
        Assert.All(await NextAsync(handler, 2), static text => Assert.Equal(2 + 200_000, text.Length));
        await socket.SendAsync(CompressedBinary, Deflate.Once(new byte[100_001]));

        Assert.Equal(1009, await socket.ReadCloseAsync());
        Assert.Equal((CloseReason.TransportError, "Max payload size exceeded"), await handler.Closed.DefaultTimeout());
    }

    [Fact]
    public async Task Random_payloads_end_at_most_their_own_connection()
    {
        await using var host = await EngineHost.StartAsync(static options => (options.WebSocketCompression, options.MaxPayload) = (new(), 50_000));
        var random = new Random(7692);
        for (var round = 0; round < 200; round++)
        {
            await using var socket = await RawWebSocket.OpenAsync(host, headers: Offer);
            var payload = round % 2 == 0 ? Deflate.Once(new byte[random.Next(60_000)]) : new byte[random.Next(200)];
            if (round % 2 == 1)
            {
                random.NextBytes(payload);
            }
            else if (payload.Length > 0)
            {
                payload[random.Next(payload.Length)] ^= (byte)(1 << random.Next(8));
            }

            await socket.SendAsync(CompressedBinary, payload);
            await socket.SendAsync(WireFrame.CloseFrame, default);
            Assert.StartsWith("0{", (await socket.ReadAsync()).Text, StringComparison.Ordinal);
            Assert.Equal(WireFrame.CloseFrame, (await socket.ReadAsync()).FirstByte);
        }

        foreach (var session in host.Sessions)
        {
            await session.Closed.DefaultTimeout();
        }
    }

    private static async Task<(EngineHost Host, RawWebSocket Socket, RecordingHandler Handler)> OpenAsync(
        Action<WebSocketCompressionOptions>? configure = null, int maxPayload = 1_000_000)
    {
        var compression = new WebSocketCompressionOptions();
        configure?.Invoke(compression);
        var host = await EngineHost.StartAsync(options => (options.WebSocketCompression, options.MaxPayload) = (compression, maxPayload));
        var (socket, handler) = await RawWebSocket.OpenSessionAsync(host, headers: Offer);
        Assert.StartsWith("permessage-deflate", socket.Accepted.Header("Sec-WebSocket-Extensions"), StringComparison.Ordinal);
        return (host, socket, handler);
    }

    private static async Task<string[]> NextAsync(RecordingHandler handler, int count)
    {
        var messages = new string[count];
        for (var i = 0; i < count; i++)
        {
            messages[i] = await handler.NextAsync();
        }

        return messages;
    }
}
