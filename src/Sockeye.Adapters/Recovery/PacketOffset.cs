namespace Sockeye.Adapters.Recovery;

/// <summary>
/// Offsets as clients see them: the milliseconds from 1970 in digits of 64, and behind a point a number for further ones within the same, as
/// Node's in-memory adapter has them. Here they are one number, which only grows.
/// </summary>
internal static class PacketOffset
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
    private const int BitsWithin = 12;
    private const int MostDigits = 8;

    /// <summary>The first offset of a millisecond.</summary>
    public static long At(DateTimeOffset time) => time.ToUnixTimeMilliseconds() << BitsWithin;

    public static string Format(long offset)
    {
        Span<char> text = stackalloc char[(2 * MostDigits) + 1];
        var length = Write(offset >> BitsWithin, text);
        if ((offset & ((1 << BitsWithin) - 1)) is var within and > 0)
        {
            text[length++] = '.';
            length += Write(within, text[length..]);
        }

        return new string(text[..length]);
    }

    public static bool TryParse(ReadOnlySpan<char> text, out long offset)
    {
        var point = text.IndexOf('.');
        var within = 0L;
        if (!TryRead(point < 0 ? text : text[..point], out offset) ||
            (point >= 0 && (!TryRead(text[(point + 1)..], out within) || within is 0 or >= 1 << BitsWithin)))
        {
            offset = 0;
            return false;
        }

        offset = (offset << BitsWithin) | within;
        return true;
    }

    private static int Write(long number, Span<char> text)
    {
        var length = 0;
        do
        {
            text[length++] = Digits[(int)(number & 63)];
            number >>= 6;
        }
        while (number > 0);

        text[..length].Reverse();
        return length;
    }

    private static bool TryRead(ReadOnlySpan<char> text, out long number)
    {
        number = 0;
        foreach (var character in text)
        {
            var digit = Digits.IndexOf(character, StringComparison.Ordinal);
            if (digit < 0)
            {
                return false;
            }

            number = (number << 6) | (uint)digit;
        }

        return text.Length is > 0 and <= MostDigits;
    }
}
