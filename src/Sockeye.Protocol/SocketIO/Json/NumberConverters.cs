using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sockeye.Protocol.SocketIO;

/// <summary>Writes numbers in JavaScript's shape. Reads what the built-in converter reads.</summary>
internal sealed class DoubleConverter : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && (options.NumberHandling & JsonNumberHandling.AllowReadingFromString) != 0
            ? JsonSerializer.Deserialize(reader.ValueSpan, WireTypes.Default.Double)
            : reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => JavaScriptNumber.Write(writer, value);
}

/// <summary>Writes numbers in JavaScript's shape. Reads what the built-in converter reads.</summary>
internal sealed class SingleConverter : JsonConverter<float>
{
    public override float Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && (options.NumberHandling & JsonNumberHandling.AllowReadingFromString) != 0
            ? JsonSerializer.Deserialize(reader.ValueSpan, WireTypes.Default.Single)
            : reader.GetSingle();

    public override void Write(Utf8JsonWriter writer, float value, JsonSerializerOptions options) => JavaScriptNumber.Write(writer, value);
}
