namespace Sockeye.Protocol.EngineIO;

/// <summary>One Engine.IO packet. It borrows the memory it was read from.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Data">What follows the type; for a binary message its bytes.</param>
/// <param name="IsBinary">Whether it is a binary message.</param>
public readonly record struct EnginePacket(EnginePacketType Type, ReadOnlyMemory<byte> Data, bool IsBinary = false)
{
    /// <summary>Reads the packet that a text frame, or one entry of a polling payload, holds.</summary>
    /// <remarks>
    /// <c>packet = ( "0" / "1" / "2" / "3" / "4" / "5" / "6" ) data / "b" base64</c>. Base64 is decoded in place, and as leniently as the
    /// reference decoder does it: the URL alphabet counts as well, what is in neither is skipped, the first <c>=</c> ends it.
    /// </remarks>
    /// <param name="text">The text in UTF-8. It is overwritten where it holds base64.</param>
    /// <param name="packet">The packet.</param>
    /// <returns>Whether there was one; <see langword="false"/> for an empty text or an unknown type.</returns>
    public static bool TryRead(Memory<byte> text, out EnginePacket packet)
    {
        packet = default;
        if (text.IsEmpty)
        {
            return false;
        }

        var type = text.Span[0];
        var data = text[1..];
        if (type == (byte)'b')
        {
            packet = new EnginePacket(EnginePacketType.Message, data[..LenientBase64.DecodeInPlace(data.Span)], IsBinary: true);
            return true;
        }

        packet = new EnginePacket((EnginePacketType)(type - '0'), data);
        return type is >= (byte)'0' and <= (byte)'6';
    }

    /// <summary>Reads the packet that a text frame, or one entry of a text payload, of protocol revision 3 holds.</summary>
    /// <remarks>As <see cref="TryRead"/>, but for <c>"b" type base64</c>: base64 has its type as well.</remarks>
    /// <param name="text">The text in UTF-8. It is overwritten where it holds base64.</param>
    /// <param name="packet">The packet.</param>
    /// <returns>Whether there was one; <see langword="false"/> for an empty text or an unknown type.</returns>
    public static bool TryReadRevision3(Memory<byte> text, out EnginePacket packet)
    {
        if (text.Span is not [(byte)'b', ..])
        {
            return TryRead(text, out packet);
        }

        packet = default;
        if (text.Length < 2 || text.Span[1] is < (byte)'0' or > (byte)'6')
        {
            return false;
        }

        var data = text[2..];
        packet = new EnginePacket((EnginePacketType)(text.Span[1] - '0'), data[..LenientBase64.DecodeInPlace(data.Span)], IsBinary: true);
        return true;
    }

    /// <summary>Reads the packet that a binary frame, or a binary entry of a payload, of protocol revision 3 holds: the type is its first byte.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="packet">The packet.</param>
    /// <returns>Whether there was one; <see langword="false"/> where there is no byte, or the type is unknown.</returns>
    public static bool TryReadBinaryRevision3(ReadOnlyMemory<byte> bytes, out EnginePacket packet)
    {
        packet = default;
        if (bytes.IsEmpty || bytes.Span[0] > (byte)EnginePacketType.Noop)
        {
            return false;
        }

        packet = new EnginePacket((EnginePacketType)bytes.Span[0], bytes[1..], IsBinary: true);
        return true;
    }
}
