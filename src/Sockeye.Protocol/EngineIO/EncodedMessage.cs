using System.Buffers.Text;

namespace Sockeye.Protocol.EngineIO;

/// <summary>
/// An Engine.IO message in the forms in which it travels: encoded once, then shared by every receiver and transport.
/// </summary>
/// <remarks>
/// Immutable and safe to use from many threads. The WebSocket form is a finished frame, header included; the polling form of a text
/// message is the tail of that same array, and that of a binary message is made when the first polling receiver asks for it.
/// Messages that must travel together, such as a Socket.IO packet and its attachments, are linked by <see cref="Next"/>.
/// </remarks>
public sealed class EncodedMessage
{
    private readonly byte[] _frame;
    private readonly byte _headerLength;
    private OtherForms? _others;

    private EncodedMessage(byte[] frame, int headerLength, bool isBinary, bool compress, EncodedMessage? next)
    {
        _frame = frame;
        _headerLength = (byte)headerLength;
        IsBinary = isBinary;
        Compress = compress;
        Next = next;
        ChainLength = 1 + (next?.ChainLength ?? 0);
        ChainBytes = frame.Length + (next?.ChainBytes ?? 0);
    }

    /// <summary>Gets whether the message is binary.</summary>
    public bool IsBinary { get; }

    /// <summary>Gets whether a transport that can compress may compress this message. The first of a chain speaks for all of it.</summary>
    public bool Compress { get; }

    /// <summary>Gets the message that must follow this one without another in between, or <see langword="null"/>.</summary>
    public EncodedMessage? Next { get; }

    /// <summary>Gets the number of messages from this one to the end of its chain.</summary>
    public int ChainLength { get; }

    /// <summary>Gets the number of bytes, as WebSocket frames, from this message to the end of its chain.</summary>
    public long ChainBytes { get; }

    /// <summary>Gets the finished, unmasked WebSocket frame (RFC 6455, section 5.2).</summary>
    public ReadOnlyMemory<byte> WebSocketFrame => _frame;

    /// <summary>Gets the payload of the WebSocket frame: <c>4</c> and the text, or the bytes of a binary message.</summary>
    public ReadOnlyMemory<byte> WebSocketPayload => _frame.AsMemory(_headerLength);

    /// <summary>Gets the packet as a polling payload carries it: <c>4</c> and the text, or <c>b</c> and the bytes in base64.</summary>
    public ReadOnlyMemory<byte> PollingPacket => IsBinary ? Others.Base64 ??= EncodeBase64(WebSocketPayload.Span) : WebSocketPayload;

    private OtherForms Others => Volatile.Read(ref _others) ?? Interlocked.CompareExchange(ref _others, new OtherForms(), null) ?? _others;

    /// <summary>
    /// Gets the frame in compressed form, which is made for the first receiver that asks and kept for the others. Only for receivers for whom messages
    /// do not build on those before (RFC 7692, section 7.1.1).
    /// </summary>
    /// <param name="windowBits">The window it must fit. The frame for one window is kept; one for another is made each time.</param>
    /// <param name="compress">Makes the frame.</param>
    public ReadOnlyMemory<byte> CompressedFrame(int windowBits, Func<EncodedMessage, int, ReadOnlyMemory<byte>> compress)
    {
        ArgumentNullException.ThrowIfNull(compress);
        if (Others.Compressed is { } kept && kept.WindowBits == windowBits)
        {
            return kept.Frame;
        }

        var made = new CompressedForm(windowBits, compress(this, windowBits));
        Others.Compressed ??= made;
        return made.Frame;
    }

    /// <summary>Makes a text message.</summary>
    /// <param name="text">The text in UTF-8, without the packet type.</param>
    /// <param name="compress">Whether it may be compressed.</param>
    /// <param name="next">The message that must follow.</param>
    public static EncodedMessage Text(ReadOnlySpan<byte> text, bool compress = true, EncodedMessage? next = null) =>
        Text((byte)'4', text, compress, next);

    /// <summary>Makes a text message without a packet type, for WebSockets that carry no Engine.IO.</summary>
    /// <param name="text">The text in UTF-8.</param>
    /// <param name="compress">Whether it may be compressed.</param>
    public static EncodedMessage PlainText(ReadOnlySpan<byte> text, bool compress = true) => Frame(text, isBinary: false, compress, next: null);

    /// <summary>Makes a packet of any type. Only the transports have a use for others than messages.</summary>
    /// <param name="type">What it is.</param>
    /// <param name="data">What follows the type, in UTF-8.</param>
    public static EncodedMessage Packet(EnginePacketType type, ReadOnlySpan<byte> data = default) =>
        Text((byte)((byte)'0' + type), data, compress: false, next: null);

