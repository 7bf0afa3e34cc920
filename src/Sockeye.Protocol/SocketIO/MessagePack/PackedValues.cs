using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Protocol.SocketIO;

/// <summary>Reads and writes single values in MessagePack: simple ones directly, all others by way of the JSON that they would be.</summary>
internal static class PackedValues
{
    private const long LargestExactReal = 1L << 53;

    /// <summary>Reads the value at the reader, whose bytes have been checked.</summary>
    [return: MaybeNull]
    public static T Read<T>(ref PackReader reader, PayloadSerializer serializer)
    {
        var ahead = reader;
        ahead.TryRead();
        if (serializer.IsDirect && TryReadDirectly<T>(in ahead, out var value))
        {
            reader = ahead;
            return value;
        }

        using var scratch = PackScratch.Rent();
        PackToJson.Write(ref reader, scratch.Writer, scratch.Attachments);
        scratch.Writer.Flush();
        var json = new Utf8JsonReader(scratch.Json.WrittenSpan, ArgumentReader.Options);
        json.Read();
        return serializer.Read<T>(ref json, scratch.Attachments.Count == 0 ? [] : [.. scratch.Attachments]);
    }

    /// <summary>Writes a value.</summary>
    public static void Write(MessageBuffer output, object? value, PayloadSerializer serializer)
    {
        if (value is null)
        {
            PackWriter.Nil(output);
        }
        else if (!serializer.IsDirect || !TryWriteDirectly(output, value))
        {
            using var scratch = PackScratch.Rent();
            using var writer = PayloadWriter.Rent(serializer, scratch.Json);
            serializer.Write(writer, value);
            writer.Json.Flush();
            JsonToPack.Write(scratch.Json.WrittenSpan, writer.Attachments, scratch, output);
        }
    }

    /// <summary>Writes arguments as they came.</summary>
    public static void WriteElements(MessageBuffer output, EventArguments arguments)
    {
        var view = arguments.View;
        if (view.IsPacked)
        {
            PackWriter.Raw(output, view.Elements);
            return;
        }

        using var scratch = PackScratch.Rent();
        for (var i = 0; i < arguments.Count; i++)
        {
            JsonToPack.Write(arguments.GetJson(i).Span, Array.ConvertAll(view.AttachmentArray, static bytes => new ReadOnlyMemory<byte>(bytes)), scratch, output);
        }
    }

    private static bool TryReadDirectly<T>(in PackReader reader, [MaybeNull] out T value)
    {
        if (typeof(T) == typeof(string) && reader.Kind == PackKind.Text)
        {
            value = (T)(object)System.Text.Encoding.UTF8.GetString(reader.Bytes);
            return true;
        }

        if (typeof(T) == typeof(bool) && reader.Kind is PackKind.True or PackKind.False)
        {
            value = (T)(object)(reader.Kind == PackKind.True);
            return true;
        }

        if (typeof(T) == typeof(double) && TryGetReal(in reader, out var real))
        {
            value = (T)(object)real;
            return true;
        }

        if (typeof(T) == typeof(float) && reader.Kind == PackKind.Real)
        {
            value = (T)(object)(float)reader.Real;
            return true;
        }

        if (typeof(T) == typeof(int) && TryGetInteger(in reader, out var integer) && integer is >= int.MinValue and <= int.MaxValue)
        {
            value = (T)(object)(int)integer;
            return true;
        }

        if (typeof(T) == typeof(long) && TryGetInteger(in reader, out integer))
        {
            value = (T)(object)integer;
            return true;
        }

        if (typeof(T) == typeof(byte[]) && reader.Kind == PackKind.Binary)
        {
            value = (T)(object)reader.Bytes.ToArray();
            return true;
        }

        if (typeof(T) == typeof(ReadOnlyMemory<byte>) && reader.Kind == PackKind.Binary)
        {
            value = (T)(object)new ReadOnlyMemory<byte>(reader.Bytes.ToArray());
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>An integer, also where it came as a double: languages that tell the two apart send some that way.</summary>
    private static bool TryGetInteger(in PackReader reader, out long value)
    {
        if (reader.Kind == PackKind.Real && Math.Abs(reader.Real) <= LargestExactReal && Math.Truncate(reader.Real) == reader.Real)
        {
            value = (long)reader.Real;
            return true;
        }

        value = reader.Integer;
        return reader.Kind == PackKind.Integer;
    }

    private static bool TryGetReal(in PackReader reader, out double value)
    {
        value = reader.Kind switch
        {
            PackKind.Real => reader.Real,
            PackKind.Integer => reader.Integer,
            _ => reader.Unsigned,
        };
        return reader.Kind is PackKind.Real or PackKind.Integer or PackKind.Unsigned;
    }

    private static bool TryWriteDirectly(MessageBuffer output, object value)
    {
        switch (value)
        {
            case string text:
                PackWriter.Text(output, text);
                return true;
            case int number:
                PackWriter.Integer(output, number);
                return true;
            case bool flag:
                PackWriter.Flag(output, flag);
                return true;
            case long number:
                PackWriter.Integer(output, number);
                return true;
            case double number:
                PackWriter.Real(output, number);
                return true;
            case byte[] bytes:
                PackWriter.Binary(output, bytes);
                return true;
            case ReadOnlyMemory<byte> bytes:
                PackWriter.Binary(output, bytes.Span);
                return true;
            case JsonElement { ValueKind: not JsonValueKind.Undefined } element:
                using (var scratch = PackScratch.Rent())
                {
                    JsonToPack.Write(JsonMarshal.GetRawUtf8Value(element), [], scratch, output);
                }

                return true;
            case JsonElement:
                PackWriter.Nil(output); // undefined in an array, as in JSON
                return true;
            default:
                return false;
        }
    }
}
