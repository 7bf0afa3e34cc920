using System.Text.Json;

namespace Sockeye.Protocol.SocketIO;

/// <summary>What the JSON of a packet turned out to be, once it is known to be what its type asks for.</summary>
internal struct PayloadShape
{
    private const string NoId = "The id is missing: an ACK should have the id of the event it answers.";

    private int _skipped;
    private int _count;
    private int _start;
    private int _end;

    /// <summary>The name of an event.</summary>
    public string? EventName { get; private set; }

    /// <summary>A packet without a payload: only these types may be one.</summary>
    public static string? ErrorIfAbsent(in PacketHeader header) => header.Type switch
    {
        PacketType.Connect or PacketType.Disconnect => null,
        PacketType.Ack => header.Id is null ? NoId : null,
        PacketType.ConnectError => "The payload is missing: a CONNECT_ERROR should carry an object or a string.",
        PacketType.Event or PacketType.BinaryEvent => "The payload is missing: an EVENT should carry an array that begins with the event's name.",
        _ => "The payload is missing: a BINARY_ACK should carry an array.",
    };

    /// <returns>What was wrong, or null.</returns>
    public static string? Read(
        ReadOnlySpan<byte> json, in PacketHeader header, PacketLimits limits, NameCache names, out PayloadShape shape)
    {
        shape = default;
        var scan = header.IsBinary ? new PlaceholderScan() : null;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = limits.MaxDepth });
        try
        {
            reader.Read();
            var error = ErrorOfFirstToken(reader.TokenType, header);
            if (error is not null)
            {
                return error;
            }

            scan?.Accept(ref reader);
            if (header.Type is PacketType.Event or PacketType.BinaryEvent)
            {
                error = EventNames.Read(ref reader, limits, names, out var name);
                shape.EventName = name;
                shape._skipped = 1;
            }

            if (error is null)
            {
                shape.ReadRest(ref reader, scan);
            }

            return error ?? CheckPlaceholders(scan, header.Attachments);
        }
        catch (JsonException)
        {
            return $"The payload is not valid JSON, or is nested more than {limits.MaxDepth} deep, near byte {reader.BytesConsumed}.";
        }
    }

    public readonly IncomingArguments Arguments(ReadOnlyMemory<byte> json, byte[][]? attachments) =>
        new(json, _skipped, _count, _start, _end, attachments);

    private static string? ErrorOfFirstToken(JsonTokenType token, in PacketHeader header) => (header.Type, token) switch
    {
        (PacketType.Connect, JsonTokenType.StartObject) => null,
        (PacketType.Connect, _) => "The payload of a CONNECT should be an object.",
        (PacketType.Disconnect, _) => "A DISCONNECT should have no payload.",
        (PacketType.ConnectError, JsonTokenType.StartObject or JsonTokenType.String) => null,
        (PacketType.ConnectError, _) => "The payload of a CONNECT_ERROR should be an object or a string.",
        (PacketType.Event or PacketType.BinaryEvent, JsonTokenType.StartArray) => null,
        (PacketType.Event or PacketType.BinaryEvent, _) => "The payload of an EVENT should be an array that begins with the event's name.",
        (_, JsonTokenType.StartArray) => header.Id is null ? NoId : null,
        _ => "The payload of an ACK should be an array.",
    };

    /// <summary>Reads to the end, which shows whether the JSON is well formed, and notes where the arguments are.</summary>
    private void ReadRest(ref Utf8JsonReader reader, PlaceholderScan? scan)
    {
        while (reader.Read())
        {
            scan?.Accept(ref reader);
            if (reader.CurrentDepth == 1 && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
            {
                _start = _count++ == 0 ? (int)reader.TokenStartIndex : _start;
            }
            else if (reader.CurrentDepth == 0)
            {
                _end = (int)reader.TokenStartIndex;
            }
        }

        _start = _count == 0 ? _end : _start;
    }

    private static string? CheckPlaceholders(PlaceholderScan? scan, int attachments)
    {
        foreach (var placeholder in scan?.Found ?? [])
        {
            if ((uint)placeholder.Number >= (uint)attachments)
            {
                return "A placeholder names no attachment: its \"num\" should be an integer from 0 to below the number of attachments.";
            }
        }

        return null;
    }
}
