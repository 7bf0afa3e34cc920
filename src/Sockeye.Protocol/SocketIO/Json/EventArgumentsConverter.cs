using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sockeye.Protocol.SocketIO;

/// <summary>Arguments inside another value are the array of them.</summary>
internal sealed class EventArgumentsConverter : JsonConverter<EventArguments>
{
    public override EventArguments Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new JsonException("The arguments of an event are taken as a parameter of its handler, not as part of another value.");

    public override void Write(Utf8JsonWriter writer, EventArguments value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        if (PayloadWriter.WritingTo(writer) is { } payload)
        {
            payload.WriteElements(value);
        }
        else if (value.Count > 0)
        {
            writer.WriteRawValue(value.JsonView.Elements, skipInputValidation: true);
        }

        writer.WriteEndArray();
    }
}
