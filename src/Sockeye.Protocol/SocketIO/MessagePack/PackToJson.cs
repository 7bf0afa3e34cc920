using System.Globalization;
using System.Text.Json;

namespace Sockeye.Protocol.SocketIO;

/// <summary>Writes a value that came in MessagePack as the JSON that it would have been: what makes objects of it knows JSON alone.</summary>
/// <remarks>
/// <c>undefined</c> is left out of a map and null elsewhere, as by JSON.stringify; so are NaN and the infinities null. A date is a string
/// (Date.toISOString), or null where .NET has no such date. An unknown extension is the pair of its type and its bytes, as notepack.io reads it.
/// </remarks>
internal static class PackToJson
{
    private const string IsoFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";

    private static readonly long EarliestDate = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long LatestDate = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Writes the next value of a reader whose bytes have been checked.</summary>
    /// <param name="reader">Stands before the value, and then behind it.</param>
    /// <param name="json">Where to.</param>
    /// <param name="attachments">Takes the binary, for which the JSON has placeholders; null for base64 in the JSON.</param>
    public static void Write(ref PackReader reader, Utf8JsonWriter json, List<byte[]>? attachments)
    {
        reader.TryRead();
        WriteCurrent(ref reader, json, attachments);
    }

    private static void WriteCurrent(ref PackReader reader, Utf8JsonWriter json, List<byte[]>? attachments)
    {
        switch (reader.Kind)
        {
            case PackKind.True or PackKind.False:
                json.WriteBooleanValue(reader.Kind == PackKind.True);
                break;
            case PackKind.Integer:
                json.WriteNumberValue(reader.Integer);
                break;
            case PackKind.Unsigned:
                json.WriteNumberValue(reader.Unsigned);
                break;
            case PackKind.Real:
                JavaScriptNumber.Write(json, reader.Real);
                break;
            case PackKind.Text:
                json.WriteStringValue(reader.Bytes);
                break;
            case PackKind.Binary:
                WriteBinary(reader.Bytes, json, attachments);
                break;
            case PackKind.Date when reader.Integer >= EarliestDate && reader.Integer <= LatestDate:
                json.WriteStringValue(DateTimeOffset.FromUnixTimeMilliseconds(reader.Integer).ToString(IsoFormat, CultureInfo.InvariantCulture));
                break;
            case PackKind.Extension:
                json.WriteStartArray();
                json.WriteNumberValue(reader.ExtensionType);
                WriteBinary(reader.Bytes, json, attachments);
                json.WriteEndArray();
                break;
            case PackKind.Array:
                WriteArray(ref reader, json, attachments);
                break;
            case PackKind.Map:
                WriteMap(ref reader, json, attachments);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private static void WriteArray(ref PackReader reader, Utf8JsonWriter json, List<byte[]>? attachments)
    {
        json.WriteStartArray();
        for (var left = reader.Count; left > 0; left--)
        {
            Write(ref reader, json, attachments);
        }

        json.WriteEndArray();
    }

    private static void WriteMap(ref PackReader reader, Utf8JsonWriter json, List<byte[]>? attachments)
    {
        json.WriteStartObject();
        for (var left = reader.Count; left > 0; left--)
        {
            reader.TryRead();
            var text = reader.Kind == PackKind.Text ? reader.Bytes : default;
            var name = reader.Kind == PackKind.Text ? null : PackCheck.NameOf(in reader);
            reader.TryRead();
            if (reader.Kind == PackKind.Undefined)
            {
                continue;
            }

            if (name is null)
            {
                json.WritePropertyName(text);
            }
            else
            {
                json.WritePropertyName(name);
            }

            WriteCurrent(ref reader, json, attachments);
        }

        json.WriteEndObject();
    }

    private static void WriteBinary(ReadOnlySpan<byte> bytes, Utf8JsonWriter json, List<byte[]>? attachments)
    {
        if (attachments is null)
        {
            json.WriteBase64StringValue(bytes);
            return;
        }

        Span<byte> placeholder = stackalloc byte[48];
        json.WriteRawValue(placeholder[..Placeholder.Format(attachments.Count, placeholder)], skipInputValidation: true);
        attachments.Add(bytes.IsEmpty ? [] : bytes.ToArray());
    }
}
