using System.Buffers.Text;
using System.Text.Json;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Protocol.SocketIO;

/// <summary>Writes a value that was made as JSON, and the binary aside of it, in MessagePack.</summary>
/// <remarks>
/// MessagePack says how many elements follow before they do, so the JSON is read twice: once to count. A number that is not an integer of 64 bits
/// becomes a double, as it is in JavaScript.
/// </remarks>
internal static class JsonToPack
{
    /// <summary>Writes one value.</summary>
    /// <param name="json">The value, well formed.</param>
    /// <param name="attachments">What its placeholders stand for, if there are any.</param>
    /// <param name="scratch">For the counts.</param>
    /// <param name="output">Where to.</param>
    public static void Write(ReadOnlySpan<byte> json, ReadOnlySpan<ReadOnlyMemory<byte>> attachments, PackScratch scratch, MessageBuffer output)
    {
        var begun = 0;
        var counts = Count(json, scratch);
        var reader = new Utf8JsonReader(json, ArgumentReader.Options);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName or JsonTokenType.String:
                    WriteText(ref reader, output);
                    break;
                case JsonTokenType.Number:
                    WriteNumber(ref reader, output);
                    break;
                case JsonTokenType.True or JsonTokenType.False:
                    PackWriter.Flag(output, reader.TokenType == JsonTokenType.True);
                    break;
                case JsonTokenType.Null:
                    PackWriter.Nil(output);
                    break;
                case JsonTokenType.StartArray:
                    PackWriter.ArrayHeader(output, counts[begun++]);
                    break;
                case JsonTokenType.StartObject when AttachmentAt(json[(int)reader.TokenStartIndex..], attachments.Length) is >= 0 and var number:
                    PackWriter.Binary(output, attachments[number].Span);
                    reader.Skip();
                    begun++;
                    break;
                case JsonTokenType.StartObject:
                    PackWriter.MapHeader(output, counts[begun++] / 2);
                    break;
            }
        }
    }

    /// <summary>Counts the elements of each array and object; names and values of an object apart.</summary>
    private static List<int> Count(ReadOnlySpan<byte> json, PackScratch scratch)
    {
        var (counts, open) = (scratch.Counts, scratch.Open);
        counts.Clear();
        var reader = new Utf8JsonReader(json, ArgumentReader.Options);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
            {
                open.Pop();
                continue;
            }

            if (open.TryPeek(out var container))
            {
                counts[container]++;
            }

            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
            {
                open.Push(counts.Count);
                counts.Add(0);
            }
        }

        return counts;
    }

    /// <summary>The number of the attachment whose placeholder, as this library writes it, begins here; minus one where none does.</summary>
    private static int AttachmentAt(ReadOnlySpan<byte> json, int attachments) =>
        attachments > 0 && json.StartsWith(Placeholder.Prefix)
        && Utf8Parser.TryParse(json[Placeholder.Prefix.Length..], out int number, out var digits) && number < attachments
        && json[Placeholder.Prefix.Length + digits] == '}'
            ? number
            : Placeholder.NoNumber;

    private static void WriteText(ref Utf8JsonReader reader, MessageBuffer output)
    {
        if (reader.ValueIsEscaped)
        {
            PackWriter.Text(output, WireStringConverter.Read(ref reader));
        }
        else
        {
            PackWriter.Text(output, reader.ValueSpan);
        }
    }

    private static void WriteNumber(ref Utf8JsonReader reader, MessageBuffer output)
    {
        if (reader.TryGetInt64(out var integer))
        {
            PackWriter.Integer(output, integer);
        }
        else if (reader.TryGetUInt64(out var unsigned))
        {
            PackWriter.Unsigned(output, unsigned);
        }
        else
        {
            PackWriter.Real(output, reader.GetDouble());
        }
    }
}
