using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Sockeye.TestKit;

namespace Sockeye.Transport.Tests.Support;

/// <summary>Speaks HTTP/1.1 by hand over a socket, so that a test decides which bytes go when.</summary>
internal sealed class PlainClient(Socket socket) : IDisposable
{
    private readonly List<byte> _received = [];

    public Socket Socket => socket;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public static string Get(string path) => $"GET {path} HTTP/1.1\r\nHost: here\r\n\r\n";

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, CancellationToken).AsTask().DefaultTimeout()..];
        }
    }

    public Task SendAsync(string text) => SendAsync(Encoding.ASCII.GetBytes(text));

    /// <summary>Reads one answer that says how long its body is.</summary>
    /// <returns>The body.</returns>
    public async Task<byte[]> ReceiveAnswerAsync()
    {
        int end;
        while ((end = Head().IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0)
        {
            await ReceiveMoreAsync();
        }

        var head = Head()[..end];
        Assert.StartsWith("HTTP/1.1 200 ", head, StringComparison.Ordinal);
        _received.RemoveRange(0, end + 4);
        return head.Split("\r\n").FirstOrDefault(static line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase)) is { } line
            ? await ReceiveExactlyAsync(int.Parse(line["Content-Length: ".Length..], CultureInfo.InvariantCulture))
            : await ReceiveChunksAsync();
    }

    public async Task<string> GetAsync(string path)
    {
        await SendAsync(Get(path));
        return Encoding.UTF8.GetString(await ReceiveAnswerAsync());
    }

    /// <summary>Reads until the server has ended the connection, well or not.</summary>
    /// <returns>How many bytes came, and whether it was reset.</returns>
    public async Task<(long Count, bool WasReset)> ReceiveToEndAsync()
    {
        var count = 0L;
        var bytes = new byte[65_536];
        try
        {
            while (await socket.ReceiveAsync(bytes.AsMemory(), CancellationToken).AsTask().DefaultTimeout() is > 0 and var more)
            {
                count += more;
            }

            return (count, false);
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
        {
            return (count, true);
        }
    }

    public void Reset() => socket.Close(timeout: 0);

    public void Dispose() => socket.Dispose();

    private async Task<byte[]> ReceiveChunksAsync()
    {
        var body = new List<byte>();
        while (true)
        {
            int end;
            while ((end = Head().IndexOf("\r\n", StringComparison.Ordinal)) < 0)
            {
                await ReceiveMoreAsync();
            }

            var length = int.Parse(Head()[..end], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            await ReceiveExactlyAsync(end + 2);
            body.AddRange((await ReceiveExactlyAsync(length + 2))[..length]);
            if (length == 0)
            {
                return [.. body];
            }
        }
    }

    private async Task<byte[]> ReceiveExactlyAsync(int count)
    {
        while (_received.Count < count)
        {
            await ReceiveMoreAsync();
        }

        var bytes = _received.GetRange(0, count).ToArray();
        _received.RemoveRange(0, count);
        return bytes;
    }

    private string Head() => Encoding.Latin1.GetString([.. _received.Take(4096)]);

    private async Task ReceiveMoreAsync()
    {
        var bytes = new byte[65_536];
        var count = await socket.ReceiveAsync(bytes.AsMemory(), CancellationToken).AsTask().DefaultTimeout();
        Assert.True(count > 0, $"The connection ended after {_received.Count} bytes of the answer.");
        _received.AddRange(bytes.AsSpan(0, count));
    }
}
