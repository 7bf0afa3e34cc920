using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sockeye.Background;

/// <summary>How payloads are written and read: with the metadata an application supplies, or by reflection where it has that.</summary>
internal static class PayloadJson
{
    [FeatureSwitchDefinition("System.Text.Json.JsonSerializer.IsReflectionEnabledByDefault")]
    [FeatureGuard(typeof(RequiresUnreferencedCodeAttribute))]
    [FeatureGuard(typeof(RequiresDynamicCodeAttribute))]
    private static bool IsReflectionEnabled { get; } = JsonSerializer.IsReflectionEnabledByDefault;

    public static JsonSerializerOptions Prepare(JsonSerializerOptions? options)
    {
        var copy = options is null ? new JsonSerializerOptions(JsonSerializerDefaults.Web) : new JsonSerializerOptions(options);
        if (copy.TypeInfoResolver is null && IsReflectionEnabled)
        {
            copy.TypeInfoResolver = new DefaultJsonTypeInfoResolver();
        }

        copy.Encoder ??= JavaScriptEncoder.UnsafeRelaxedJsonEscaping; // names are stored as they are spelt, so that they are found; no HTML comes of it
        copy.TypeInfoResolverChain.Add(BackgroundTypes.Default);
        copy.MakeReadOnly();
        return copy;
    }

    public static T? Read<T>(ReadOnlyMemory<byte> json, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize(json.Span, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));
}
