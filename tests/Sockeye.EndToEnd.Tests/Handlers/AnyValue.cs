using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sockeye.EndToEnd.Tests.Handlers;

/// <summary>An argument of any kind, with binary anywhere in it, as plain objects.</summary>
[JsonConverter(typeof(Converter))]
internal readonly record struct AnyValue(object? Value)
{
    private sealed class Converter : JsonConverter<AnyValue>
    {
        public override bool HandleNull => true;

        public override AnyValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(ReadValue(ref reader, options));

        public override void Write(Utf8JsonWriter writer, AnyValue value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Value, options);

        private static object? ReadValue(ref Utf8JsonReader reader, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number => reader.GetDouble(),
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.StartArray => JsonSerializer.Deserialize<AnyValue[]>(ref reader, options),
            JsonTokenType.StartObject when IsAttachment(reader) => JsonSerializer.Deserialize<byte[]>(ref reader, options),
            JsonTokenType.StartObject => JsonSerializer.Deserialize<Dictionary<string, AnyValue>>(ref reader, options),
            _ => null,
        };

        // A copy of the reader looks ahead.
        private static bool IsAttachment(Utf8JsonReader ahead) => ahead.Read() && ahead.TokenType == JsonTokenType.PropertyName && ahead.ValueTextEquals("_placeholder"u8);
    }
}
