using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Sockeye.Server.Connections;

/// <summary>The query that a Socket.IO v2 client puts behind the name of a namespace, as in <c>/admin?token=abc</c>: what is a CONNECT's payload now.</summary>
internal static class NamespaceQuery
{
    /// <summary>The name without the query.</summary>
    public static string PathOf(string name)
    {
        var mark = name.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? name : name[..mark];
    }

    /// <summary>The query as a JSON object: each value is a string, or an array of them where a name is there several times.</summary>
    public static ReadOnlyMemory<byte> ToJson(string name)
    {
        var mark = name.IndexOf('?', StringComparison.Ordinal);
        if (mark < 0)
        {
            return default;
        }

        var members = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var pair in new QueryStringEnumerable(name.AsMemory(mark)))
        {
            var key = pair.DecodeName().ToString();
            if (!members.TryGetValue(key, out var values))
            {
                members[key] = values = [];
            }

            values.Add(pair.DecodeValue().ToString());
        }

        using var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            foreach (var (key, values) in members)
            {
                json.WritePropertyName(key);
                if (values.Count == 1)
                {
                    json.WriteStringValue(values[0]);
                    continue;
                }

                json.WriteStartArray();
                values.ForEach(json.WriteStringValue);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return output.ToArray();
    }
}
