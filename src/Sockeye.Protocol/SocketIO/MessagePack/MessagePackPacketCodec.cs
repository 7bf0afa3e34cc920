using Sockeye.Protocol.EngineIO;

namespace Sockeye.Protocol.SocketIO;

/// <summary>
/// The codec of clients with <c>parser: require("socket.io-msgpack-parser")</c>: each packet is one binary message, a map in MessagePack,
/// with binary inside it.
/// </summary>
/// <remarks>
/// <para>
/// Values are read and written by the same rules as in JSON, by the same <see cref="System.Text.Json.JsonSerializerOptions"/>; only what travels
/// differs. Read: an integer of any width and a double that is one are numbers; text, booleans, arrays and maps are theirs, where a key that is
/// a number is its text; nil and JavaScript's <c>undefined</c> are null, <c>undefined</c> in a map is left out of it; <c>bin</c> and an ArrayBuffer
/// (extension 0) are <c>byte[]</c>, <c>ReadOnlyMemory&lt;byte&gt;</c> and their like; a Date (extension 0, or the timestamp extension −1) is an ISO
/// 8601 string, and so a <c>DateTime</c> or a <c>DateTimeOffset</c>; any other extension is the array of its type and its bytes. NaN and the
/// infinities are read as such by a parameter that is a <c>double</c> or <c>float</c>, and are null inside other values.
/// </para>
/// <para>
/// Written: null is nil, a number takes the fewest bytes, <c>decimal</c> is a double, binary is <c>bin</c>, and whatever JSON has as a string
/// (dates, enums with names, <c>Guid</c>) is one here as well, so that a client need not know which codec brought it.
/// </para>
/// <para>
/// In the payload of a CONNECT, which is handed out as JSON, binary is base64.
/// A packet is refused that is not one value of valid MessagePack, has text that is not UTF-8, is nested too deeply, or has not the shape of
/// its type. The limits on attachments do not apply: binary lies inside the message and is bounded by its size.
/// </para>
/// </remarks>
public sealed class MessagePackPacketCodec : PacketCodec
{
    private readonly NameCache _names = new();

    /// <summary>Initializes a codec.</summary>
    /// <param name="serializer">Reads and writes the values inside packets.</param>
    public MessagePackPacketCodec(PayloadSerializer serializer)
        : base(serializer)
    {
    }

    private delegate void WriteMembers<in TState>(MessageBuffer output, TState state);

    /// <inheritdoc />
    public override string Name => "msgpack";

    /// <inheritdoc />
    public override PacketDecoder CreateDecoder(PacketLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return new MessagePackPacketDecoder(limits, _names);
    }

    /// <inheritdoc />
    public override MessageBuffer EncodeConnect(string ns, string? sid, string? pid = null) =>
        Encode(PacketType.Connect, ns, sid is not null || pid is not null, (sid, pid), static (output, ids) =>
        {
            PackWriter.MapHeader(output, (ids.sid is null ? 0 : 1) + (ids.pid is null ? 0 : 1));
            WriteText(output, "sid"u8, ids.sid);
            WriteText(output, "pid"u8, ids.pid);
        });

    /// <inheritdoc />
    public override MessageBuffer EncodeConnectError(string ns, string message, object? data) =>
        Encode(PacketType.ConnectError, ns, hasData: true, (message, data, Serializer), static (output, error) =>
        {
            PackWriter.MapHeader(output, error.data is null ? 1 : 2);
            WriteText(output, "message"u8, error.message);
            if (error.data is not null)
            {
                PackWriter.Text(output, "data"u8);
                PackedValues.Write(output, error.data, error.Serializer);
            }
        });

    /// <inheritdoc />
    public override MessageBuffer EncodeError(string ns, object payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return Encode(PacketType.ConnectError, ns, hasData: true, (payload, Serializer), static (output, error) =>
            PackedValues.Write(output, error.payload, error.Serializer));
    }

