using System.Runtime.InteropServices;
using System.Text;

namespace Sockeye.Protocol.Tests.SocketIO.Differential;

/// <summary>Values to send, and their description for the other side: see <c>valueOf</c> in <c>tests/js/described.mjs</c>.</summary>
internal sealed class RandomValues(int seed)
{
    private static readonly string[] Texts =
        ["", "abc", "<a href='x'>&+\"\\/", "\0\u0001\b\t\n\v\f\r\u001f\u007f\u0080", "\u00e9\u20ac\u2028\u2029\ufeff\uffff", "\ud83d\ude00", "x\ud83d", "\ude00y", "\ud83dz\ude00", "\ude00\ud83d"];

    private static readonly double[] Numbers =
    [
        0, -0.0, 1, -1, 1.5, 0.1, 1e20, 1e21, -1e21, 1.2345678901234568e20, 1.7976931348623157e308, 5e-324, 1e-6, 1e-7, 1.5e-7, 0.00001, 1e15, 1e16,
        9007199254740991, 9007199254740992, 9007199254740993, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1.2345678901234567e20,
        1.2345678901234567e-5, 4294967296.5, 100000000000000000000.0,
    ];

    private readonly Random _random = new(seed);

    /// <summary>
    /// Gets whether values are left out that the official MessagePack parser writes as something else: half a surrogate pair, an integer beyond 64
    /// bits; and what is no number inside other values, which System.Text.Json has no word for.
    /// </summary>
    public bool OnlyForMessagePack { get; init; }

    public (object? Value, object Description) Next(int depth = 0)
    {
        switch (_random.Next(depth > 3 ? 6 : 9))
        {
            case 0:
                return (null, new { z = 1 });
            case 1:
                var flag = _random.Next(2) == 0;
                return (flag, new { l = flag });
            case 2:
                var integer = _random.Next(int.MinValue, int.MaxValue) >> _random.Next(31);
                return (_random.Next(2) == 0 ? (object)integer : (long)integer, Describe((double)integer));
            case 3:
                var number = NextDouble();
                number = OnlyForMessagePack && ((depth > 0 && !(Math.Abs(number) < 9e15)) || Math.Abs(number) is >= 9.2e18 and < double.PositiveInfinity) ? 0.5 : number;
                return (number, Describe(number));
            case 4:
                var text = NextText();
                return (text, Describe(text));
            case 5:
                var bytes = new byte[_random.Next(5)];
                _random.NextBytes(bytes);
                return (AsSomeBinary(bytes), new { b = bytes });
            case 6 or 7:
                return Object(depth);
            default:
                var elements = Enumerable.Range(0, _random.Next(4)).Select(_ => Next(depth + 1)).ToArray();
                return (elements.Select(element => element.Value).ToList(), new { a = elements.Select(element => element.Description) });
        }
    }

    public string NextText()
    {
        var text = AnyText();
        return OnlyForMessagePack ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
    }

    private string AnyText()
    {
        if (_random.Next(2) == 0)
        {
            return Texts[_random.Next(Texts.Length)];
        }

        var text = new char[_random.Next(40)];
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = _random.Next(8) == 0 ? (char)_random.Next(0x10000) : _random.Next(8) == 0 ? (char)_random.Next(0xD7F0, 0xE010) : (char)_random.Next(0x80);
        }

        return new string(text);
    }

    /// <summary>Not by an Encoding, which would replace lone surrogates.</summary>
    public static object Describe(string text) => new { s = MemoryMarshal.AsBytes(text.AsSpan()).ToArray() };

    /// <summary>JavaScript keeps the bits of NaN, and has no word for its sign.</summary>
    private static object Describe(double number) =>
        new { d = double.IsNaN(number) ? "7ff8000000000000" : $"{BitConverter.DoubleToInt64Bits(number):x16}" };

    private (object? Value, object Description) Object(int depth)
    {
        var members = new Dictionary<string, object?>();
        var description = new List<object[]>();
        for (var i = _random.Next(4); i > 0; i--)
        {
            // A letter in front: JavaScript puts names that are integers before the others.
            var name = $"k{NextText()}";
            var (value, described) = Next(depth + 1);
            if (members.TryAdd(name, value))
            {
                description.Add([Describe(name), described]);
            }
        }

        return (members, new { o = description });
    }

    private double NextDouble() => _random.Next(3) switch
    {
        0 => Numbers[_random.Next(Numbers.Length)],
        1 => BitConverter.Int64BitsToDouble(_random.NextInt64(long.MinValue, long.MaxValue)),
        _ => Math.Round(_random.NextDouble() * Math.Pow(10, _random.Next(-9, 23)), _random.Next(6)),
    };

    private object AsSomeBinary(byte[] bytes) => _random.Next(4) switch
    {
        0 => (object)bytes,
        1 => new ReadOnlyMemory<byte>(bytes),
        2 => new Memory<byte>(bytes),
        _ => new ArraySegment<byte>(bytes),
    };
}
