using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Sockeye.Events.Streams;

/// <summary>Characters in, bytes out. Half a surrogate pair waits for the other half.</summary>
internal sealed class TextOutput(StreamTextOptions options, TextInput input, PipeWriter output)
{
    // How much is encoded at a time, in UTF-16 code units: small enough for one buffer of the pipe.
    private const int Piece = 4096;

    // How much may lie in the pipe before somebody looks whether it is too much.
    private const int UnflushedBytes = 16 * 1024;

    private Encoder? _encoder;
    private Encoding? _encoding;
    private long _unflushed;

    public async ValueTask WriteAsync(ReadOnlyMemory<char> text, CancellationToken cancellationToken)
    {
        for (; text.Length > Piece; text = text[Piece..])
        {
            await WritePieceAsync(text[..Piece], cancellationToken).ConfigureAwait(false);
        }

        if (!text.IsEmpty)
        {
            await WritePieceAsync(text, cancellationToken).ConfigureAwait(false);
        }
    }

    public void WriteEnd()
    {
        if (_encoder is null)
        {
            WriteStart();
        }

        Encode([], isLast: true);
    }

    private ValueTask WritePieceAsync(ReadOnlyMemory<char> piece, CancellationToken cancellationToken)
    {
        if (_encoder is null)
        {
            WriteStart();
        }

        Encode(piece.Span, isLast: false);
        if (_unflushed < UnflushedBytes)
        {
            return ValueTask.CompletedTask;
        }

        _unflushed = 0;
        return output.FlushOrStopAsync(cancellationToken);
    }

    private void WriteStart()
    {
        _encoding = EncodingPolicy.Apply(options.OutputEncoding ?? input.Encoding, options.InvalidText);
        _encoder = _encoding.GetEncoder();
        if (options.ByteOrderMark == ByteOrderMark.Write || (options.ByteOrderMark == ByteOrderMark.Preserve && input.HadMark))
        {
            output.Write(EncodingMark.Of(_encoding));
        }
    }

    private void Encode(ReadOnlySpan<char> text, bool isLast)
    {
        try
        {
            var written = _encoder!.GetBytes(text, output.GetSpan(_encoding!.GetMaxByteCount(text.Length)), isLast);
            output.Advance(written);
            _unflushed += written;
        }
        catch (EncoderFallbackException exception)
        {
            throw new InvalidDataException(
                $"The text holds a character that {_encoding!.WebName} cannot write: {Shown(exception)}. " +
                $"Name another {nameof(StreamTextOptions.OutputEncoding)}, or let {nameof(StreamTextOptions.InvalidText)} replace it.", exception);
        }
    }

    private static string Shown(EncoderFallbackException exception) => exception.CharUnknownHigh != 0
        ? $"U+{char.ConvertToUtf32(exception.CharUnknownHigh, exception.CharUnknownLow):X4}"
        : $"U+{(int)exception.CharUnknown:X4}";
}