    /// <inheritdoc />
    public override MessageBuffer EncodeDisconnect(string ns) => Encode(PacketType.Disconnect, ns, hasData: false, 0, static (_, _) => { });

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
        var reader = new PackReader(packet);
        for (var i = 0; i < 4; i++)
        {
            Read(ref reader); // the map, "type", its value, "data": written in that order
        }

        var head = packet[..reader.Position];
        Read(ref reader);
        var count = reader.Kind == PackKind.Array ? reader.Count : throw NotAnEvent();
        var from = reader.Position;
        for (long left = count; left > 0; left--)
        {
            Read(ref reader);
            left += reader.Kind switch { PackKind.Array => reader.Count, PackKind.Map => 2L * reader.Count, _ => 0 };
        }

        var output = Rent();
        output.Compress = message.Compress;
        PackWriter.Raw(output, head);
        PackWriter.ArrayHeader(output, count + 1);
        PackWriter.Raw(output, packet[from..reader.Position]);
        PackWriter.Text(output, text);
        PackWriter.Raw(output, packet[reader.Position..]);
        return output.ToMessage();

        static void Read(ref PackReader reader)
        {
            if (!reader.TryRead())
            {
                throw NotAnEvent();
            }
        }

        static ArgumentException NotAnEvent() => new("Only an event of this codec can take another argument.", nameof(message));
    }

    /// <inheritdoc />
    public override MessageBuffer EncodeAck(string ns, ulong id, ReadOnlySpan<object?> arguments) =>
        EncodeArray(PacketType.Ack, ns, id, null, arguments);

    private MessageBuffer EncodeArray(PacketType type, string ns, ulong? id, string? eventName, ReadOnlySpan<object?> arguments)
    {
        ArgumentException.ThrowIfNullOrEmpty(ns);
        var output = Rent();
        try
        {
            WriteHead(output, type, members: id is null ? 3 : 4);
            PackWriter.Text(output, "data"u8);
            WriteArray(output, eventName, arguments);
            if (id is { } number)
            {
                PackWriter.Text(output, "id"u8);
                PackWriter.Unsigned(output, number);
            }

            WriteText(output, "nsp"u8, ns);
            return output;
        }
        catch
        {
            output.Return();
            throw;
        }
    }

    private static MessageBuffer Encode<TState>(PacketType type, string ns, bool hasData, TState state, WriteMembers<TState> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(ns);
        var output = Rent();
        try
        {
            WriteHead(output, type, members: hasData ? 3 : 2);
            if (hasData)
            {
                PackWriter.Text(output, "data"u8);
                write(output, state);
            }

            WriteText(output, "nsp"u8, ns);
            return output;
        }
        catch
        {
            output.Return();
            throw;
        }
    }

    private static MessageBuffer Rent()
    {
        var output = MessageBuffer.Rent(prefixRoom: 0);
        output.IsBinary = true;
        return output;
    }

    private static void WriteHead(MessageBuffer output, PacketType type, int members)
    {
        PackWriter.MapHeader(output, members);
        PackWriter.Text(output, "type"u8);
        PackWriter.Unsigned(output, (ulong)type);
    }

    private static void WriteText(MessageBuffer output, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            PackWriter.Text(output, name);
            PackWriter.Text(output, value);
        }
    }

    private void WriteArray(MessageBuffer output, string? eventName, ReadOnlySpan<object?> arguments)
    {
        var count = eventName is null ? 0 : 1;
        foreach (var argument in arguments)
        {
            count += argument is EventArguments several ? several.Count : 1;
        }

        PackWriter.ArrayHeader(output, count);
        if (eventName is not null)
        {
            PackWriter.Text(output, eventName);
        }

        foreach (var argument in arguments)
        {
            if (argument is EventArguments several)
            {
                PackedValues.WriteElements(output, several);
            }
            else
            {
                PackedValues.Write(output, argument, Serializer);
            }
        }
    }
}
