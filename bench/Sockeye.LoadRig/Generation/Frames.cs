using System.Buffers.Binary;

namespace Sockeye.LoadRig.Generation;

/// <summary>WebSocket frames (RFC 6455, section 5): made once before the run, so the mask is always the same one.</summary>
internal static class Frames
{
    public const byte Continuation = 0;
    public const byte Text = 1;
    public const byte Close = 8;
    public const byte Ping = 9;
    private const byte Final = 0x80;
    private const byte Masked = 0x80;
    private static readonly byte[] Mask = [0x37, 0xFA, 0x21, 0x3D];

    /// <summary>Makes a client's frame.</summary>
    public static byte[] Make(byte opcode, ReadOnlySpan<byte> payload)
    {
        const int Short = 125;
        var header = payload.Length <= Short ? 2 : 4;
        var frame = new byte[header + Mask.Length + payload.Length];
        frame[0] = (byte)(Final | opcode);
        frame[1] = (byte)(Masked | (payload.Length <= Short ? payload.Length : 126));
        if (payload.Length > Short)
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), checked((ushort)payload.Length));
        }

        Mask.CopyTo(frame, header);
        for (var i = 0; i < payload.Length; i++)
        {
            frame[header + Mask.Length + i] = (byte)(payload[i] ^ Mask[i % Mask.Length]);
        }

        return frame;
    }

    /// <summary>Reads a server's frame.</summary>
    /// <returns>The bytes it takes, or 0 where some are missing.</returns>
    public static int Read(ReadOnlySpan<byte> bytes, out byte opcode, out bool isFinal, out ReadOnlySpan<byte> payload)
    {
        opcode = 0;
        isFinal = false;
        payload = default;
        if (bytes.Length < 2)
        {
            return 0;
        }

        opcode = (byte)(bytes[0] & 0x0F);
        isFinal = (bytes[0] & Final) != 0;
        long length = bytes[1];
        var header = 2;
        if (length == 126)
        {
            header = 4;
            length = bytes.Length < header ? long.MaxValue : BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        }
        else if (length == 127)
        {
            header = 10;
            length = bytes.Length < header ? long.MaxValue : BinaryPrimitives.ReadInt64BigEndian(bytes[2..]);
        }

        if (length > bytes.Length - header)
        {
            return 0;
        }

        payload = bytes.Slice(header, (int)length);
        return header + (int)length;
    }
}
