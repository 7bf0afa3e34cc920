using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Sockeye.Protocol.SocketIO;

namespace Sockeye.Server.Sockets;

/// <summary>A handshake as nodes tell it each other: the object that Node's servers call <c>handshake</c>.</summary>
internal static class HandshakeJson
{
    public static byte[] Write(Handshake handshake)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteStartObject("headers");
            foreach (var (name, values) in handshake.Headers)
            {
                json.WriteString(name.ToLowerInvariant(), values.ToString());
            }

            json.WriteEndObject();
            json.WriteString("time", handshake.Issued.ToString("r", CultureInfo.InvariantCulture));
            json.WriteString("address", handshake.Address?.ToString());
            json.WriteBoolean("xdomain", handshake.IsCrossDomain);
            json.WriteBoolean("secure", handshake.IsSecure);
            json.WriteNumber("issued", handshake.Issued.ToUnixTimeMilliseconds());
            json.WriteString("url", handshake.Url);
            json.WriteStartObject("query");
            foreach (var (name, values) in handshake.Query)
            {
                json.WriteString(name, values[^1]);
            }

            json.WriteEndObject();
            json.WritePropertyName("auth");
            handshake.Auth.WriteTo(json);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    /// <summary>Reads it back; what is missing, or not as it should be, is as if the client had not sent it.</summary>
    public static Handshake Read(ReadOnlyMemory<byte> json, PayloadSerializer serializer)
    {
        var told = json.IsEmpty ? default : JsonElement.Parse(json.Span);
        var headers = new HeaderDictionary();
        foreach (var (name, value) in Texts(told, "headers"))
        {
            headers[name] = value;
        }

        headers.IsReadOnly = true;
        return new Handshake(
            new ToldRequest
            {
                Headers = headers,
                Query = new QueryCollection(Texts(told, "query").ToDictionary(static text => text.Key, static text => new StringValues(text.Value))),
                Url = Text(told, "url") ?? string.Empty,
                Address = IPAddress.TryParse(Text(told, "address"), out var address) ? address : null,
                IsSecure = IsTrue(told, "secure"),
                IsCrossDomain = IsTrue(told, "xdomain"),
                Issued = DateTimeOffset.FromUnixTimeMilliseconds(
                    TryGet(told, "issued", out var issued) && issued.ValueKind == JsonValueKind.Number && issued.TryGetInt64(out var time) ? time : 0),
            },
            TryGet(told, "auth", out var auth) && auth.ValueKind == JsonValueKind.Object ? System.Text.Encoding.UTF8.GetBytes(auth.GetRawText()) : default,
            serializer);
    }

    private static bool TryGet(JsonElement told, string name, out JsonElement value)
    {
        value = default;
        return told.ValueKind == JsonValueKind.Object && told.TryGetProperty(name, out value);
    }

    private static string? Text(JsonElement told, string name) =>
        TryGet(told, name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool IsTrue(JsonElement told, string name) => TryGet(told, name, out var value) && value.ValueKind == JsonValueKind.True;

    private static IEnumerable<KeyValuePair<string, string?>> Texts(JsonElement told, string name)
    {
        if (TryGet(told, name, out var texts) && texts.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in texts.EnumerateObject())
            {
                yield return KeyValuePair.Create(member.Name, member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : null);
            }
        }
    }
}
