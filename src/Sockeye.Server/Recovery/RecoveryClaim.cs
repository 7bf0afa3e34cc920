using System.Text.Json;

namespace Sockeye.Server.Recovery;

/// <summary>What a client presents that wants to come back to its session.</summary>
/// <param name="PrivateId">The session's secret.</param>
/// <param name="Offset">The offset of the last packet it has received; null where it has received none.</param>
internal sealed record RecoveryClaim(string PrivateId, string? Offset)
{
    /// <summary>Reads the payload of a CONNECT packet; null where it asks for no session.</summary>
    public static RecoveryClaim? Of(Handshake handshake) =>
        handshake.HasAuth && handshake.Auth is { ValueKind: JsonValueKind.Object } auth && Text(auth, "pid"u8) is { } privateId
            ? new RecoveryClaim(privateId, Text(auth, "offset"u8))
            : null;

    private static string? Text(JsonElement auth, ReadOnlySpan<byte> name) =>
        auth.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
