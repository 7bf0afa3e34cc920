using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Sockeye.Protocol.SocketIO;

/// <summary>
/// Escapes what JSON.stringify escapes and nothing else: the quotation mark, the backslash, control characters below U+0020, and lone
/// surrogates (ECMA-262, QuoteJSONString).
/// </summary>
internal sealed unsafe class WireJavaScriptEncoder : JavaScriptEncoder
{
    /// <summary>The length of <c>\u0000</c>.</summary>
    private const int LongestEscape = 6;

    private static readonly SearchValues<char> Escaped = SearchValues.Create(Escapees());
    private static readonly SearchValues<byte> EscapedBytes = SearchValues.Create(Encoding.ASCII.GetBytes(Escapees()));

    /// <summary>
    /// A range, which is searched at the speed of one; IndexOfAnyInRange boxes its bounds until it is compiled for the second time.
    /// </summary>
    private static readonly SearchValues<char> Surrogates = SearchValues.Create(string.Concat(Enumerable.Range(0xD800, 0x800).Select(unit => (char)unit)));

    private WireJavaScriptEncoder()
    {
    }

    public static WireJavaScriptEncoder Instance { get; } = new();

    public override int MaxOutputCharactersPerInputCharacter => LongestEscape;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < 0x20 or '"' or '\\';

    public override int FindFirstCharacterToEncode(char* text, int textLength) => FindFirst(new ReadOnlySpan<char>(text, textLength));

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
    {
        var first = utf8Text.IndexOfAny(EscapedBytes);
        var sure = first < 0 ? utf8Text : utf8Text[..first];
        return Utf8.IsValid(sure) ? first : FirstInvalid(sure);
    }

    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var destination = new Span<char>(buffer, bufferLength);
        if (WillEncode(unicodeScalar))
        {
            return TryEscape((char)unicodeScalar, destination, out numberOfCharactersWritten);
        }

        numberOfCharactersWritten = 0;
        return Rune.TryCreate(unicodeScalar, out var rune) && rune.TryEncodeToUtf16(destination, out numberOfCharactersWritten);
    }

    /// <summary>The one of the base replaces lone surrogates; JavaScript keeps them as escapes.</summary>
    public override OperationStatus Encode(
        ReadOnlySpan<char> source, Span<char> destination, out int charsConsumed, out int charsWritten, bool isFinalBlock = true)
    {
        charsConsumed = charsWritten = 0;
        while (charsConsumed < source.Length)
        {
            var rest = source[charsConsumed..];
            var plain = FindFirst(rest);
            plain = plain < 0 ? rest.Length : plain;
            var copied = Math.Min(plain, destination.Length - charsWritten);
            if (copied < plain && copied > 0 && char.IsHighSurrogate(rest[copied - 1]))
            {
                copied--; // a pair stays whole
            }

            rest[..copied].CopyTo(destination[charsWritten..]);
            charsConsumed += copied;
            charsWritten += copied;
            if (copied < plain)
            {
                return OperationStatus.DestinationTooSmall;
            }

            if (charsConsumed == source.Length)
            {
                break;
            }

            if (!isFinalBlock && charsConsumed == source.Length - 1 && char.IsHighSurrogate(source[charsConsumed]))
            {
                return OperationStatus.NeedMoreData;
            }

            if (!TryEscape(source[charsConsumed], destination[charsWritten..], out var length))
            {
                return OperationStatus.DestinationTooSmall;
            }

            charsConsumed++;
            charsWritten += length;
        }

        return OperationStatus.Done;
    }

    private static int FindFirst(ReadOnlySpan<char> text)
    {
        var first = text.IndexOfAny(Escaped);
        var sure = first < 0 ? text : text[..first];
        var surrogate = sure.IndexOfAny(Surrogates);
        if (surrogate < 0)
        {
            return first;
        }

        for (var i = surrogate; i < sure.Length; i++)
        {
            if (!char.IsSurrogate(sure[i]))
            {
                continue;
            }

            if (char.IsLowSurrogate(sure[i]) || i + 1 == sure.Length || !char.IsLowSurrogate(sure[i + 1]))
            {
                return i;
            }

            i++;
        }

        return first;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> utf8)
    {
        var valid = 0;
        while (Rune.DecodeFromUtf8(utf8[valid..], out _, out var length) == OperationStatus.Done)
        {
            valid += length;
        }

        return valid;
    }

    private static bool TryEscape(char character, Span<char> destination, out int written)
    {
        var letter = character switch
        {
            '"' or '\\' => character,
            '\b' => 'b',
            '\f' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            _ => 'u',
        };
        written = letter == 'u' ? LongestEscape : 2;
        if (destination.Length < written)
        {
            written = 0;
            return false;
        }

        destination[0] = '\\';
        destination[1] = letter;
        if (letter == 'u')
        {
            for (var i = 0; i < 4; i++)
            {
                destination[2 + i] = "0123456789abcdef"[(character >> (12 - (4 * i))) & 0xF];
            }
        }

        return true;
    }

    private static string Escapees() => string.Concat(Enumerable.Range(0, 0x20).Select(code => (char)code)) + "\"\\";
}
