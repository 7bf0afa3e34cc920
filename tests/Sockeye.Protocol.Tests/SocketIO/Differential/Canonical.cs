using System.Globalization;
using System.Text;
using System.Text.Json;
using Sockeye.Protocol.SocketIO;

namespace Sockeye.Protocol.Tests.SocketIO.Differential;

/// <summary>A value in the one form in which both sides write it down: see <c>canonical</c> in <c>tests/js/described.mjs</c>.</summary>
internal static class Canonical
{
    /// <summary>The elements of a JSON array, placeholders replaced by the attachments of a binary packet.</summary>
    public static string[] Elements(ReadOnlySpan<byte> json, byte[][] attachments)
    {
        var elements = new List<string>();
        var reader = new Utf8JsonReader(json, ArgumentReader.Options);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            elements.Add(Value(ref reader, attachments));
        }

        return [.. elements];
    }

    public static string Value(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, ArgumentReader.Options);
        reader.Read();
        return Value(ref reader, []);
    }

    private static string Value(ref Utf8JsonReader reader, byte[][] attachments)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return "null";
            case JsonTokenType.True:
                return "true";
            case JsonTokenType.False:
                return "false";
            case JsonTokenType.Number:
                return JavaScriptNumber.ToString(reader.GetDouble());
            case JsonTokenType.String:
                return Quote(WireStringConverter.Read(ref reader));
            case JsonTokenType.StartArray:
                var elements = new List<string>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    elements.Add(Value(ref reader, attachments));
                }

                return $"[{string.Join(',', elements)}]";
            default:
                return Object(ref reader, attachments);
        }
    }

    private static string Object(ref Utf8JsonReader reader, byte[][] attachments)
    {
        var start = reader;
        var members = new SortedDictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = WireStringConverter.Read(ref reader);
            reader.Read();
            members[name] = Value(ref reader, []);
        }

        if (attachments.Length == 0)
        {
            return $"{{{string.Join(',', members.Select(member => $"{Quote(member.Key)}:{member.Value}"))}}}";
        }

        if (members.GetValueOrDefault("_placeholder") == "true")
        {
            return $"<{Convert.ToHexStringLower(AttachmentScope.Read(ref start, attachments))}>";
        }

        while (start.Read() && start.TokenType != JsonTokenType.EndObject)
        {
            var name = WireStringConverter.Read(ref start);
            start.Read();
            members[name] = Value(ref start, attachments);
        }

        return $"{{{string.Join(',', members.Select(member => $"{Quote(member.Key)}:{member.Value}"))}}}";
    }

    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var unit in text)
        {
            _ = char.IsAsciiLetterOrDigit(unit) ? quoted.Append(unit) : quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
        }

        return quoted.Append('"').ToString();
    }
}
