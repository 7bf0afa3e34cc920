using System.Text.Json;

namespace Sockeye.Protocol.SocketIO;

/// <summary>The attachments of the packet that this thread is reading: what a placeholder in its JSON stands for.</summary>
/// <remarks>Reading is synchronous, so a thread is enough to know the packet by.</remarks>
internal static class AttachmentScope
{
    private const string NotBinary = "Binary is an attachment, or a string in base64.";

    [ThreadStatic]
    private static byte[][]? _current;

    /// <summary>Makes the attachments those of this thread.</summary>
    /// <returns>The ones before, which <see cref="Leave"/> brings back.</returns>
    public static byte[][]? Enter(byte[][] attachments)
    {
        var outer = _current;
        _current = attachments;
        return outer;
    }

    public static void Leave(byte[][]? outer) => _current = outer;

    /// <summary>Reads a binary value of the packet that this thread is reading.</summary>
    /// <exception cref="JsonException">It is neither a placeholder nor base64.</exception>
    public static byte[] Read(ref Utf8JsonReader reader) => Read(ref reader, _current ?? []);

    /// <summary>Reads a binary value: a placeholder, or base64 where there is a string.</summary>
    /// <exception cref="JsonException">It is neither.</exception>
    public static byte[] Read(ref Utf8JsonReader reader, byte[][] attachments)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.TryGetBytesFromBase64(out var bytes) ? bytes : throw new JsonException(NotBinary);
        }

        var number = ReadPlaceholder(ref reader);
        return (uint)number < (uint)attachments.Length ? attachments[number] : throw new JsonException(NotBinary);
    }

    /// <summary>Reads a placeholder whose number the decoder has checked. Minus one stands for a value that is not a placeholder.</summary>
    private static int ReadPlaceholder(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return -1;
        }

        var isPlaceholder = false;
        var number = -1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("_placeholder"u8))
            {
                reader.Read();
                isPlaceholder = reader.TokenType == JsonTokenType.True;
            }
            else if (reader.ValueTextEquals("num"u8))
            {
                reader.Read();
                number = Placeholder.ReadNumber(ref reader);
            }
            else
            {
                reader.Read();
            }

            reader.Skip();
        }

        return isPlaceholder ? number : -1;
    }
}
