using System.Buffers;
using System.Net.WebSockets;

namespace Sockeye.Engine.WebSockets.Compression;

/// <summary>
/// Compresses messages into frames, or takes messages out of them. The work is done by a WebSocket of the framework on a piece of memory, as nothing
/// else there speaks raw deflate with a window of one's choice and a reset between messages. Not safe for use by several threads at once.
/// </summary>
internal sealed class DeflateCodec : IDisposable
{
    private const int FirstLength = 4096;
    private const int Expected = 4; // how much larger a message is than what was sent for it, at a guess

    private readonly FrameTape _tape = new();
    private readonly WebSocket _webSocket;

    private DeflateCodec(bool isServer, int windowBits, bool takesOver) =>
        _webSocket = WebSocket.CreateFromStream(_tape, new WebSocketCreationOptions
        {
            IsServer = isServer,
            KeepAliveInterval = Timeout.InfiniteTimeSpan,
            DangerousDeflateOptions = new WebSocketDeflateOptions { ServerMaxWindowBits = windowBits, ServerContextTakeover = takesOver },
        });

    /// <summary>Makes one that compresses what a server sends.</summary>
    public static DeflateCodec Deflater(int windowBits, bool takesOver) => new(isServer: true, windowBits, takesOver);

    /// <summary>Makes one that decompresses: it is given frames without a mask, and so plays the other side.</summary>
    public static DeflateCodec Inflater(int windowBits, bool takesOver) => new(isServer: false, windowBits, takesOver);

    /// <summary>Makes the frame of a message.</summary>
    public byte[] Deflate(ReadOnlyMemory<byte> payload, bool isBinary)
    {
        var sending = _webSocket.SendAsync(
            payload, isBinary ? WebSocketMessageType.Binary : WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, CancellationToken.None).AsTask();
        Completed(sending).GetAwaiter().GetResult();
        return _tape.TakeWritten();
    }

    /// <summary>Takes a message out of its compressed form, and no more of it than may be there. Of no more use once it has failed.</summary>
    /// <param name="payload">What came.</param>
    /// <param name="most">How many bytes the message may have.</param>
    /// <param name="message">The message, in a rented array.</param>
    /// <returns>Which rule it breaks.</returns>
    public Violation? Inflate(ReadOnlyMemory<byte> payload, int most, out ArraySegment<byte> message)
    {
        message = default;
        _tape.Load(payload);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp((long)payload.Length * Expected, FirstLength, Math.Max(FirstLength, most + 1L)));
        var length = 0;
        try
        {
            while (true)
            {
                if (length == buffer.Length)
                {
                    Grow(ref buffer);
                }

                var receiving = _webSocket.ReceiveAsync(buffer.AsMemory(length, Math.Min(buffer.Length, most + 1) - length), CancellationToken.None).AsTask();
                var result = Completed(receiving).GetAwaiter().GetResult();
                length += result.Count;
                if (length > most)
                {
                    return Violation.TooLarge;
                }

                if (result.EndOfMessage)
                {
                    message = new ArraySegment<byte>(buffer, 0, length);
                    buffer = null;
                    return null;
                }
            }
        }
        catch (WebSocketException)
        {
            return Violation.NotDeflate;
        }
        finally
        {
            if (buffer is not null)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    public void Dispose() => _webSocket.Dispose();

    private static T Completed<T>(T task)
        where T : Task =>
        task.IsCompleted ? task : throw new InvalidOperationException("What lies in memory must not be waited for."); // the framework has changed

    private static void Grow(ref byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(buffer.Length * 2L, Array.MaxLength));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
