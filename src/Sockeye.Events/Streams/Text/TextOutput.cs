using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Sockeye.Events.Streams;

/// <summary>Characters in, bytes out. Half a surrogate pair waits for the other half.</summary>
internal sealed class TextOutput(StreamTextOptions options, TextInput input, PipeWriter output)
{
    // How much is encoded at a time, in UTF-16 code units: small enough for one buffer of the pipe, and more than most lines have.
    private const int Piece = 4096;

    private readonly char[] _text = new char[Piece];
    private int _length;
    private Encoder? _encoder;
    private Encoding? _encoding;

    /// <summary>Takes text in. It may wait to be encoded until there is more, or until <see cref="Flush"/>.</summary>
    public ValueTask WriteAsync(string? text, CancellationToken cancellationToken)
    {
        if (text is null || text.Length > Piece - _length)
        {
            return text is null ? default : WriteLongAsync(text, cancellationToken);
        }

        text.CopyTo(_text.AsSpan(_length));
        _length += text.Length;
        return default;
    }

    /// <summary>Writes what has been taken in to the pipe.</summary>
    public void Flush()
    {
        if (_length > 0)
        {
            Encode(isLast: false);
        }
    }

    public void WriteEnd() => Encode(isLast: true);

    private async ValueTask WriteLongAsync(string text, CancellationToken cancellationToken)
    {
        for (var at = 0; at < text.Length;)
        {
            var count = Math.Min(Piece - _length, text.Length - at);
            text.AsSpan(at, count).CopyTo(_text.AsSpan(_length));
            _length += count;
            at += count;
            if (_length == Piece)
            {
                Encode(isLast: false);
                await output.FlushOrStopAsync(cancellationToken).ConfigureAwait(false);
            }
        }
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

    private void Encode(bool isLast)
    {
        if (_encoder is null)
        {
            WriteStart();
        }

        try
        {
            var text = _text.AsSpan(0, _length);
            output.Advance(_encoder!.GetBytes(text, output.GetSpan(_encoding!.GetMaxByteCount(_length)), isLast));
            _length = 0;
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
