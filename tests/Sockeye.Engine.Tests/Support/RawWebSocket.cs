using System.Buffers.Binary;
using System.Text;

namespace Sockeye.Engine.Tests.Support;

/// <summary>A WebSocket client that shows every frame and may send wrong ones.</summary>
internal sealed class RawWebSocket(RawConnection connection) : IAsyncDisposable
{
    public const string Handshake = """
        Host: localhost
        Connection: Upgrade
        Upgrade: websocket
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        """;

    public RawConnection Connection => connection;

    public RawResponse Accepted { get; private set; } = null!;

    /// <summary>Opens a WebSocket; the handshake must succeed.</summary>
    public static async Task<RawWebSocket> OpenAsync(EngineHost host, string query = "EIO=4&transport=websocket", string headers = "")
    {
        var socket = new RawWebSocket(await RawConnection.OpenAsync(host.Url));
        await socket.Connection.SendAsync($"GET /engine.io/?{query} HTTP/1.1\n{Handshake}{headers}");
        socket.Accepted = await socket.Connection.ReadResponseAsync();
        Assert.Equal(101, socket.Accepted.Status);
        return socket;
    }

    /// <summary>Opens a session of its own and reads the open packet.</summary>
    public static async Task<(RawWebSocket Socket, RecordingHandler Handler)> OpenSessionAsync(EngineHost host, string query = "", string headers = "")
    {
        var count = host.Sessions.Count;
        var socket = await OpenAsync(host, "EIO=4&transport=websocket" + query, headers);
        Assert.StartsWith("""0{"sid":""", (await socket.ReadAsync()).Text, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => host.Sessions.Count > count); // the packet goes out before the handler is made

        return (socket, host.Sessions.ElementAt(count));
    }

    public Task SendTextAsync(string text) => SendAsync(WireFrame.TextFrame, Encoding.UTF8.GetBytes(text));

    public Task SendAsync(int firstByte, ReadOnlyMemory<byte> payload, bool mask = true) => connection.SendAsync(Frame(firstByte, payload.Span, mask));

    public static byte[] Frame(int firstByte, ReadOnlySpan<byte> payload, bool mask = true)
    {
        var maskBit = (byte)(mask ? 0x80 : 0);
        var frame = new List<byte> { (byte)firstByte };
        if (payload.Length < 126)
        {
            frame.Add((byte)(payload.Length | maskBit));
        }
        else
        {
            var length = new byte[payload.Length <= ushort.MaxValue ? 2 : 8];
            frame.Add((byte)((length.Length == 2 ? 126 : 127) | maskBit));
            if (length.Length == 2)
            {
                BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)payload.Length);
            }
            else
            {
                BinaryPrimitives.WriteUInt64BigEndian(length, (ulong)payload.Length);
            }

            frame.AddRange(length);
        }

        byte[] key = [0x12, 0x34, 0x56, 0x78];
        frame.AddRange(mask ? key : []);
        for (var i = 0; i < payload.Length; i++)
        {
            frame.Add(mask ? (byte)(payload[i] ^ key[i % 4]) : payload[i]);
        }

        return [.. frame];
    }

    /// <summary>Reads one frame; a server's frames are never masked.</summary>
    public async Task<WireFrame> ReadAsync()
    {
        var head = await connection.ReadExactlyAsync(2);
        Assert.Equal(0, head[1] & 0x80);
        var length = head[1] switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(await connection.ReadExactlyAsync(2)),
            127 => (int)BinaryPrimitives.ReadUInt64BigEndian(await connection.ReadExactlyAsync(8)),
            var small => small,
        };
        return new WireFrame(head[0], await connection.ReadExactlyAsync(length));
    }

    /// <summary>
    /// Sends a ping and waits for its pong: the server reads it only when it has made the session, and when it is done with every message that came before.
    /// A handler that tells of a message, or of its client, is not done yet, and as long as it is not a client's time stands still.
    /// </summary>
    public async Task PassAsync()
    {
        await SendAsync(WireFrame.PingFrame, "passed"u8.ToArray());
        var pong = await ReadAsync();
        Assert.Equal((WireFrame.PongFrame, "passed"), (pong.FirstByte, pong.Text));
    }

    /// <summary>Reads the closing frame, answers it, and waits for the end of the connection.</summary>
    /// <returns>The status in the frame; 1005 where there was none.</returns>
    public async Task<int> ReadCloseAsync()
    {
        var frame = await ReadAsync();
        Assert.Equal(WireFrame.CloseFrame, frame.FirstByte);
        await SendAsync(WireFrame.CloseFrame, frame.Payload);
        Assert.True(await connection.IsAtEndAsync());
        return frame.Payload.Length == 0 ? 1005 : BinaryPrimitives.ReadUInt16BigEndian(frame.Payload);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
