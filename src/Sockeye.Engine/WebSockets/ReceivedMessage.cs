using System.Buffers;

namespace Sockeye.Engine.WebSockets;

/// <summary>What a WebSocket brought. The reader's caller returns it when it is done with it.</summary>
/// <param name="kind">What it is.</param>
/// <param name="bytes">A message's bytes.</param>
/// <param name="rented">The array they lie in, where it is the message's own.</param>
internal readonly struct ReceivedMessage(MessageKind kind, Memory<byte> bytes, byte[]? rented = null)
{
    public MessageKind Kind => kind;

    public Memory<byte> Bytes => bytes;

    public void Return()
    {
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
