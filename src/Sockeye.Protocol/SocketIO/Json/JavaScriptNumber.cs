using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sockeye.Protocol.SocketIO;

/// <summary>
/// Numbers as JavaScript writes them (ECMA-262, Number::toString): 1e21 and not 1E+21, 100000000000000000000 and not 1E+20, null for what
/// is no number.
/// </summary>
internal static class JavaScriptNumber
{
    private const int MaxLength = 32;
    private const double LargestSafeInteger = 9007199254740991;

    public static void Write(Utf8JsonWriter writer, double value)
    {
        if (Math.Abs(value) <= LargestSafeInteger && Math.Truncate(value) == value)
        {
            writer.WriteNumberValue((long)value); // minus zero is 0
        }
        else if (double.IsFinite(value))
        {
            Span<byte> number = stackalloc byte[MaxLength];
            writer.WriteRawValue(number[..Format(value, number)], skipInputValidation: true);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    public static void Write(Utf8JsonWriter writer, float value)
    {
        if (!float.IsFinite(value))
        {
            writer.WriteNullValue();
            return;
        }

        // By its own shortest digits: 0.1f is 0.1, and not the 0.10000000149011612 it would be as a double.
        Span<byte> shortest = stackalloc byte[MaxLength];
        Span<byte> number = stackalloc byte[MaxLength];
        _ = (value == 0 ? 0 : value).TryFormat(shortest, out var length, default, CultureInfo.InvariantCulture);
        writer.WriteRawValue(number[..Rewrite(shortest[..length], number)], skipInputValidation: true);
    }

    /// <summary>What <c>String(value)</c> is in JavaScript.</summary>
    public static string ToString(double value)
    {
        if (!double.IsFinite(value))
        {
            return value.ToString(CultureInfo.InvariantCulture);
        }

        Span<byte> number = stackalloc byte[MaxLength];
        return Encoding.UTF8.GetString(number[..Format(value == 0 ? 0 : value, number)]);
    }

    private static int Format(double value, Span<byte> destination)
    {
        Span<byte> shortest = stackalloc byte[MaxLength];
        _ = value.TryFormat(shortest, out var length, default, CultureInfo.InvariantCulture);
        return Rewrite(shortest[..length], destination);
    }

    /// <summary>
    /// .NET goes over to exponents from 1E+15 and below 1E-05, JavaScript from 1e+21 and below 1e-6; the digits are the same.
    /// </summary>
    private static int Rewrite(ReadOnlySpan<byte> shortest, Span<byte> destination)
    {
        var mark = shortest.IndexOf((byte)'E');
        if (mark < 0)
        {
            shortest.CopyTo(destination);
            return shortest.Length;
        }

        _ = Utf8Parser.TryParse(shortest[(mark + 1)..], out int exponent, out _);
        var written = 0;
        if (shortest[0] == '-')
        {
            destination[written++] = (byte)'-';
            shortest = shortest[1..];
            mark--;
        }

        Span<byte> digits = stackalloc byte[MaxLength];
        digits[0] = shortest[0];
        var count = 1;
        if (mark > 2)
        {
            shortest[2..mark].CopyTo(digits[1..]);
            count += mark - 2;
        }

        return written + Place(digits[..count], exponent, destination[written..]);
    }

    private static int Place(ReadOnlySpan<byte> digits, int exponent, Span<byte> destination)
    {
        switch (exponent)
        {
            case >= 0 and < 21 when digits.Length <= exponent + 1: // 15 and more: all digits stand before the point
                digits.CopyTo(destination);
                destination[digits.Length..(exponent + 1)].Fill((byte)'0');
                return exponent + 1;
            case >= 0 and < 21:
                digits[..(exponent + 1)].CopyTo(destination);
                destination[exponent + 1] = (byte)'.';
                digits[(exponent + 1)..].CopyTo(destination[(exponent + 2)..]);
                return digits.Length + 1;
            case < 0 and >= -6:
                "0."u8.CopyTo(destination);
                destination[2..(1 - exponent)].Fill((byte)'0');
                digits.CopyTo(destination[(1 - exponent)..]);
                return 1 - exponent + digits.Length;
            default:
                return PlaceWithExponent(digits, exponent, destination);
        }
    }

    private static int PlaceWithExponent(ReadOnlySpan<byte> digits, int exponent, Span<byte> destination)
    {
        destination[0] = digits[0];
        var written = 1;
        if (digits.Length > 1)
        {
            destination[written++] = (byte)'.';
            digits[1..].CopyTo(destination[written..]);
            written += digits.Length - 1;
        }

        destination[written++] = (byte)'e';
        destination[written++] = (byte)(exponent < 0 ? '-' : '+');
        _ = Math.Abs(exponent).TryFormat(destination[written..], out var length, default, CultureInfo.InvariantCulture);
        return written + length;
    }
}
