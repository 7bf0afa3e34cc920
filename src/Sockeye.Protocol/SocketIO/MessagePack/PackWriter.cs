using System.Buffers.Binary;
using System.Text;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Protocol.SocketIO;

/// <summary>Writes MessagePack as notepack.io 2.2 does: each value in the fewest bytes, and numbers that are integers as such.</summary>
internal static class PackWriter
{
    private const int LongestHeader = 9;
    private const double PastUnsigned = 18446744073709551616d;

    public static void Nil(MessageBuffer output) => Byte(output, 0xc0);

    public static void Flag(MessageBuffer output, bool value) => Byte(output, (byte)(value ? 0xc3 : 0xc2));

    public static void Integer(MessageBuffer output, long value)
    {
        switch (value)
        {
            case >= 0:
                Unsigned(output, (ulong)value);
                break;
            case >= -0x20:
                Byte(output, (byte)value);
                break;
            case >= sbyte.MinValue:
                Number(output, 0xd0, (ulong)value, 1);
                break;
            case >= short.MinValue:
                Number(output, 0xd1, (ulong)value, 2);
                break;
            case >= int.MinValue:
                Number(output, 0xd2, (ulong)value, 4);
                break;
            default:
                Number(output, 0xd3, (ulong)value, 8);
                break;
        }
    }

    public static void Unsigned(MessageBuffer output, ulong value)
    {
        switch (value)
        {
            case < 0x80:
                Byte(output, (byte)value);
                break;
            case <= byte.MaxValue:
                Number(output, 0xcc, value, 1);
                break;
            case <= ushort.MaxValue:
                Number(output, 0xcd, value, 2);
                break;
            case <= uint.MaxValue:
                Number(output, 0xce, value, 4);
                break;
            default:
                Number(output, 0xcf, value, 8);
                break;
        }
    }

    public static void Real(MessageBuffer output, double value)
    {
        if (value >= 0 && value < PastUnsigned && Math.Truncate(value) == value)
        {
            Unsigned(output, (ulong)value); // minus zero is 0
        }
        else if (value < 0 && value >= long.MinValue && Math.Truncate(value) == value)
        {
            Integer(output, (long)value);
        }
        else
        {
            // There is one NaN in JavaScript, and it has no sign.
            Number(output, 0xcb, double.IsNaN(value) ? 0x7ff8_0000_0000_0000 : BitConverter.DoubleToUInt64Bits(value), 8);
        }
    }

    public static void Text(MessageBuffer output, string value)
    {
        // Half of a surrogate pair becomes U+FFFD: UTF-8 has no form for it.
        var length = Encoding.UTF8.GetByteCount(value);
        TextHeader(output, length);
        Encoding.UTF8.GetBytes(value, output.GetSpan(length));
        output.Advance(length);
    }

    public static void Text(MessageBuffer output, ReadOnlySpan<byte> utf8)
    {
        TextHeader(output, utf8.Length);
        Raw(output, utf8);
    }

    public static void Binary(MessageBuffer output, ReadOnlySpan<byte> value)
    {
        var length = (ulong)value.Length;
        switch (length)
        {
            case <= byte.MaxValue:
                Number(output, 0xc4, length, 1);
                break;
            case <= ushort.MaxValue:
                Number(output, 0xc5, length, 2);
                break;
            default:
                Number(output, 0xc6, length, 4);
                break;
        }

        Raw(output, value);
    }

    public static void ArrayHeader(MessageBuffer output, int count) => Container(output, 0x90, 0xdc, count);

    public static void MapHeader(MessageBuffer output, int count) => Container(output, 0x80, 0xde, count);

    /// <summary>Writes what is MessagePack already.</summary>
    public static void Raw(MessageBuffer output, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(output.GetSpan(bytes.Length));
        output.Advance(bytes.Length);
    }

    private static void TextHeader(MessageBuffer output, int length)
    {
        switch (length)
        {
            case < 0x20:
                Byte(output, (byte)(0xa0 | length));
                break;
            case <= byte.MaxValue:
                Number(output, 0xd9, (ulong)length, 1);
                break;
            case <= ushort.MaxValue:
                Number(output, 0xda, (ulong)length, 2);
                break;
            default:
                Number(output, 0xdb, (ulong)length, 4);
                break;
        }
    }

    private static void Container(MessageBuffer output, byte small, byte large, int count)
    {
        switch (count)
        {
            case < 0x10:
                Byte(output, (byte)(small | count));
                break;
            case <= ushort.MaxValue:
                Number(output, large, (ulong)count, 2);
                break;
            default:
                Number(output, (byte)(large + 1), (ulong)count, 4);
                break;
        }
    }

    private static void Byte(MessageBuffer output, byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    /// <summary>Writes a code, and the lower bytes of a number behind it, the highest first.</summary>
    private static void Number(MessageBuffer output, byte code, ulong bits, int size)
    {
        var span = output.GetSpan(LongestHeader);
        BinaryPrimitives.WriteUInt64BigEndian(span[1..], bits << (64 - (8 * size)));
        span[0] = code;
        output.Advance(1 + size);
    }
}
