using System.Buffers.Binary;

namespace Sockeye.Protocol.SocketIO;

/// <summary>Reads MessagePack value by value. A container is read as its header; its elements follow.</summary>
/// <remarks>
/// https://github.com/msgpack/msgpack/blob/master/spec.md. What JavaScript adds is as in notepack.io 2.2, the library of the official parser: see
/// <see cref="PackKind"/>.
/// </remarks>
internal ref struct PackReader(ReadOnlySpan<byte> bytes)
{
    private const long MillisecondsPerSecond = 1_000;
    private const long NanosecondsPerMillisecond = 1_000_000;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private long _integer;

    /// <summary>Gets what was read last.</summary>
    public PackKind Kind { get; private set; }

    /// <summary>Gets where the next value begins.</summary>
    public int Position { get; private set; }

    /// <summary>Gets an <see cref="PackKind.Integer"/>, or a <see cref="PackKind.Date"/> in milliseconds from 1970.</summary>
    public readonly long Integer => _integer;

    /// <summary>Gets an <see cref="PackKind.Unsigned"/>.</summary>
    public readonly ulong Unsigned => (ulong)_integer;

    /// <summary>Gets a <see cref="PackKind.Real"/>.</summary>
    public double Real { get; private set; }

    /// <summary>Gets the bytes of a <see cref="PackKind.Text"/>, <see cref="PackKind.Binary"/> or <see cref="PackKind.Extension"/>.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Gets how many elements an array has, or how many pairs a map.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the type of an <see cref="PackKind.Extension"/>.</summary>
    public sbyte ExtensionType { get; private set; }

    private readonly int Left => _bytes.Length - Position;

    /// <summary>Reads the next value.</summary>
    /// <returns>False where there is none, where it goes on behind the end, or where a container announces more than there are bytes.</returns>
    public bool TryRead()
    {
        if (Left <= 0)
        {
            return false;
        }

        var code = _bytes[Position++];
        switch (code)
        {
            case < 0x80:
                return IsInteger(code);
            case < 0x90:
                return IsContainer(PackKind.Map, code & 0xfUL);
            case < 0xa0:
                return IsContainer(PackKind.Array, code & 0xfUL);
            case < 0xc0:
                return IsBytes(PackKind.Text, code & 0x1fUL);
            case >= 0xe0:
                return IsInteger((sbyte)code);
            case 0xc0:
                return Is(PackKind.Nil);
            case 0xc2:
                return Is(PackKind.False);
            case 0xc3:
                return Is(PackKind.True);
            case 0xc4 or 0xc5 or 0xc6:
                return TryTake(1 << (code - 0xc4), out var length) && IsBytes(PackKind.Binary, length);
            case 0xc7 or 0xc8 or 0xc9:
                return TryTake(1 << (code - 0xc7), out length) && IsExtension(length, isFixed: false);
            case 0xd4 or 0xd5 or 0xd6 or 0xd7 or 0xd8:
                return IsExtension(1UL << (code - 0xd4), isFixed: true);
            case 0xd9 or 0xda or 0xdb:
                return TryTake(1 << (code - 0xd9), out length) && IsBytes(PackKind.Text, length);
            case 0xdc or 0xdd:
                return TryTake(2 << (code - 0xdc), out length) && IsContainer(PackKind.Array, length);
            case 0xde or 0xdf:
                return TryTake(2 << (code - 0xde), out length) && IsContainer(PackKind.Map, length);
            default:
                return IsNumber(code);
        }
    }

    private bool IsNumber(byte code)
    {
        switch (code)
        {
            case 0xca when TryTake(4, out var bits):
                Real = BitConverter.UInt32BitsToSingle((uint)bits);
                return Is(PackKind.Real);
            case 0xcb when TryTake(8, out var bits):
                Real = BitConverter.UInt64BitsToDouble(bits);
                return Is(PackKind.Real);
            case 0xcc or 0xcd or 0xce or 0xcf when TryTake(1 << (code - 0xcc), out var bits):
                _integer = (long)bits;
                return Is(_integer < 0 ? PackKind.Unsigned : PackKind.Integer);
            case 0xd0 when TryTake(1, out var bits):
                return IsInteger((sbyte)bits);
            case 0xd1 when TryTake(2, out var bits):
                return IsInteger((short)bits);
            case 0xd2 when TryTake(4, out var bits):
                return IsInteger((int)bits);
            case 0xd3 when TryTake(8, out var bits):
                return IsInteger((long)bits);
            default:
                return false;
        }
    }

    private bool Is(PackKind kind)
    {
        Kind = kind;
        return true;
    }

    private bool IsInteger(long value)
    {
        _integer = value;
        return Is(PackKind.Integer);
    }

    private bool IsContainer(PackKind kind, ulong count)
    {
        // An element has a byte at least: a count that lies is found out before anything is done with it.
        if (count > (ulong)(kind == PackKind.Map ? Left / 2 : Left))
        {
            return false;
        }

        Count = (int)count;
        return Is(kind);
    }

    private bool IsBytes(PackKind kind, ulong length)
    {
        if (length > (ulong)Left)
        {
            return false;
        }

        Bytes = _bytes.Slice(Position, (int)length);
        Position += (int)length;
        return Is(kind);
    }

    private bool IsExtension(ulong length, bool isFixed)
    {
        if (!TryTake(1, out var type) || !IsBytes(PackKind.Extension, length))
        {
            return false;
        }

        ExtensionType = (sbyte)type;
        switch (ExtensionType, length)
        {
            case (0, 1) when isFixed:
                Kind = PackKind.Undefined;
                break;
            case (0, 8) when isFixed:
                _integer = BinaryPrimitives.ReadInt64BigEndian(Bytes);
                Kind = PackKind.Date;
                break;
            case (0, _) when !isFixed:
                Kind = PackKind.Binary;
                break;
            case (-1, 4 or 8 or 12):
                _integer = TimestampOf(Bytes);
                Kind = PackKind.Date;
                break;
        }

        return true;
    }

    /// <summary>The timestamp extension: seconds, or seconds and nanoseconds, in one of three sizes.</summary>
    private static long TimestampOf(ReadOnlySpan<byte> bytes)
    {
        switch (bytes.Length)
        {
            case 4:
                return BinaryPrimitives.ReadUInt32BigEndian(bytes) * MillisecondsPerSecond;
            case 8:
                var both = BinaryPrimitives.ReadUInt64BigEndian(bytes);
                return ((long)(both & 0x3_ffff_ffff) * MillisecondsPerSecond) + ((long)(both >> 34) / NanosecondsPerMillisecond);
            default:
                var seconds = BinaryPrimitives.ReadInt64BigEndian(bytes[4..]);
                return unchecked((seconds * MillisecondsPerSecond) + (BinaryPrimitives.ReadUInt32BigEndian(bytes) / NanosecondsPerMillisecond));
        }
    }

    /// <summary>Takes a number of so many bytes, the highest first.</summary>
    private bool TryTake(int size, out ulong number)
    {
        number = 0;
        if (Left < size)
        {
            return false;
        }

        foreach (var b in _bytes.Slice(Position, size))
        {
            number = (number << 8) | b;
        }

        Position += size;
        return true;
    }
}
