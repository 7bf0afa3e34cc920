using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace Sockeye.Engine.WebSockets;

/// <summary>Reads whole messages. Holds no buffer while it waits for one to begin.</summary>
internal sealed class MessageReader(WebSocket webSocket, EngineOptions options)
{
    private const int FirstLength = 4096;

    /// <summary>Reads the next message.</summary>
    /// <exception cref="WebSocketException">The client broke the protocol or left.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReceivedMessage> ReadAsync()
    {
        var start = await webSocket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None).ConfigureAwait(false);
        if (start.MessageType == WebSocketMessageType.Close || start.EndOfMessage)
        {
            return new ReceivedMessage(start.MessageType == WebSocketMessageType.Close ? MessageKind.Close : KindOf(start), null, 0);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(FirstLength);
        var length = 0;
        try
        {
            while (true)
            {
                var result = await webSocket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None).ConfigureAwait(false);
                length += result.Count;
                var kind = result.MessageType == WebSocketMessageType.Close ? MessageKind.Close
                    : length > options.MaxPayload ? MessageKind.TooLarge
                    : KindOf(result);
                if (result.EndOfMessage || kind is MessageKind.Close or MessageKind.TooLarge)
                {
                    var rented = buffer;
                    buffer = null;
                    return new ReceivedMessage(kind, rented, length);
                }

                if (length == buffer.Length)
                {
                    Grow(ref buffer);
                }
            }
        }
        finally
        {
            if (buffer is not null)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    private static MessageKind KindOf(ValueWebSocketReceiveResult result) =>
        result.MessageType == WebSocketMessageType.Binary ? MessageKind.Binary : MessageKind.Text;

    private static void Grow(ref byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
