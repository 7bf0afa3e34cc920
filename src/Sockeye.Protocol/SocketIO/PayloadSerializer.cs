using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sockeye.Protocol.SocketIO;

/// <summary>Reads and writes the values inside packets as JSON, and the binary in them as attachments.</summary>
/// <remarks>
/// Immutable and safe to use from many threads. The JSON is what JSON.stringify would write, as far as a value has a counterpart in
/// JavaScript.
/// <c>byte[]</c>, <c>ReadOnlyMemory&lt;byte&gt;</c>, <c>Memory&lt;byte&gt;</c> and <c>ArraySegment&lt;byte&gt;</c> are attachments wherever
/// they stand in a value. Types are known from the options' resolver only, so that an application with source-generated metadata can be
/// trimmed.
/// </remarks>
public sealed class PayloadSerializer
{
    private static readonly Type[] WellKnown =
    [
        typeof(string), typeof(int), typeof(long), typeof(double), typeof(float), typeof(bool), typeof(byte[]),
        typeof(ReadOnlyMemory<byte>), typeof(Memory<byte>), typeof(ArraySegment<byte>), typeof(JsonElement),
    ];

    /// <summary>
    /// Gets <see cref="JsonSerializer.IsReflectionEnabledByDefault"/> in a form that tells the trimmer what it guards: a trimmed
    /// application has it off.
    /// </summary>
    [FeatureSwitchDefinition("System.Text.Json.JsonSerializer.IsReflectionEnabledByDefault")]
    [FeatureGuard(typeof(RequiresUnreferencedCodeAttribute))]
    [FeatureGuard(typeof(RequiresDynamicCodeAttribute))]
    private static bool IsReflectionEnabled { get; } = JsonSerializer.IsReflectionEnabledByDefault;

    /// <summary>Whether no converter of the user's has a say in the well-known types, so that they need no detour.</summary>
    internal bool IsDirect { get; }

    /// <summary>Initializes a serializer.</summary>
    /// <param name="options">
    /// How values are read and written. They are copied; later changes have no effect. Where they name no resolver, reflection is used if
    /// the application has it (<see cref="JsonSerializer.IsReflectionEnabledByDefault"/>). The default is <see
    /// cref="JsonSerializerDefaults.Web"/>: names in camelCase, and read in any case.
    /// </param>
    public PayloadSerializer(JsonSerializerOptions? options = null)
    {
        Options = options is null ? new JsonSerializerOptions(JsonSerializerDefaults.Web) : new JsonSerializerOptions(options);
        IsDirect = !Array.Exists(WellKnown, type => Options.Converters.Any(converter => converter.CanConvert(type)))
            && (Options.NumberHandling & System.Text.Json.Serialization.JsonNumberHandling.WriteAsString) == 0;
        Options.Encoder ??= WireJavaScriptEncoder.Instance;
        Options.Converters.Add(new ByteArrayConverter());
        Options.Converters.Add(new ReadOnlyMemoryConverter());
        Options.Converters.Add(new MemoryConverter());
        Options.Converters.Add(new ArraySegmentConverter());
        Options.Converters.Add(new EventArgumentsConverter());
        Options.Converters.Add(new WireStringConverter());
        Options.Converters.Add(new DoubleConverter());
        Options.Converters.Add(new SingleConverter());
        if (Options.TypeInfoResolver is null && IsReflectionEnabled)
        {
            Options.TypeInfoResolver = new DefaultJsonTypeInfoResolver();
        }

        Options.TypeInfoResolverChain.Add(WireTypes.Default);
        Options.MakeReadOnly();
    }

    /// <summary>Gets the options in use, which can no longer be changed. Outside of a packet they write binary as base64.</summary>
    public JsonSerializerOptions Options { get; }

    /// <summary>Writes a value as JSON in UTF-8, outside of a packet: binary is base64.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="NotSupportedException">The value is of a type the serializer has no knowledge of.</exception>
    /// <exception cref="JsonException">The value cannot be written.</exception>
    public byte[] ToJson(object? value) =>
        value is null ? "null"u8.ToArray() : JsonSerializer.SerializeToUtf8Bytes(value, Options.GetTypeInfo(value.GetType()));

    internal void Write(PayloadWriter writer, object? value)
    {
        if (value is null)
        {
            writer.Json.WriteNullValue();
        }
        else if (!IsDirect || !TryWriteDirectly(writer, value))
        {
            JsonSerializer.Serialize(writer.Json, value, Options.GetTypeInfo(value.GetType()));
        }
    }

    [return: MaybeNull]
    internal T Read<T>(ref Utf8JsonReader reader, byte[][] attachments)
    {
        if (IsDirect && TryReadDirectly<T>(ref reader, attachments, out var value))
        {
            return value;
        }

        var outer = AttachmentScope.Enter(attachments);
        try
        {
            return JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T)));
        }
        finally
        {
            AttachmentScope.Leave(outer);
        }
    }

    private static bool TryWriteDirectly(PayloadWriter writer, object value)
    {
        switch (value)
        {
            case string text:
                writer.Json.WriteStringValue(text);
                return true;
            case int number:
                writer.Json.WriteNumberValue(number);
                return true;
            case bool flag:
                writer.Json.WriteBooleanValue(flag);
                return true;
            case long number:
                writer.Json.WriteNumberValue(number);
                return true;
            case double number:
                JavaScriptNumber.Write(writer.Json, number);
                return true;
            case byte[] bytes:
                writer.WriteAttachment(bytes);
                return true;
            case JsonElement { ValueKind: not JsonValueKind.Undefined } element:
                writer.WriteForeign(JsonMarshal.GetRawUtf8Value(element));
                return true;
            case JsonElement:
                writer.Json.WriteNullValue(); // undefined in an array
                return true;
            case ReadOnlyMemory<byte> bytes:
                writer.WriteAttachment(bytes);
                return true;
            default:
                return false;
        }
    }

    private static bool TryReadDirectly<T>(ref Utf8JsonReader reader, byte[][] attachments, [MaybeNull] out T value)
    {
        if (typeof(T) == typeof(int) && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var integer))
        {
            value = (T)(object)integer;
            return true;
        }

        if (typeof(T) == typeof(long) && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var large))
        {
            value = (T)(object)large;
            return true;
        }

        if (typeof(T) == typeof(double) && reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var real))
        {
            value = (T)(object)real;
            return true;
        }

        if (typeof(T) == typeof(bool) && reader.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            value = (T)(object)(reader.TokenType == JsonTokenType.True);
            return true;
        }

        if (typeof(T) == typeof(string) && reader.TokenType == JsonTokenType.String)
        {
            value = (T)(object)WireStringConverter.Read(ref reader);
            return true;
        }

        if (typeof(T) == typeof(byte[]) && reader.TokenType == JsonTokenType.StartObject)
        {
            value = (T)(object)AttachmentScope.Read(ref reader, attachments);
            return true;
        }

        if (typeof(T) == typeof(ReadOnlyMemory<byte>) && reader.TokenType == JsonTokenType.StartObject)
        {
            value = (T)(object)new ReadOnlyMemory<byte>(AttachmentScope.Read(ref reader, attachments));
            return true;
        }

        value = default;
        return false;
    }
}
