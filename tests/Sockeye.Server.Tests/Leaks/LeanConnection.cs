using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Sockeye.Server.Tests.Leaks;

/// <summary>A TCP connection with just enough of HTTP and WebSockets for tens of thousands of short lives: text in ASCII, small messages.</summary>
internal sealed class LeanConnection : IDisposable
{
    private readonly System.Net.Sockets.Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _received = new byte[8 * 1024];
    private readonly byte[] _sent = new byte[4 * 1024];
    private int _start;
    private int _end;

    public static async Task<LeanConnection> OpenAsync(Uri address)
    {
        var connection = new LeanConnection();
        await connection._socket.ConnectAsync(address.Host, address.Port);
        return connection;
    }

    public Task GetAsync(string target) => WriteAsync($"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n");

    public Task PostAsync(string target, string body) =>
        WriteAsync($"POST {target} HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    public async Task UpgradeAsync(string target)
    {
        await WriteAsync(
            $"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 101 ", await ReadHeadAsync(), StringComparison.Ordinal);
    }

    /// <summary>Reads an answer, which must be 200.</summary>
    /// <returns>Its body.</returns>
    public async Task<string> ReadAnswerAsync()
    {
        const string Length = "Content-Length: ";
        var head = await ReadHeadAsync();
        var at = head.IndexOf(Length, StringComparison.Ordinal);
        Assert.True(head.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) && at > 0, head);
        at += Length.Length;
        return await ReadTextAsync(int.Parse(head.AsSpan(at, head.IndexOf('\r', at) - at), CultureInfo.InvariantCulture));
    }

    /// <summary>Sends a masked frame; the mask is nought, so that the text is itself.</summary>
    public async Task SendFrameAsync(int firstByte, string text)
    {
        _sent[0] = (byte)firstByte;
        _sent[1] = (byte)(0x80 | (text.Length < 126 ? text.Length : 126));
        BinaryPrimitives.WriteUInt16BigEndian(_sent.AsSpan(2), (ushort)text.Length);
        var head = text.Length < 126 ? 2 : 4;
        _sent.AsSpan(head, 4).Clear();
        Encoding.ASCII.GetBytes(text, _sent.AsSpan(head + 4));
        await _socket.SendAsync(_sent.AsMemory(0, head + 4 + text.Length));
    }

    /// <summary>Reads a frame's text; null where it is the closing one.</summary>
    public async Task<string?> ReadFrameAsync()
    {
        await FillAsync(2);
        var (first, length) = (_received[_start], (int)_received[_start + 1]);
        _start += 2;
        if (length == 126)
        {
            await FillAsync(2);
            length = BinaryPrimitives.ReadUInt16BigEndian(_received.AsSpan(_start));
            _start += 2;
        }

        var text = await ReadTextAsync(length);
        return first == 0x88 ? null : text;
    }

    /// <summary>Reads whatever still comes, until the other side has ended the connection.</summary>
    public async Task ReadToEndAsync()
    {
        try
        {
            while (await _socket.ReceiveAsync(_received.AsMemory()) > 0)
            {
                // Nobody needs it.
            }
        }
        catch (SocketException)
        {
            // A reset is an end as well.
        }
    }

    public void EndStream() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>Ends the connection with a reset, which leaves nothing waiting in the kernel either.</summary>
    public void Dispose()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Dispose();
    }

    private async Task WriteAsync(string text) => await _socket.SendAsync(_sent.AsMemory(0, Encoding.ASCII.GetBytes(text, _sent)));

    private async Task<string> ReadHeadAsync()
    {
        int length;
        while ((length = _received.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0)
        {
            await FillAsync(_end - _start + 1);
        }

        return await ReadTextAsync(length + 4);
    }

    private async Task<string> ReadTextAsync(int length)
    {
        await FillAsync(length);
        _start += length;
        return Encoding.ASCII.GetString(_received, _start - length, length);
    }

    private async ValueTask FillAsync(int count)
    {
        if (_end - _start < count && _start + count > _received.Length)
        {
            _received.AsSpan(_start, _end - _start).CopyTo(_received);
            (_start, _end) = (0, _end - _start);
        }

        while (_end - _start < count)
        {
            var received = await _socket.ReceiveAsync(_received.AsMemory(_end));
            _end += received > 0 ? received : throw new EndOfStreamException();
        }
    }
}
