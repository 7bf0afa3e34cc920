using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Sockeye.Protocol.EngineIO;

namespace Sockeye;

/// <summary>One message of a raw WebSocket: text, or bytes. A string, and bytes, are taken for one wherever a message is sent.</summary>
/// <remarks>
/// The bytes of a message that came in are borrowed: they are good until its handlers have completed. <see cref="Encode"/> makes a message that may be
/// kept, and be sent many times without being encoded again.
/// </remarks>
public readonly struct WebSocketMessage
{
    private const int SmallText = 512;

    private readonly string? _text;
    private readonly ReadOnlyMemory<byte> _data;
    private readonly EncodedMessage? _encoded;

    internal WebSocketMessage(ReadOnlyMemory<byte> data, bool isBinary, bool compress = true)
    {
        _data = data;
        IsBinary = isBinary;
        Compress = compress;
    }

    private WebSocketMessage(string text, bool compress)
    {
        _text = text;
        Compress = compress;
    }

    private WebSocketMessage(EncodedMessage encoded)
    {
        _encoded = encoded;
        _data = encoded.WebSocketPayload;
        IsBinary = encoded.IsBinary;
        Compress = encoded.Compress;
    }

    /// <summary>Gets whether it is bytes; otherwise it is text.</summary>
    public bool IsBinary { get; }

    /// <summary>Gets whether it may be compressed on its way out, where that was agreed with the client.</summary>
    public bool Compress { get; }

    /// <summary>Gets the bytes: those of a binary message, or the text in UTF-8.</summary>
    public ReadOnlyMemory<byte> Data => _text is null ? _data : Encoding.UTF8.GetBytes(_text);

    /// <summary>Gets the text.</summary>
    /// <exception cref="InvalidOperationException">The message is binary.</exception>
    public string Text => IsBinary
        ? throw new InvalidOperationException($"The message is binary: read {nameof(Data)}. {nameof(IsBinary)} tells the two apart.")
        : _text ?? Encoding.UTF8.GetString(_data.Span);

    /// <summary>Makes a text message.</summary>
    /// <param name="text">The text. Halves of surrogate pairs become U+FFFD, as UTF-8 cannot hold them.</param>
    public static implicit operator WebSocketMessage(string text) => FromText(text);

    /// <summary>Makes a binary message.</summary>
    /// <param name="data">The bytes. They are copied when the message is sent.</param>
    public static implicit operator WebSocketMessage(byte[] data) => FromBinary(data);

    /// <summary>Makes a binary message.</summary>
    /// <param name="data">The bytes. They are copied when the message is sent.</param>
    public static implicit operator WebSocketMessage(ReadOnlyMemory<byte> data) => FromBinary(data);

    /// <summary>Makes a text message.</summary>
    /// <param name="text">The text. Halves of surrogate pairs become U+FFFD, as UTF-8 cannot hold them.</param>
    /// <param name="compress">Whether it may be compressed.</param>
    public static WebSocketMessage FromText(string text, bool compress = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new WebSocketMessage(text, compress);
    }

    /// <summary>Makes a text message.</summary>
    /// <param name="utf8">The text in UTF-8. It is copied when the message is sent.</param>
    /// <param name="compress">Whether it may be compressed.</param>
    /// <exception cref="ArgumentException">The bytes are not UTF-8.</exception>
    public static WebSocketMessage FromText(ReadOnlyMemory<byte> utf8, bool compress = true) => Utf8.IsValid(utf8.Span)
        ? new WebSocketMessage(utf8, isBinary: false, compress)
        : throw new ArgumentException("A text message must be valid UTF-8: send other bytes as a binary message.", nameof(utf8));

    /// <summary>Makes a binary message.</summary>
    /// <param name="data">The bytes. They are copied when the message is sent.</param>
    /// <param name="compress">Whether it may be compressed.</param>
    public static WebSocketMessage FromBinary(ReadOnlyMemory<byte> data, bool compress = true) => new(data, isBinary: true, compress);

    /// <summary>Makes the finished frame, so that the message may be kept and is not encoded again however often it is sent.</summary>
    public WebSocketMessage Encode() => _encoded is null ? new WebSocketMessage(ToEncoded()) : this;

    /// <summary>Returns the text, or how many bytes there are.</summary>
    public override string ToString() => IsBinary ? $"{_data.Length} bytes" : Text;

    internal EncodedMessage ToEncoded()
    {
        if (_encoded is not null)
        {
            return _encoded;
        }

        if (_text is null)
        {
            return IsBinary ? EncodedMessage.Binary(_data.Span, Compress) : EncodedMessage.PlainText(_data.Span, Compress);
        }

        var most = Encoding.UTF8.GetMaxByteCount(_text.Length);
        var rented = most > SmallText ? ArrayPool<byte>.Shared.Rent(most) : null;
        var utf8 = rented ?? stackalloc byte[SmallText];
        var encoded = EncodedMessage.PlainText(utf8[..Encoding.UTF8.GetBytes(_text, utf8)], Compress);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return encoded;
    }
}
