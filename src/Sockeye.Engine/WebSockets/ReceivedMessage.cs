using System.Buffers;

namespace Sockeye.Engine.WebSockets;

/// <summary>What a WebSocket brought. The reader's caller gives the memory back.</summary>
internal readonly struct ReceivedMessage(MessageKind kind, byte[]? rented, int length)
{
    public MessageKind Kind => kind;

    public Memory<byte> Bytes => rented.AsMemory(0, length);

    public void Return()
    {
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
