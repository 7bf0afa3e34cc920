using System.Buffers.Binary;
using System.Text;

namespace Sockeye.Protocol.Tests.SocketIO.MessagePack;

/// <summary>
/// Packets in MessagePack as a peer might send them, in every width the format has, valid ones and ones that something went wrong with. The same seed
/// gives the same packets.
/// </summary>
internal sealed class RandomPacked(int seed)
{
    private static readonly string[] Names = ["a", "chat message", "", "é", "👋", "connect", "error", "newListener", "typed"];
    private static readonly string[] Keys = ["a", "b", "10", "num", "_placeholder", "é", "", "type", "nsp"];
    private static readonly byte[] Codes = [0xc0, 0xc1, 0xc4, 0xc7, 0xcb, 0xcf, 0xd4, 0xd7, 0xd9, 0xdb, 0xdd, 0xdf, 0x80, 0x90, 0xa0, 0xff, 0];

    private readonly Random _random = new(seed);

    public byte[] Next()
    {
        var packet = Valid();
        for (var faults = _random.Next(3); faults > 0; faults--)
        {
            packet = Corrupt(packet);
        }

        return packet;
    }

    /// <summary>
    /// The next packet that the official parser can be asked about: it makes the array, or the ArrayBuffer, of any length that is announced, and takes
    /// minutes over some.
    /// </summary>
    public byte[] NextHarmless()
    {
        while (true)
        {
            var packet = Next();
            var isHarmless = true;
            for (var i = 0; i + 4 < packet.Length; i++)
            {
                isHarmless &= packet[i] is not (0xdd or 0xc9) || BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(i + 1)) < 10_000;
            }

            if (isHarmless)
            {
                return packet;
            }
        }
    }

    public byte[] Valid()
    {
        var output = new List<byte>();
        var type = _random.Next(5);
        var members = new List<Action>
        {
            () => { Text(output, "type"); Number(output, _random.Next(60) == 0 ? _random.Next(-2, 8) : type); },
            () => { Text(output, "nsp"); Text(output, _random.Next(20) == 0 ? Pick(["", "x", "no slash"]) : Pick(["/", "/", "/admin", "/é", "/a?b=c"])); },
        };
        if (type is not 1 || _random.Next(10) == 0)
        {
            members.Add(() => { Text(output, "data"); Data(output, type); });
        }

        if (type == 3 ? _random.Next(10) > 0 : _random.Next(3) == 0)
        {
            members.Add(() => { Text(output, "id"); Id(output); });
        }

        if (_random.Next(3) == 0)
        {
            members.Add(() => { Text(output, "options"); Header(output, 0x80, 0xde, 1); Text(output, "compress"); output.Add(0xc3); });
        }

        if (_random.Next(2) == 0)
        {
            members.Reverse();
        }

        Header(output, 0x80, 0xde, members.Count);
        members.ForEach(static write => write());
        return [.. output];
    }

    private T Pick<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    private void Data(List<byte> output, int type)
    {
        switch (type, _random.Next(24))
        {
            case (_, 0):
                Value(output, 0);
                break;
            case (0 or 1, < 6):
                output.AddRange(_random.Next(4) == 0 ? [0xc0] : [0xd4, 0, (byte)_random.Next(2)]);
                break;
            case (4, < 12):
                Text(output, "no");
                break;
            case (0 or 4, _):
                Map(output, 1);
                break;
            case (2, var chance):
                Header(output, 0x90, 0xdc, 1 + (chance % 5));
                if (_random.Next(16) == 0)
                {
                    Value(output, 3);
                }
                else
                {
                    Text(output, Pick(Names));
                }

                for (var i = chance % 5; i > 0; i--)
                {
                    Value(output, 1);
                }

                break;
            default:
                Array(output, 1);
                break;
        }
    }

    private void Id(List<byte> output)
    {
        switch (_random.Next(12))
        {
            case 0:
                output.AddRange([0xd4, 0, 0]);
                break;
            case 1:
                Value(output, 4);
                break;
            default:
                Number(output, _random.Next(2) == 0 ? _random.Next(200) : _random.NextInt64(1L << 54));
                break;
        }
    }

    private void Value(List<byte> output, int depth)
    {
        switch (_random.Next(depth > 3 ? 10 : 14))
        {
            case 0:
                output.Add(Pick<byte>([0xc0, 0xc2, 0xc3]));
                break;
            case 1:
                output.AddRange([0xd4, 0, 0]);
                break;
            case 2 or 3:
                Number(output, _random.NextInt64(long.MinValue, long.MaxValue) >> _random.Next(64));
                break;
            case 4:
                output.Add(0xcf);
                Big(output, (ulong)_random.NextInt64() * 3, 8);
                break;
            case 5:
                output.Add(0xcb);
                Big(output, _random.Next(4) == 0 ? BitConverter.DoubleToUInt64Bits(Pick([double.NaN, double.PositiveInfinity, -0.0, 1e300, 5])) : BitConverter.DoubleToUInt64Bits(_random.NextDouble() * 1e6), 8);
                break;
            case 6:
                output.Add(0xca);
                Big(output, BitConverter.SingleToUInt32Bits((float)(_random.NextDouble() * 1e4)), 4);
                break;
            case 7:
                Text(output, Pick(Names));
                break;
            case 8:
                Bytes(output);
                break;
            case 9:
                Extension(output);
                break;
            case 10 or 11:
                Array(output, depth + 1);
                break;
            default:
                Map(output, depth + 1);
                break;
        }
    }

    private void Array(List<byte> output, int depth)
    {
        var count = _random.Next(4);
        Header(output, 0x90, 0xdc, count);
        for (; count > 0; count--)
        {
            Value(output, depth);
        }
    }

    private void Map(List<byte> output, int depth)
    {
        var count = _random.Next(4);
        Header(output, 0x80, 0xde, count);
        for (; count > 0; count--)
        {
            switch (_random.Next(12))
            {
                case 0:
                    Number(output, _random.Next(-3, 300));
                    break;
                case 1:
                    output.AddRange(_random.Next(3) > 0 ? [Pick<byte>([0xc0, 0xc2, 0xc3, 0x90])] : [0xd4, 0, 0]);
                    break;
                default:
                    Text(output, Pick(Keys));
                    break;
            }

            Value(output, depth);
        }
    }

    private void Bytes(List<byte> output)
    {
        var bytes = new byte[_random.Next(5)];
        _random.NextBytes(bytes);
        var wide = _random.Next(3);
        output.Add((byte)((_random.Next(2) == 0 ? 0xc4 : 0xc7) + wide));
        var isExtension = output[^1] >= 0xc7;
        Big(output, (ulong)bytes.Length, 1 << wide);
        if (isExtension)
        {
            output.Add(0); // an ArrayBuffer
        }

        output.AddRange(bytes);
    }

    private void Extension(List<byte> output)
    {
        var size = _random.Next(5);
        var bytes = new byte[1 << size];
        _random.NextBytes(bytes);
        if (size == 3)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes, _random.NextInt64(-62135596800000, 253402300800000)); // a Date
        }

        output.AddRange([(byte)(0xd4 + size), Pick<byte>([0, 0, 1, 0x7f, 0x80])]);
        output.AddRange(bytes);
    }

    /// <summary>In any width that holds it, not only in the smallest.</summary>
    private void Number(List<byte> output, long value)
    {
        var wide = _random.Next(5);
        if (wide == 4 && value is >= 0 and < 128 or >= -32 and < 0)
        {
            output.Add((byte)value);
            return;
        }

        if (_random.Next(10) == 0 && Math.Abs((double)value) < 9e15)
        {
            output.Add(0xcb);
            Big(output, BitConverter.DoubleToUInt64Bits(value), 8);
            return;
        }

        for (wide = Math.Min(wide, 3); wide < 3; wide++)
        {
            var bits = 8 << wide;
            if (value < 0 ? value >= -(1L << (bits - 1)) : value < 1L << (bits - 1))
            {
                break;
            }
        }

        output.Add((byte)((value >= 0 && _random.Next(2) == 0 ? 0xcc : 0xd0) + wide));
        Big(output, (ulong)value, 1 << wide);
    }

    private void Text(List<byte> output, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var wide = _random.Next(6);
        if (wide < 3)
        {
            output.Add((byte)(0xa0 | bytes.Length));
        }
        else
        {
            output.Add((byte)(0xd9 + wide - 3));
            Big(output, (ulong)bytes.Length, 1 << (wide - 3));
        }

        output.AddRange(bytes);
    }

    private void Header(List<byte> output, byte small, byte large, int count)
    {
        var wide = _random.Next(6);
        if (wide > 1)
        {
            output.Add((byte)(small | count));
            return;
        }

        output.Add((byte)(large + wide));
        Big(output, (ulong)count, 2 << wide);
    }

    private static void Big(List<byte> output, ulong bits, int size)
    {
        for (var i = size - 1; i >= 0; i--)
        {
            output.Add((byte)(bits >> (8 * i)));
        }
    }

    private byte[] Corrupt(byte[] packet)
    {
        if (packet.Length == 0)
        {
            return packet;
        }

        var at = _random.Next(packet.Length);
        return _random.Next(6) switch
        {
            0 => packet[..at],
            1 => [.. packet[..at], .. packet[(at + 1)..]],
            2 => [.. packet[..at], Pick(Codes), .. packet[at..]],
            3 => [.. packet, (byte)_random.Next(256)],
            4 => [.. packet[..at], Pick(Codes), .. packet[(at + 1)..]],
            _ => [.. packet[..at], (byte)(packet[at] ^ (1 << _random.Next(8))), .. packet[(at + 1)..]],
        };
    }
}
