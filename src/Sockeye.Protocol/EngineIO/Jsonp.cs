using System.Buffers;
using System.Text;

namespace Sockeye.Protocol.EngineIO;

/// <summary>JSON-P polling: answers are scripts, and what a client sends comes from an HTML form.</summary>
public static class Jsonp
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(static control => (byte)control), (byte)'"', (byte)'\\', 0xe2]);

    /// <summary>Makes the name of the function that an answer calls.</summary>
    /// <param name="j">What the client gave for <c>j</c> in its query: only its digits count, so that nothing else can get into a script.</param>
    public static string FunctionOf(string j) => $"___eio[{string.Concat(j.Where(char.IsAsciiDigit))}]";

    /// <summary>Wraps a payload: <c>___eio[0]("…");</c>.</summary>
    /// <param name="function">What <see cref="FunctionOf"/> made.</param>
    /// <param name="payload">The payload, in UTF-8.</param>
    public static byte[] Wrap(string function, ReadOnlySpan<byte> payload)
    {
        var output = new ArrayBufferWriter<byte>(payload.Length + 64);
        output.Write(Encoding.UTF8.GetBytes(function));
        output.Write("(\""u8);
        for (var rest = payload; !rest.IsEmpty;)
        {
            var plain = rest.IndexOfAny(Escaped);
            var run = plain < 0 ? rest.Length : plain;
            output.Write(rest[..run]);
            rest = rest[run..];
            if (!rest.IsEmpty)
            {
                rest = rest[Escape(output, rest)..];
            }
        }

        output.Write("\");"u8);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Takes the payload out of what a form posted: <c>d=…</c>, with the line feeds in it escaped.</summary>
    /// <remarks>
    /// A browser turns line feeds in a form into carriage return and line feed, so a client writes them as <c>\n</c>, and a <c>\n</c> that was there
    /// already as <c>\\n</c>.
    /// </remarks>
    /// <param name="form">The body, application/x-www-form-urlencoded.</param>
    /// <param name="payload">The payload.</param>
    /// <returns>Whether there was one.</returns>
    public static bool TryUnwrap(ReadOnlySpan<byte> form, out byte[] payload)
    {
        payload = [];
        while (!form.StartsWith("d="u8))
        {
            var next = form.IndexOf((byte)'&');
            if (next < 0)
            {
                return false;
            }

            form = form[(next + 1)..];
        }

        var end = form.IndexOf((byte)'&');
        payload = Unescape(Decode(end < 0 ? form[2..] : form[2..end]));
        return true;
    }

    private static int Escape(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        switch (text[0])
        {
            case (byte)'"' or (byte)'\\':
                output.Write([(byte)'\\', text[0]]);
                return 1;
            case (byte)'\n':
                output.Write("\\n"u8);
                return 1;
            case 0xe2 when text.StartsWith("\u2028"u8) || text.StartsWith("\u2029"u8): // line ends in a script of old
                output.Write(text[2] == 0xa8 ? "\\u2028"u8 : "\\u2029"u8);
                return 3;
            case 0xe2:
                output.Write(text[..1]);
                return 1;
            default:
                output.Write(Encoding.ASCII.GetBytes($"\\u{text[0]:x4}"));
                return 1;
        }
    }

    /// <summary>Percent-decoding, as a form has it; what is not an escape stands for itself.</summary>
    private static byte[] Decode(ReadOnlySpan<byte> text)
    {
        var decoded = new byte[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit((char)text[i + 1]) && char.IsAsciiHexDigit((char)text[i + 2]))
            {
                decoded[length++] = byte.Parse(text.Slice(i + 1, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null);
                i += 2;
            }
            else
            {
                decoded[length++] = text[i] == '+' ? (byte)' ' : text[i];
            }
        }

        return decoded[..length];
    }

    /// <summary>Backslash n is a line feed, and two backslashes with an n are a backslash and an n.</summary>
    private static byte[] Unescape(byte[] text)
    {
        if (text.AsSpan().IndexOf("\\n"u8) < 0)
        {
            return text;
        }

        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text.AsSpan(i).StartsWith("\\\\n"u8))
            {
                text[length++] = (byte)'\\';
                text[length++] = (byte)'n';
                i += 2;
            }
            else if (text.AsSpan(i).StartsWith("\\n"u8))
            {
                text[length++] = (byte)'\n';
                i++;
            }
            else
            {
                text[length++] = text[i];
            }
        }

        return text[..length];
    }
}
