using System.Text.Unicode;

namespace Sockeye.Protocol.SocketIO;

/// <summary>
/// The decoder of <see cref="JsonPacketCodec"/>: a text message is a packet or the beginning of one, a binary message is the next
/// attachment.
/// </summary>
internal sealed class JsonPacketDecoder(PacketLimits limits, NameCache names) : PacketDecoder
{
    private PartialPacket? _partial;

    public override bool HasPartialPacket => _partial is not null;

    public override DecodeResult Decode(ReadOnlyMemory<byte> data, bool isBinary, out IncomingPacket packet)
    {
        Error = isBinary ? TakeAttachment(data.Span, out packet) : TakeText(data, out packet);
        if (Error is not null)
        {
            _partial = null;
            return DecodeResult.Invalid;
        }

        return _partial is null ? DecodeResult.Packet : DecodeResult.Incomplete;
    }

    public override void Reset()
    {
        _partial = null;
        Error = null;
    }

    private string? TakeText(ReadOnlyMemory<byte> data, out IncomingPacket packet)
    {
        packet = default;
        if (_partial is not null)
        {
            return "Text came where the attachments of a packet were missing: they should follow it without another message in between.";
        }

        if (!Utf8.IsValid(data.Span))
        {
            return "The packet is not valid UTF-8.";
        }

        var error = PacketHeader.Read(data.Span, limits, out var header);
        if (error is not null)
        {
            return error;
        }

        var json = data[header.PayloadStart..];
        var payload = default(PayloadShape);
        error = json.IsEmpty ? PayloadShape.ErrorIfAbsent(header) : PayloadShape.Read(json.Span, header, limits, names, out payload);
        if (error is not null)
        {
            return error;
        }

        var ns = header.Namespace.Length <= 1 ? "/" : names.Get(header.Namespace);
        if (header.IsBinary)
        {
            _partial = new PartialPacket(header, ns, json.ToArray(), payload);
        }
        else
        {
            var arguments = header.Type is PacketType.Event or PacketType.Ack ? payload.Arguments(json, null) : default;
            packet = new IncomingPacket(header.Type, ns, header.Id, json, payload.EventName, arguments);
        }

        return null;
    }

    private string? TakeAttachment(ReadOnlySpan<byte> data, out IncomingPacket packet)
    {
        packet = default;
        if (_partial is null)
        {
            return "A binary message came where no attachment was missing: the packet that announces it should come first.";
        }

        if (_partial.Bytes + data.Length > limits.MaxAttachmentBytes)
        {
            return $"The attachments of the packet are too large: they may have {limits.MaxAttachmentBytes} bytes together.";
        }

        if (_partial.Add(data))
        {
            packet = _partial.ToPacket();
            _partial = null;
        }

        return null;
    }

    /// <summary>A packet that waits for its attachments.</summary>
    private sealed class PartialPacket
    {
        private readonly PacketType _type;
        private readonly string _namespace;
        private readonly ulong? _id;
        private readonly byte[] _json;
        private readonly PayloadShape _payload;
        private readonly int _awaited;
        private readonly List<byte[]> _attachments = []; // grows with what comes, not with what is announced

        public PartialPacket(in PacketHeader header, string ns, byte[] json, in PayloadShape payload)
        {
            _type = header.Type == PacketType.BinaryEvent ? PacketType.Event : PacketType.Ack;
            _namespace = ns;
            _id = header.Id;
            _json = json;
            _payload = payload;
            _awaited = header.Attachments;
        }

        public long Bytes { get; private set; }

        /// <returns>Whether it was the last.</returns>
        public bool Add(ReadOnlySpan<byte> attachment)
        {
            _attachments.Add(attachment.ToArray());
            Bytes += attachment.Length;
            return _attachments.Count == _awaited;
        }

        public IncomingPacket ToPacket() => new(_type, _namespace, _id, _json, _payload.EventName, _payload.Arguments(_json, [.. _attachments]));
    }
}
