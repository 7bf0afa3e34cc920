using System.Buffers;
using System.Text;

namespace Sockeye.Events.Streams;

/// <summary>
/// Bytes in, characters out. What a chunk ends in the middle of (a character, a surrogate pair, a byte order mark) waits for the next
/// chunk, so the pieces put together are what decoding all bytes at once would give.
/// </summary>
internal sealed class TextInput : IDisposable
{
    private readonly StreamTextOptions _options;
    private readonly byte[] _start = new byte[EncodingMark.Longest];
    private char[] _chars = [];
    private int _startLength;
    private Decoder? _decoder;
    private long _decoded;

    public TextInput(StreamTextOptions options)
    {
        _options = options;
        Encoding = options.Encoding;
    }

    /// <summary>Gets the encoding that is read. Certain once there was text.</summary>
    public Encoding Encoding { get; private set; }

    /// <summary>Gets whether the stream began with a byte order mark. Certain once there was text.</summary>
    public bool HadMark { get; private set; }

    /// <summary>Decodes the next bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="isLast">Whether no more will come: what is incomplete then is invalid.</param>
    /// <returns>The characters that are complete, good until the next call. There may be none.</returns>
    public ReadOnlyMemory<char> Decode(ReadOnlyMemory<byte> bytes, bool isLast)
    {
        var text = _decoder is null ? DecodeStart(bytes.Span, isLast) : DecodeOn(bytes.Span, 0, isLast);
        return _chars.AsMemory(0, text);
    }

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_chars);
        _chars = [];
    }

    private int DecodeStart(ReadOnlySpan<byte> bytes, bool isLast)
    {
        // The first bytes are put together until it is certain whether they are a mark: they may come one by one.
        var taken = Math.Min(bytes.Length, _start.Length - _startLength);
        bytes[..taken].CopyTo(_start.AsSpan(_startLength));
        _startLength += taken;
        var start = _start.AsSpan(0, _startLength);
        if (!EncodingMark.TryFind(start, isLast, Encoding, _options.DetectEncoding, out var mark))
        {
            return 0;
        }

        if (mark is { } found)
        {
            HadMark = true;
            start = start[found.Bytes.Length..];
            _decoded = found.Bytes.Length;
            Encoding = found.CodePage == Encoding.CodePage ? Encoding : Encoding.GetEncoding(found.CodePage);
        }

        Encoding = EncodingPolicy.Apply(Encoding, _options.InvalidText);
        _decoder = Encoding.GetDecoder();
        var written = DecodeOn(start, 0, isLast && taken == bytes.Length);
        return taken == bytes.Length ? written : DecodeOn(bytes[taken..], written, isLast);
    }

    private int DecodeOn(ReadOnlySpan<byte> bytes, int at, bool isLast)
    {
        Reserve(at, at + Encoding.GetMaxCharCount(bytes.Length));
        try
        {
            var written = _decoder!.GetChars(bytes, _chars.AsSpan(at), isLast);
            _decoded += bytes.Length;
            return at + written;
        }
        catch (DecoderFallbackException exception)
        {
            var place = Math.Max(0, _decoded + exception.Index);
            throw new InvalidDataException(
                $"The bytes {Convert.ToHexString(exception.BytesUnknown ?? [])} at offset {place} of the stream are not valid in {Encoding.WebName}. " +
                $"Name the right {nameof(StreamTextOptions.Encoding)}, or let {nameof(StreamTextOptions.InvalidText)} replace them.", exception);
        }
    }

    private void Reserve(int used, int length)
    {
        if (_chars.Length >= length)
        {
            return;
        }

        var larger = ArrayPool<char>.Shared.Rent(length);
        _chars.AsSpan(0, used).CopyTo(larger);
        ArrayPool<char>.Shared.Return(_chars);
        _chars = larger;
    }
}
