namespace Sockeye.Protocol.SocketIO;

/// <summary>A packet in MessagePack: a map with <c>type</c>, <c>nsp</c>, and, as the type has it, <c>data</c> and <c>id</c>.</summary>
internal struct PackedPacket
{
    private const int LastType = (int)PacketType.ConnectError;

    public PacketType Type;

    /// <summary>Where the namespace lies.</summary>
    public Range Namespace;
    public ulong? Id;

    /// <summary>What the data is; <see cref="PackKind.Undefined"/> where there is none.</summary>
    public PackKind DataKind;

    /// <summary>How many elements the data has, if it is an array or a map.</summary>
    public int DataCount;

    /// <summary>Where the data begins.</summary>
    public int DataStart;

    /// <summary>Where the first element of the data begins.</summary>
    public int ElementsStart;

    /// <summary>Where the data ends.</summary>
    public int DataEnd;

    private bool _hasType;
    private bool _hasNamespace;

    /// <summary>Reads a packet, and makes sure of all of it.</summary>
    /// <returns>What was wrong, or null.</returns>
    public static string? Read(ReadOnlySpan<byte> bytes, PacketLimits limits, out PackedPacket packet)
    {
        packet = default;
        packet.DataKind = PackKind.Undefined;
        var reader = new PackReader(bytes);
        if (!reader.TryRead())
        {
            return $"{PackCheck.NotPacked}, near byte {reader.Position}.";
        }

        if (reader.Kind != PackKind.Map)
        {
            return "The packet should be a map with \"type\", \"nsp\" and \"data\".";
        }

        for (var left = reader.Count; left > 0; left--)
        {
            if (PackCheck.Skip(ref reader, 0, limits) is { } fault)
            {
                return fault;
            }

            var name = reader.Kind == PackKind.Text ? reader.Bytes : default;
            if (packet.ReadMember(name, ref reader, limits) is { } error)
            {
                return error;
            }
        }

        return reader.Position == bytes.Length ? packet.Check(bytes, limits) : $"{PackCheck.NotPacked}, near byte {reader.Position}.";
    }

    private string? ReadMember(scoped ReadOnlySpan<byte> name, ref PackReader reader, PacketLimits limits)
    {
        var start = reader.Position;
        var value = reader;
        if (PackCheck.Skip(ref reader, limits.MaxDepth, limits) is { } error)
        {
            return error;
        }

        value.TryRead();
        if (name.SequenceEqual("data"u8))
        {
            (DataKind, DataCount) = (value.Kind, value.Count);
            (DataStart, ElementsStart, DataEnd) = (start, value.Position, reader.Position);
        }
        else if (name.SequenceEqual("nsp"u8))
        {
            _hasNamespace = value.Kind == PackKind.Text;
            Namespace = _hasNamespace ? (value.Position - value.Bytes.Length)..value.Position : default;
        }
        else if (name.SequenceEqual("type"u8))
        {
            _hasType = TryGetNumber(in value, out var type) && type <= LastType;
            Type = (PacketType)type;
        }
        else if (name.SequenceEqual("id"u8))
        {
            Id = null;
            if (value.Kind != PackKind.Undefined)
            {
                if (!TryGetNumber(in value, out var id))
                {
                    return "The acknowledgement id should be an integer from 0 that fits into 64 bits.";
                }

                Id = id;
            }
        }

        return null;
    }

    private readonly string? Check(ReadOnlySpan<byte> bytes, PacketLimits limits)
    {
        if (!_hasType)
        {
            return "The packet type is unknown: \"type\" should be an integer from 0 to 4.";
        }

        if (!_hasNamespace || bytes[Namespace] is not [(byte)'/', ..] ns)
        {
            return "The namespace is missing: \"nsp\" should be text that begins with a slash.";
        }

        return ns.Length <= limits.MaxNamespaceLength
            ? ErrorOfData()
            : $"The name of the namespace is too long: it may have {limits.MaxNamespaceLength} bytes at the most.";
    }

    /// <remarks>Nothing may also be nil: Python's client sends it so.</remarks>
    private readonly string? ErrorOfData() => (Type, DataKind) switch
    {
        (PacketType.Connect, PackKind.Map or PackKind.Undefined or PackKind.Nil) => null,
        (PacketType.Connect, _) => "The data of a CONNECT should be a map.",
        (PacketType.Disconnect, PackKind.Undefined or PackKind.Nil) => null,
        (PacketType.Disconnect, _) => "A DISCONNECT should have no data.",
        (PacketType.ConnectError, PackKind.Map or PackKind.Text) => null,
        (PacketType.ConnectError, _) => "The data of a CONNECT_ERROR should be a map or text.",
        (PacketType.Event, PackKind.Array) => null,
        (PacketType.Event, _) => "The data of an EVENT should be an array that begins with the event's name.",
        (_, PackKind.Array) => Id is null ? "The id is missing: an ACK should have the id of the event it answers." : null,
        _ => "The data of an ACK should be an array.",
    };

    /// <summary>Reads the name of an event: the first element of its data.</summary>
    /// <returns>What was wrong, or null.</returns>
    public readonly string? ReadEventName(ReadOnlySpan<byte> bytes, PacketLimits limits, NameCache names, out string? name, out int argumentsStart)
    {
        name = null;
        argumentsStart = ElementsStart;
        var reader = new PackReader(bytes[ElementsStart..DataEnd]);
        if (DataCount == 0 || !reader.TryRead() || reader.Kind is not (PackKind.Text or PackKind.Integer or PackKind.Unsigned or PackKind.Real))
        {
            return "The array of an EVENT should begin with the event's name: text or a number.";
        }

        if (reader.Kind == PackKind.Text && reader.Bytes.Length > limits.MaxEventNameLength)
        {
            return $"The name of the event is too long: it may have {limits.MaxEventNameLength} bytes at the most.";
        }

        argumentsStart += reader.Position;
        name = reader.Kind == PackKind.Text ? names.Get(reader.Bytes) : PackCheck.NameOf(in reader)!;
        return ReservedEventNames.Contains(name) ? $"The name of the event is reserved: \"{name}\" cannot be sent." : null;
    }

    /// <summary>A number as JavaScript has it: an integer may have come as a double.</summary>
    private static bool TryGetNumber(in PackReader reader, out ulong value)
    {
        const double PastUnsigned = 18446744073709551616d;
        switch (reader.Kind)
        {
            case PackKind.Integer when reader.Integer >= 0:
                value = (ulong)reader.Integer;
                return true;
            case PackKind.Unsigned:
                value = reader.Unsigned;
                return true;
            case PackKind.Real when reader.Real is >= 0 and < PastUnsigned && Math.Truncate(reader.Real) == reader.Real:
                value = (ulong)reader.Real;
                return true;
            default:
                value = 0;
                return false;
        }
    }
}
