using System.Buffers.Binary;

namespace Sockeye.Protocol.EngineIO;

/// <summary>The header of an unmasked, final WebSocket frame (RFC 6455, section 5.2).</summary>
internal static class WebSocketFrameHeader
{
    /// <summary>The longest header a server writes: two bytes and a 64-bit length.</summary>
    public const int MaxLength = 10;

    public static int LengthFor(int payloadLength) => payloadLength switch
    {
        < 126 => 2,
        <= ushort.MaxValue => 4,
        _ => MaxLength,
    };

    public static void Write(Span<byte> destination, bool isBinary, int payloadLength)
    {
        destination[0] = (byte)(0x80 | (isBinary ? 0x2 : 0x1));
        switch (payloadLength)
        {
            case < 126:
                destination[1] = (byte)payloadLength;
                break;
            case <= ushort.MaxValue:
                destination[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)payloadLength);
                break;
            default:
                destination[1] = 127;
                BinaryPrimitives.WriteUInt64BigEndian(destination[2..], (ulong)payloadLength);
                break;
        }
    }
}
