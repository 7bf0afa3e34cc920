namespace Sockeye.Protocol.SocketIO;

/// <summary>What precedes the JSON of a packet.</summary>
/// <remarks>Socket.IO protocol v5, "Packet encoding": <c>&lt;type&gt;[&lt;attachments&gt;-][&lt;namespace&gt;,][&lt;id&gt;]</c>.</remarks>
internal ref struct PacketHeader
{
    public PacketType Type;
    public int Attachments;

    /// <summary>The namespace; empty for <c>/</c>.</summary>
    public ReadOnlySpan<byte> Namespace;
    public ulong? Id;

    /// <summary>Where the JSON begins: the length of the text if there is none.</summary>
    public int PayloadStart;

    public readonly bool IsBinary => Type is PacketType.BinaryEvent or PacketType.BinaryAck;

    /// <returns>What was wrong, or null.</returns>
    public static string? Read(ReadOnlySpan<byte> text, PacketLimits limits, out PacketHeader header)
    {
        header = default;
        if (text.IsEmpty)
        {
            return "The packet is empty: it should begin with a type from 0 to 6.";
        }

        if (text[0] is < (byte)'0' or > (byte)'6')
        {
            return "The packet type is unknown: it should be a digit from 0 to 6.";
        }

        header.Type = (PacketType)(text[0] - '0');
        var at = 1;
        var error = header.IsBinary ? ReadAttachments(text, limits, ref header, ref at) : null;
        return error ?? ReadNamespace(text, limits, ref header, ref at) ?? ReadId(text, ref header, ref at);
    }

    private static string? ReadAttachments(ReadOnlySpan<byte> text, PacketLimits limits, ref PacketHeader header, ref int at)
    {
        if (!TryReadNumber(text, ref at, out var count) || count is 0 || at == text.Length || text[at] != '-')
        {
            return "The number of attachments is missing: a binary packet should have digits for at least 1, and a hyphen, after its type.";
        }

        if (count > (ulong)limits.MaxAttachments)
        {
            return $"The packet announces too many attachments: there may be {limits.MaxAttachments} at the most.";
        }

        at++;
        header.Attachments = (int)count;
        return null;
    }

    private static string? ReadNamespace(ReadOnlySpan<byte> text, PacketLimits limits, ref PacketHeader header, ref int at)
    {
        if (at == text.Length || text[at] != '/')
        {
            return null;
        }

        var rest = text[at..];
        var comma = rest.IndexOf((byte)',');
        header.Namespace = comma < 0 ? rest : rest[..comma];
        at += comma < 0 ? rest.Length : comma + 1;
        return header.Namespace.Length <= limits.MaxNamespaceLength
            ? null
            : $"The name of the namespace is too long: it may have {limits.MaxNamespaceLength} bytes at the most.";
    }

    private static string? ReadId(ReadOnlySpan<byte> text, ref PacketHeader header, ref int at)
    {
        var start = at;
        if (!TryReadNumber(text, ref at, out var id))
        {
            return "The acknowledgement id is too large: it should fit into 64 bits.";
        }

        if (at < text.Length && text[at] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
        {
            return "There is white space before the payload: it should follow at once."; // the official parser takes it for an id of 0
        }

        header.Id = at > start ? id : null;
        header.PayloadStart = at;
        return null;
    }

    /// <summary>Reads digits, if any; false if they are more than 64 bits hold.</summary>
    private static bool TryReadNumber(ReadOnlySpan<byte> text, ref int at, out ulong number)
    {
        number = 0;
        for (; at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9'; at++)
        {
            var digit = (ulong)(text[at] - '0');
            if (number > (ulong.MaxValue - digit) / 10)
            {
                return false;
            }

            number = (number * 10) + digit;
        }

        return true;
    }
}
