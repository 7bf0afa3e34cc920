using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Sockeye.Protocol.SocketIO;

namespace Sockeye.Server.Recovery;

/// <summary>
/// The arguments of an event that is sent without an offset where recovery is on. The official client takes the last text of each event for its offset, the event's
/// name included: whatever may end in a text gets a null behind it, which the client takes for none.
/// </summary>
internal static class UnkeptArguments
{
    public static ReadOnlySpan<object?> Of(ReadOnlySpan<object?> arguments, PayloadSerializer serializer) =>
        arguments.IsEmpty || MayBeText(arguments[^1], serializer) ? (object?[])[.. arguments, null] : arguments;

    private static bool MayBeText(object? value, PayloadSerializer serializer) => value switch
    {
        null or bool => false,
        int or long or double or float => serializer.Options.NumberHandling.HasFlag(JsonNumberHandling.WriteAsString),
        byte[] or ReadOnlyMemory<byte> or Memory<byte> or ArraySegment<byte> => false,
        JsonElement json => json.ValueKind == JsonValueKind.String,
        _ => serializer.Options.GetTypeInfo(value.GetType()).Kind == JsonTypeInfoKind.None, // a converter writes it, who knows how
    };
}
