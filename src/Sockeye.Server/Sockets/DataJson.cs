using System.Text.Json;
using Sockeye.Protocol.SocketIO;

namespace Sockeye.Server.Sockets;

/// <summary>What the application keeps with a socket, as nodes tell it each other.</summary>
internal static class DataJson
{
    /// <summary>Writes a JSON object; a value that cannot be written as JSON, such as an open file, stays on its node.</summary>
    public static byte[] Write(IDictionary<string, object?> data, PayloadSerializer serializer)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            foreach (var (key, value) in data)
            {
                if (TryWrite(value, serializer) is { } written)
                {
                    json.WritePropertyName(key);
                    json.WriteRawValue(written, skipInputValidation: true);
                }
            }

            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static byte[]? TryWrite(object? value, PayloadSerializer serializer)
    {
        try
        {
            return serializer.ToJson(value);
        }
        catch (Exception exception) when (exception is NotSupportedException or JsonException)
        {
            return null;
        }
    }
}
