using System.Globalization;
using System.Text.Json;

namespace Sockeye.Protocol.SocketIO;

/// <summary>Where in a JSON text the number of a placeholder stands.</summary>
internal readonly record struct Placeholder(int NumberStart, int NumberLength, int Number)
{
    /// <summary>The number of a placeholder that has none.</summary>
    public const int NoNumber = -1;

    /// <summary>Gets how a placeholder begins that this library writes; its number and a brace follow.</summary>
    public static ReadOnlySpan<byte> Prefix => "{\"_placeholder\":true,\"num\":"u8;

    /// <summary>Reads the number at the reader's token: an integer in any of JSON's notations.</summary>
    public static int ReadNumber(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number)
        && number is >= 0 and <= int.MaxValue && Math.Truncate(number) == number
            ? (int)number
            : NoNumber;

    /// <summary>Writes a whole placeholder, which takes 48 bytes at the most.</summary>
    /// <returns>How long it is.</returns>
    public static int Format(int number, Span<byte> destination)
    {
        Prefix.CopyTo(destination);
        _ = number.TryFormat(destination[Prefix.Length..], out var digits, default, CultureInfo.InvariantCulture);
        destination[Prefix.Length + digits] = (byte)'}';
        return Prefix.Length + digits + 1;
    }
}