    /// <summary>Makes a binary message from a copy of the bytes.</summary>
    /// <param name="data">The bytes.</param>
    /// <param name="compress">Whether it may be compressed.</param>
    /// <param name="next">The message that must follow.</param>
    public static EncodedMessage Binary(ReadOnlySpan<byte> data, bool compress = true, EncodedMessage? next = null) =>
        Frame(data, isBinary: true, compress, next);

    /// <summary>Makes the same chain for a client that takes no binary frames: binary messages become text, <c>b</c> and base64.</summary>
    public EncodedMessage ToTextOnly()
    {
        var next = Next?.ToTextOnly();
        if (!IsBinary)
        {
            return ReferenceEquals(next, Next) ? this : new EncodedMessage(_frame, _headerLength, isBinary: false, Compress, next);
        }

        var packet = PollingPacket.Span;
        return Text(packet[0], packet[1..], Compress, next);
    }

    /// <summary>Makes the same chain for a client that takes messages in another form, or gives this one where that is its form.</summary>
    /// <param name="form">What the client takes.</param>
    public EncodedMessage In(ClientForm form) => (form.Revision, form.IsTextOnly) switch
    {
        (3, var isTextOnly) => ToRevision3(isTextOnly),
        (_, true) => ToTextOnly(),
        _ => this,
    };

    /// <summary>Bytes as text has them in protocol revision 3: <c>b4</c> and base64.</summary>
    internal static byte[] ToBase64Revision3(ReadOnlySpan<byte> data)
    {
        var packet = GC.AllocateUninitializedArray<byte>(2 + Base64.GetMaxEncodedToUtf8Length(data.Length));
        "b4"u8.CopyTo(packet);
        Base64.EncodeToUtf8(data, packet.AsSpan(2), out _, out _);
        return packet;
    }

    /// <summary>In protocol revision 3 a binary message has its type in front as well, as a byte.</summary>
    private EncodedMessage ToRevision3(bool isTextOnly)
    {
        var next = Next?.ToRevision3(isTextOnly);
        if (!IsBinary)
        {
            return ReferenceEquals(next, Next) ? this : new EncodedMessage(_frame, _headerLength, isBinary: false, Compress, next);
        }

        var data = WebSocketPayload.Span;
        return isTextOnly
            ? Text((byte)'b', ToBase64Revision3(data).AsSpan(1), Compress, next)
            : Binary([(byte)EnginePacketType.Message, .. data], Compress, next);
    }

    private static EncodedMessage Text(byte type, ReadOnlySpan<byte> text, bool compress, EncodedMessage? next)
    {
        var payloadLength = text.Length + 1;
        var headerLength = WebSocketFrameHeader.LengthFor(payloadLength);
        var frame = GC.AllocateUninitializedArray<byte>(headerLength + payloadLength);
        WebSocketFrameHeader.Write(frame, isBinary: false, payloadLength);
        frame[headerLength] = type;
        text.CopyTo(frame.AsSpan(headerLength + 1));
        return new EncodedMessage(frame, headerLength, isBinary: false, compress, next);
    }

    private static EncodedMessage Frame(ReadOnlySpan<byte> payload, bool isBinary, bool compress, EncodedMessage? next)
    {
        var headerLength = WebSocketFrameHeader.LengthFor(payload.Length);
        var frame = GC.AllocateUninitializedArray<byte>(headerLength + payload.Length);
        WebSocketFrameHeader.Write(frame, isBinary, payload.Length);
        payload.CopyTo(frame.AsSpan(headerLength));
        return new EncodedMessage(frame, headerLength, isBinary, compress, next);
    }

    private static byte[] EncodeBase64(ReadOnlySpan<byte> data)
    {
        var packet = GC.AllocateUninitializedArray<byte>(1 + Base64.GetMaxEncodedToUtf8Length(data.Length));
        packet[0] = (byte)'b';
        Base64.EncodeToUtf8(data, packet.AsSpan(1), out _, out _);
        return packet;
    }

    private sealed record CompressedForm(int WindowBits, ReadOnlyMemory<byte> Frame);

    /// <summary>What most messages have no need of, and pay one field for. Two threads may make the same twice: either is right.</summary>
    private sealed class OtherForms
    {
        private volatile byte[]? _base64;
        private volatile CompressedForm? _compressed;

        public byte[]? Base64
        {
            get => _base64;
            set => _base64 = value;
        }

        public CompressedForm? Compressed
        {
            get => _compressed;
            set => _compressed = value;
        }
    }
}
