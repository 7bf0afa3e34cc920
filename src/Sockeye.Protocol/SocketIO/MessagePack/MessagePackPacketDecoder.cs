namespace Sockeye.Protocol.SocketIO;

/// <summary>The decoder of <see cref="MessagePackPacketCodec"/>: each message is binary, and a whole packet.</summary>
internal sealed class MessagePackPacketDecoder(PacketLimits limits, NameCache names) : PacketDecoder
{
    public override bool HasPartialPacket => false;

    public override DecodeResult Decode(ReadOnlyMemory<byte> data, bool isBinary, out IncomingPacket packet)
    {
        packet = default;
        Error = isBinary
            ? Take(data, out packet)
            : "Text came where a packet in MessagePack should: server and client must use the same codec.";
        return Error is null ? DecodeResult.Packet : DecodeResult.Invalid;
    }

    public override void Reset() => Error = null;

    private string? Take(ReadOnlyMemory<byte> data, out IncomingPacket packet)
    {
        packet = default;
        if (PackedPacket.Read(data.Span, limits, out var read) is { } error)
        {
            return error;
        }

        var ns = names.Get(data.Span[read.Namespace]);
        switch (read.Type)
        {
            case PacketType.Event:
                if (read.ReadEventName(data.Span, limits, names, out var name, out var start) is { } fault)
                {
                    return fault;
                }

                packet = new IncomingPacket(
                    read.Type, ns, read.Id, default, name, IncomingArguments.Packed(data, read.DataCount - 1, start, read.DataEnd));
                break;
            case PacketType.Ack:
                packet = new IncomingPacket(
                    read.Type, ns, read.Id, default, null, IncomingArguments.Packed(data, read.DataCount, read.ElementsStart, read.DataEnd));
                break;
            default:
                var json = read.DataKind is PackKind.Map or PackKind.Text ? ToJson(data.Span[read.DataStart..read.DataEnd]) : default;
                packet = new IncomingPacket(read.Type, ns, read.Id, json);
                break;
        }

        return null;
    }

    /// <summary>The payload of a packet that has no attachments in either codec: binary in it becomes base64.</summary>
    private static byte[] ToJson(ReadOnlySpan<byte> data)
    {
        using var scratch = PackScratch.Rent();
        var reader = new PackReader(data);
        PackToJson.Write(ref reader, scratch.Writer, attachments: null);
        scratch.Writer.Flush();
        return scratch.Json.WrittenSpan.ToArray();
    }
}
