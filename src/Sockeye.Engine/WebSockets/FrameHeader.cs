using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Sockeye.Engine.WebSockets;

/// <summary>The header of a frame that came in (RFC 6455, section 5.2).</summary>
internal readonly struct FrameHeader
{
    public const int Continuation = 0x0;
    public const int Text = 0x1;
    public const int Binary = 0x2;
    public const int Close = 0x8;
    public const int Ping = 0x9;
    public const int Pong = 0xa;

    private const int FinalBit = 0x80;
    private const int CompressedBit = 0x40;
    private const int ReservedBits = 0x30;
    private const int OpcodeMask = 0xf;
    private const int MaskBit = 0x80;
    private const int MaskLength = 4;
    private const int LongestControlPayload = 125;

    private readonly byte _first;

    private FrameHeader(byte first, bool isMasked, uint mask, int length, long payloadLength)
    {
        _first = first;
        IsMasked = isMasked;
        Mask = mask;
        Length = length;
        PayloadLength = payloadLength;
    }

    public bool IsFinal => (_first & FinalBit) != 0;

    /// <summary>Gets whether the message is compressed (RFC 7692, section 6): a reserved bit where that was not agreed.</summary>
    public bool IsCompressed => (_first & CompressedBit) != 0;

    public bool HasReservedBits => (_first & ReservedBits) != 0;

    public int Opcode => _first & OpcodeMask;

    public bool IsControl => Opcode >= Close;

    public bool IsMasked { get; }

    /// <summary>Gets the mask, in the order of its bytes.</summary>
    public uint Mask { get; }

    /// <summary>Gets the length of the header itself.</summary>
    public int Length { get; }

    public long PayloadLength { get; }

    /// <summary>Gets which rule the frame breaks, whatever stands around it.</summary>
    public Violation? Violation =>
        !IsMasked ? Violation.NoMask
        : HasReservedBits || (IsControl && IsCompressed) || Opcode is (> Binary and < Close) or > Pong ? Violation.ReservedBits
        : IsControl && (!IsFinal || PayloadLength > LongestControlPayload) ? Violation.BadControlFrame
        : null;

    /// <summary>Writes the header of a whole binary message in compressed form, without a mask.</summary>
    /// <returns>Its length.</returns>
    public static int WriteCompressed(Span<byte> destination, int payloadLength)
    {
        destination[0] = FinalBit | CompressedBit | Binary;
        destination[1] = 127;
        BinaryPrimitives.WriteUInt64BigEndian(destination[2..], (ulong)payloadLength);
        return 10;
    }

    /// <summary>Reads a header.</summary>
    /// <returns>Whether all of it is there.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out FrameHeader header)
    {
        header = default;
        if (bytes.Length < 2)
        {
            return false;
        }

        var isMasked = (bytes[1] & MaskBit) != 0;
        var shortLength = bytes[1] & ~MaskBit;
        var lengthBytes = shortLength switch { 127 => 8, 126 => 2, _ => 0 };
        var length = 2 + lengthBytes + (isMasked ? MaskLength : 0);
        if (bytes.Length < length)
        {
            return false;
        }

        var payloadLength = lengthBytes switch
        {
            8 => (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]), long.MaxValue),
            2 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            _ => shortLength,
        };
        var mask = isMasked ? MemoryMarshal.Read<uint>(bytes[(2 + lengthBytes)..]) : 0;
        header = new FrameHeader(bytes[0], isMasked, mask, length, payloadLength);
        return true;
    }
}
