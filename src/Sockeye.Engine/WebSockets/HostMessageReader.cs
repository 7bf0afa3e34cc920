using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace Sockeye.Engine.WebSockets;

/// <summary>Reads from a host's own WebSocket, which takes the frames apart itself.</summary>
internal sealed class HostMessageReader(WebSocket webSocket, WebSocketSettings settings) : MessageReader
{
    private const int FirstLength = 4096;

    private ReceivedMessage? _message;

    /// <inheritdoc />
    public override bool TryRead(out ReceivedMessage message)
    {
        var isThere = _message.HasValue;
        message = _message.GetValueOrDefault();
        _message = null;
        return isThere;
    }

    /// <inheritdoc />
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> FillAsync()
    {
        var message = await ReceiveAsync().ConfigureAwait(false);
        _message = message;
        return message.Bytes.Length;
    }

    /// <inheritdoc />
    public override void OnFilled(int count)
    {
        // The message is there already.
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReceivedMessage> ReceiveAsync()
    {
        var start = await webSocket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None).ConfigureAwait(false);
        if (start.MessageType == WebSocketMessageType.Close || start.EndOfMessage)
        {
            return new ReceivedMessage(KindOf(start), default);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(FirstLength);
        var length = 0;
        try
        {
            while (true)
            {
                var result = await webSocket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None).ConfigureAwait(false);
                length += result.Count;
                Violation ??= length > settings.MaxPayload ? Violation.TooLarge : null;
                if (Violation is not null)
                {
                    return new ReceivedMessage(MessageKind.Violation, default);
                }

                if (result.EndOfMessage || result.MessageType == WebSocketMessageType.Close)
                {
                    var rented = buffer;
                    buffer = null;
                    return new ReceivedMessage(KindOf(result), rented.AsMemory(0, length), rented);
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

    private static MessageKind KindOf(ValueWebSocketReceiveResult result) => result.MessageType switch
    {
        WebSocketMessageType.Text => MessageKind.Text,
        WebSocketMessageType.Binary => MessageKind.Binary,
        _ => MessageKind.Close,
    };

    private static void Grow(ref byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
