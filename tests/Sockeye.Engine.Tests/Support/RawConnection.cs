using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Sockeye.Engine.Tests.Support;

/// <summary>A TCP connection to the engine, on which a test writes what it likes.</summary>
internal sealed class RawConnection : IAsyncDisposable
{
    private readonly TcpClient _client = new() { NoDelay = true };
    private Stream? _stream;
    private IDisposable? _below;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    private RawConnection()
    {
    }

    public Socket Socket => _client.Client;

    private Stream Stream => _stream ??= _client.GetStream();

    /// <summary>Goes over a stream that is there already.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="below">What it goes over, which ends with it.</param>
    public static RawConnection Over(Stream stream, IDisposable below) => new() { _stream = stream, _below = below };

    public static async Task<RawConnection> OpenAsync(Uri url)
    {
        var connection = new RawConnection();
        await connection._client.ConnectAsync(url.Host, url.Port, TestContext.Current.CancellationToken).DefaultTimeout();
        return connection;
    }

    /// <summary>Sends a whole request; <c>\n</c> in the head becomes CRLF.</summary>
    public async Task SendAsync(string head, string body = "")
    {
        await SendAsync(Encoding.Latin1.GetBytes(head.ReplaceLineEndings("\r\n") + "\r\n\r\n"));
        await SendAsync(Encoding.UTF8.GetBytes(body));
    }

    public Task SendAsync(ReadOnlyMemory<byte> bytes) =>
        bytes.IsEmpty ? Task.CompletedTask : WriteAsync(bytes).DefaultTimeout();

    /// <summary>Reads one byte; -1 at the end.</summary>
    public async Task<int> ReadByteAsync() => await FillAsync() ? _buffer[_start++] : -1;

    public async Task<byte[]> ReadExactlyAsync(int count)
    {
        var bytes = new byte[count];
        for (var filled = 0; filled < count;)
        {
            if (!await FillAsync())
            {
                throw new EndOfStreamException();
            }

            var take = Math.Min(count - filled, _end - _start);
            _buffer.AsSpan(_start, take).CopyTo(bytes.AsSpan(filled));
            _start += take;
            filled += take;
        }

        return bytes;
    }

    /// <summary>Reads one answer, head and body.</summary>
    public async Task<RawResponse> ReadResponseAsync()
    {
        var lines = new List<string>();
        while (await ReadLineAsync() is { Length: > 0 } line)
        {
            lines.Add(line);
        }

        var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        var headers = lines.Skip(1).Select(static line => line.Split(": ", 2)).ToLookup(static pair => pair[0], static pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var body = status is 100 or 101 or 204 ? [] : await ReadBodyAsync(headers);
        return new RawResponse(status, headers, body);
    }

    /// <summary>Whether the server has closed the connection, in whatever way.</summary>
    public async Task<bool> IsAtEndAsync()
    {
        try
        {
            return await ReadByteAsync() < 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Ends the connection with a reset, as a client that vanishes does.</summary>
    public void Reset()
    {
        _client.LingerState = new LingerOption(enable: true, seconds: 0);
        _client.Close();
    }

    public ValueTask DisposeAsync()
    {
        _stream?.Dispose();
        _below?.Dispose();
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await Stream.WriteAsync(bytes, TestContext.Current.CancellationToken);
        await Stream.FlushAsync(TestContext.Current.CancellationToken);
    }

    private async Task<byte[]> ReadBodyAsync(ILookup<string, string> headers)
    {
        if (headers["Content-Length"].FirstOrDefault() is { } length)
        {
            return await ReadExactlyAsync(int.Parse(length, CultureInfo.InvariantCulture));
        }

        var body = new MemoryStream();
        if (headers["Transfer-Encoding"].Any())
        {
            while (int.Parse(await ReadLineAsync() ?? "0", NumberStyles.HexNumber, CultureInfo.InvariantCulture) is var size and > 0)
            {
                body.Write(await ReadExactlyAsync(size));
                await ReadLineAsync();
            }

            await ReadLineAsync();
        }

        return body.ToArray();
    }

    private async Task<string?> ReadLineAsync()
    {
        var line = new StringBuilder();
        while (true)
        {
            var next = await ReadByteAsync();
            if (next < 0)
            {
                return line.Length == 0 ? null : line.ToString();
            }

            if (next == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)next);
        }
    }

    private async Task<bool> FillAsync()
    {
        if (_start == _end)
        {
            _start = 0;
            _end = await Stream.ReadAsync(_buffer, TestContext.Current.CancellationToken).DefaultTimeout();
        }

        return _end > 0;
    }
}
