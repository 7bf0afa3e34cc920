using System.Buffers;
using System.Buffers.Text;

namespace Sockeye.Protocol.EngineIO;

/// <summary>Base64 as the reference decoder reads it: anything goes, and what makes no sense is skipped.</summary>
internal static class LenientBase64
{
    /// <summary>Decodes into the beginning of the same bytes.</summary>
    /// <returns>How many bytes came out.</returns>
    public static int DecodeInPlace(Span<byte> text)
    {
        // The strict road takes what every sane client sends. It also skips white space, as the lenient one does.
        var padding = text.IndexOf((byte)'=');
        var isWhole = text.Length % 4 == 0 && (padding < 0 || padding >= text.Length - 2);
        if (isWhole && Base64.IsValid(text) && Base64.DecodeFromUtf8InPlace(text, out var written) == OperationStatus.Done)
        {
            return written;
        }

        return DecodeSlowly(padding < 0 ? text : text[..padding], text);
    }

    private static int DecodeSlowly(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        var written = 0;
        var bits = 0;
        var held = 0;
        foreach (var character in text)
        {
            var value = Value(character);
            if (value < 0)
            {
                continue;
            }

            bits = (bits << 6) | value;
            held += 6;
            if (held >= 8)
            {
                held -= 8;
                destination[written++] = (byte)(bits >> held);
                bits &= (1 << held) - 1;
            }
        }

        return written;
    }

    private static int Value(byte character) => character switch
    {
        >= (byte)'A' and <= (byte)'Z' => character - 'A',
        >= (byte)'a' and <= (byte)'z' => character - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => character - '0' + 52,
        (byte)'+' or (byte)'-' => 62,
        (byte)'/' or (byte)'_' => 63,
        _ => -1,
    };
}
