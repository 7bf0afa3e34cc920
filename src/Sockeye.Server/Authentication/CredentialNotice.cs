using System.Text.Json;

namespace Sockeye.Server.Authentication;

/// <summary>What a client is told of its credential.</summary>
internal static class CredentialNotice
{
    /// <param name="expires">When it ends; null where it does not.</param>
    /// <param name="closesIn">How long the connection lasts, where that is to be said.</param>
    public static JsonElement ToJson(DateTimeOffset? expires, TimeSpan? closesIn = null)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            if (expires is { } end)
            {
                json.WriteString("expires", end.UtcDateTime);
            }
            else
            {
                json.WriteNull("expires");
            }

            if (closesIn is { } left)
            {
                json.WriteNumber("closesIn", (long)left.TotalMilliseconds);
            }

            json.WriteEndObject();
        }

        return JsonElement.Parse(bytes.ToArray());
    }
}
