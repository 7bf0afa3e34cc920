using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sockeye.Protocol.SocketIO;

/// <summary>
/// Strings are UTF-16 on both sides, and JavaScript sends one that was cut inside an emoji as an escaped lone surrogate, which the reader's
/// own GetString refuses.
/// </summary>
internal sealed class WireStringConverter : JsonConverter<string>
{
    public static string Read(ref Utf8JsonReader reader) => reader.ValueIsEscaped ? Unescape(ref reader) : reader.GetString()!;

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Read(ref reader) : throw new JsonException("A string should be here.");

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value);

    private static string Unescape(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> escaped = reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan;
        var rented = ArrayPool<char>.Shared.Rent(escaped.Length); // no escape is shorter than what it stands for
        try
        {
            return new string(rented.AsSpan(0, Unescape(escaped, rented)));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    /// <summary>Undoes the escapes of a string whose syntax the reader has checked.</summary>
    private static int Unescape(ReadOnlySpan<byte> escaped, Span<char> destination)
    {
        var written = 0;
        while (!escaped.IsEmpty)
        {
            var plain = escaped.IndexOf((byte)'\\');
            if (plain < 0)
            {
                return written + Encoding.UTF8.GetChars(escaped, destination[written..]);
            }

            written += Encoding.UTF8.GetChars(escaped[..plain], destination[written..]);
            var letter = escaped[plain + 1];
            destination[written++] = letter switch
            {
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                (byte)'n' => '\n',
                (byte)'r' => '\r',
                (byte)'t' => '\t',
                (byte)'u' => (char)ushort.Parse(escaped.Slice(plain + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                _ => (char)letter,
            };
            escaped = escaped[(plain + (letter == 'u' ? 6 : 2))..];
        }

        return written;
    }
}
