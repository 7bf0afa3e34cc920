using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sockeye.Protocol.EngineIO;

/// <summary>The packet that opens a session, and tells the client how the server will treat it.</summary>
public static class OpenPacket
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes the packet: <c>0{"sid":…,"upgrades":[…],"pingInterval":…,"pingTimeout":…,"maxPayload":…}</c>, the keys in this order.</summary>
    /// <param name="sessionId">The session's id.</param>
    /// <param name="canUpgrade">Whether the client may move to WebSocket.</param>
    /// <param name="pingInterval">How long the server waits between pings.</param>
    /// <param name="pingTimeout">How long the client has for a pong.</param>
    /// <param name="maxPayload">The largest payload the server takes, in bytes.</param>
    public static EncodedMessage Create(string sessionId, bool canUpgrade, TimeSpan pingInterval, TimeSpan pingTimeout, int maxPayload)
    {
        var json = new ArrayBufferWriter<byte>(160);
        using (var writer = new Utf8JsonWriter(json, Plain))
        {
            writer.WriteStartObject();
            writer.WriteString("sid"u8, sessionId);
            writer.WriteStartArray("upgrades"u8);
            if (canUpgrade)
            {
                writer.WriteStringValue("websocket"u8);
            }

            writer.WriteEndArray();
            writer.WriteNumber("pingInterval"u8, (long)pingInterval.TotalMilliseconds);
            writer.WriteNumber("pingTimeout"u8, (long)pingTimeout.TotalMilliseconds);
            writer.WriteNumber("maxPayload"u8, maxPayload);
            writer.WriteEndObject();
        }

        return EncodedMessage.Packet(EnginePacketType.Open, json.WrittenSpan);
    }
}
