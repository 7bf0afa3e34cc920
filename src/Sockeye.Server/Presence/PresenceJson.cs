using System.Text.Json;

namespace Sockeye.Server.Presence;

/// <summary>What clients are sent of users. It is written here, so that applications that know their types from metadata need none for it.</summary>
internal static class PresenceJson
{
    public static JsonElement Write(IReadOnlyList<UserPresence> users, bool isSnapshot)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteBoolean("snapshot", isSnapshot);
            json.WriteStartArray("users");
            foreach (var user in users)
            {
                Write(json, user);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return JsonElement.Parse(bytes.ToArray());
    }

    private static void Write(Utf8JsonWriter json, UserPresence user)
    {
        json.WriteStartObject();
        json.WriteString("userId", user.UserId);
        json.WriteBoolean("online", user.IsOnline);
        json.WriteString("state", user.State);
        if (user.LastSeen is { } lastSeen)
        {
            json.WriteString("lastSeen", lastSeen.UtcDateTime);
        }
        else
        {
            json.WriteNull("lastSeen");
        }

        json.WriteEndObject();
    }
}
