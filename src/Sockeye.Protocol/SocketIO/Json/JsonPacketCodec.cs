using System.Globalization;
using System.Text;
using System.Text.Json;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Protocol.SocketIO;

/// <summary>
/// The codec every Socket.IO client speaks unless it was told otherwise: a header in text, JSON, and attachments as binary messages.
/// </summary>
/// <remarks>
/// Socket.IO protocol v5, "Packet encoding": <c>&lt;type&gt;[&lt;attachments&gt;-][&lt;namespace&gt;,][&lt;id&gt;][&lt;JSON&gt;]</c>, where
/// the namespace is left out if it is <c>/</c>.
/// </remarks>
public sealed class JsonPacketCodec : PacketCodec
{
    /// <summary>Type, attachments, hyphen, comma and id, each at their longest.</summary>
    private const int LongestPrefix = 1 + 10 + 1 + 1 + 20;

    private readonly NameCache _names = new();

    /// <summary>Initializes a codec.</summary>
    /// <param name="serializer">Reads and writes the values inside packets.</param>
    public JsonPacketCodec(PayloadSerializer serializer)
        : base(serializer)
    {
    }

    /// <inheritdoc />
    public override string Name => "json";

    /// <inheritdoc />
    public override PacketDecoder CreateDecoder(PacketLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return new JsonPacketDecoder(limits, _names);
    }

    /// <inheritdoc />
    public override MessageBuffer EncodeConnect(string ns, string? sid, string? pid = null) =>
        Encode(PacketType.Connect, ns, (sid, pid), static (json, ids) =>
        {
            if (ids.sid is null && ids.pid is null)
            {
                return;
            }

            json.WriteStartObject();
            if (ids.sid is not null)
            {
                json.WriteString("sid"u8, ids.sid);
            }

            if (ids.pid is not null)
            {
                json.WriteString("pid"u8, ids.pid);
            }

            json.WriteEndObject();
        });

    /// <inheritdoc />
    public override MessageBuffer EncodeConnectError(string ns, string message, object? data) =>
        Encode(PacketType.ConnectError, ns, (message, data, Serializer.Options), static (json, error) =>
        {
            json.WriteStartObject();
            json.WriteString("message"u8, error.message);
            if (error.data is not null)
            {
                json.WritePropertyName("data"u8);
                JsonSerializer.Serialize(json, error.data, error.Options.GetTypeInfo(error.data.GetType()));
            }

            json.WriteEndObject();
        });

    /// <inheritdoc />
    public override MessageBuffer EncodeError(string ns, object payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return Encode(PacketType.ConnectError, ns, (payload, Serializer.Options), static (json, error) =>
            JsonSerializer.Serialize(json, error.payload, error.Options.GetTypeInfo(error.payload.GetType())));
    }

    /// <inheritdoc />
    public override MessageBuffer EncodeDisconnect(string ns) => Encode(PacketType.Disconnect, ns, 0, static (_, _) => { });

    /// <inheritdoc />
    public override MessageBuffer EncodeEvent(string ns, ulong? id, string eventName, ReadOnlySpan<object?> arguments)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        return EncodeArray(PacketType.Event, ns, id, eventName, arguments);
    }

    /// <inheritdoc />
    public override EncodedMessage AppendText(EncodedMessage message, string text)
    {
        ArgumentNullException.ThrowIfNull(message);
        var packet = message.WebSocketPayload.Span;
        if (message.IsBinary || packet.Length < 2 || packet[^1] != (byte)']')
        {
            throw new ArgumentException("Only an event of this codec can take another argument.", nameof(message));
        }

        var encoded = JsonEncodedText.Encode(text, Serializer.Options.Encoder).EncodedUtf8Bytes;
        return EncodedMessage.Text([.. packet[1..^1], .. ",\""u8, .. encoded, .. "\"]"u8], message.Compress, message.Next);
    }

    /// <inheritdoc />
    public override MessageBuffer EncodeAck(string ns, ulong id, ReadOnlySpan<object?> arguments) =>
        EncodeArray(PacketType.Ack, ns, id, null, arguments);

    private MessageBuffer EncodeArray(PacketType type, string ns, ulong? id, string? eventName, ReadOnlySpan<object?> arguments)
    {
        var buffer = Rent(ns);
        try
        {
            using var writer = PayloadWriter.Rent(Serializer, buffer);
            writer.WriteArray(eventName, arguments);
            if (writer.AttachmentCount > 0)
            {
                writer.CheckPlaceholders(buffer.Text.Span);
                buffer.Attachments = writer.ChainAttachments();
            }

            Prefix(buffer, type, ns, id, writer.AttachmentCount);
            return buffer;
        }
        catch
        {
            buffer.Return();
            throw;
        }
    }

    /// <summary>Encodes a packet that cannot have attachments: binary in it is base64.</summary>
    private MessageBuffer Encode<TState>(PacketType type, string ns, TState state, Action<Utf8JsonWriter, TState> write)
    {
        var buffer = Rent(ns);
        try
        {
            var options = new JsonWriterOptions { Encoder = Serializer.Options.Encoder, SkipValidation = true };
            using var json = new Utf8JsonWriter(buffer, options);
            write(json, state);
            json.Flush();
            Prefix(buffer, type, ns, id: null, attachments: 0);
            return buffer;
        }
        catch
        {
            buffer.Return();
            throw;
        }
    }

    private static MessageBuffer Rent(string ns)
    {
        ArgumentException.ThrowIfNullOrEmpty(ns);
        return MessageBuffer.Rent(LongestPrefix + (ns.Length == 1 ? 0 : Encoding.UTF8.GetMaxByteCount(ns.Length)));
    }

    private static void Prefix(MessageBuffer buffer, PacketType type, string ns, ulong? id, int attachments)
    {
        Span<byte> digits = stackalloc byte[20];
        if (id is { } number)
        {
            _ = number.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
            buffer.Prepend(digits[..length]);
        }

        if (ns != "/")
        {
            buffer.Prepend(","u8);
            PrependText(buffer, ns);
        }

        if (attachments > 0)
        {
            buffer.Prepend("-"u8);
            _ = attachments.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
            buffer.Prepend(digits[..length]);
            type = type == PacketType.Event ? PacketType.BinaryEvent : PacketType.BinaryAck;
        }

        buffer.Prepend([(byte)('0' + (int)type)]);
    }

    private static void PrependText(MessageBuffer buffer, string text)
    {
        const int OnStack = 256;
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var bytes = most <= OnStack ? stackalloc byte[OnStack] : new byte[most];
        buffer.Prepend(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }
}
