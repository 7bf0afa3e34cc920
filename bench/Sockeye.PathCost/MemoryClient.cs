using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Sockeye.PathCost;

/// <summary>A Socket.IO client on a WebSocket through memory. Allocates nothing once it is connected.</summary>
internal sealed class MemoryClient(IDuplexPipe pipe)
{
    private const string Upgrade =
        "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    /// <summary>Gets how often an answer was not there when its question had been written: something left the thread.</summary>
    public long Waits { get; private set; }

    public async Task ConnectAsync()
    {
        await pipe.Output.WriteAsync(Encoding.ASCII.GetBytes(Upgrade));
        await ReadUntilAsync("\"maxPayload\""u8.ToArray()); // the open packet, behind the handshake's answer
        await pipe.Output.WriteAsync(Frame("40"));
        await ReadUntilAsync("40{"u8.ToArray());
        await Task.Yield(); // off the stack of the server, which has run what follows its write
    }

    public static byte[] Frame(string text) => [0x81, (byte)(0x80 | text.Length), 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(text)];

    /// <summary>Sends a frame. The server has acted on it when this returns, if nothing left the thread.</summary>
    public void Send(ReadOnlySpan<byte> frame)
    {
        pipe.Output.Write(frame);
        var flushed = pipe.Output.FlushAsync();
        if (!flushed.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException("The server makes its client wait.");
        }
    }

    /// <summary>Takes the one frame that must have come.</summary>
    /// <exception cref="InvalidOperationException">It is of another length.</exception>
    public void Take(int length)
    {
        if (!pipe.Input.TryRead(out var read))
        {
            Waits++;
            read = pipe.Input.ReadAsync().AsTask().GetAwaiter().GetResult(); // takes no instructions while it waits
        }

        if (read.Buffer.Length != length)
        {
            throw new InvalidOperationException($"A frame of {read.Buffer.Length} bytes came instead of {length}: {Encoding.UTF8.GetString(read.Buffer)}");
        }

        pipe.Input.AdvanceTo(read.Buffer.End);
    }

    private async Task ReadUntilAsync(byte[] text)
    {
        while (true)
        {
            var read = await pipe.Input.ReadAsync();
            var bytes = read.Buffer.ToArray();
            var found = bytes.AsSpan().IndexOf(text) >= 0;
            pipe.Input.AdvanceTo(found ? read.Buffer.End : read.Buffer.Start, read.Buffer.End);
            if (found)
            {
                return;
            }
        }
    }
}
