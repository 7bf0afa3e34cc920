using System.Text;
using System.Text.Unicode;

namespace Sockeye.Protocol.EngineIO;

/// <summary>
/// Reads the packets of a polling payload of protocol revision 3 one after the other.
/// </summary>
/// <remarks>
/// Text: <c>payload = *( length ":" packet )</c>, where the length counts UTF-16 code units. Binary: <c>payload = *( %x00 / %x01 ) 1*digit
/// %xFF packet</c>, where a digit is a byte from 0 to 9, the length counts bytes, and %x01 stands before a packet whose type is a byte and whose
/// data is binary.
/// </remarks>
public struct Payload3Reader
{
    /// <summary>More digits than any length has.</summary>
    private const int MostDigits = 10;

    private readonly bool _isBinary;
    private Memory<byte> _rest;

    /// <summary>Begins to read a payload.</summary>
    /// <param name="payload">The body. Base64 in it is decoded in place, and packets borrow it.</param>
    /// <param name="isBinary">Whether it is of the binary kind.</param>
    public Payload3Reader(Memory<byte> payload, bool isBinary)
    {
        // As for the later revision: what is not UTF-8 reads as replacement characters.
        _rest = isBinary || Utf8.IsValid(payload.Span) ? payload : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(payload.Span));
        _isBinary = isBinary;
        IsInvalid = payload.IsEmpty && !isBinary;
    }

    /// <summary>Gets whether reading has met something that is no packet. What follows it is dropped.</summary>
    public bool IsInvalid { get; private set; }

    /// <summary>Reads the next packet.</summary>
    /// <param name="packet">The packet.</param>
    /// <returns>Whether there was one: <see langword="false"/> at the end, and where <see cref="IsInvalid"/>.</returns>
    public bool TryRead(out EnginePacket packet)
    {
        packet = default;
        while (!IsInvalid && !_rest.IsEmpty)
        {
            var isText = !_isBinary || _rest.Span[0] == 0;
            if (!(_isBinary ? TryTakeBinary(out var data) : TryTakeText(out data)))
            {
                IsInvalid = true;
                break;
            }

            if (data.IsEmpty && !_isBinary)
            {
                continue; // a length of zero is passed over
            }

            if (isText ? EnginePacket.TryReadRevision3(data, out packet) : EnginePacket.TryReadBinaryRevision3(data, out packet))
            {
                return true;
            }

            IsInvalid = true;
        }

        return false;
    }

    private bool TryTakeText(out Memory<byte> data)
    {
        data = default;
        var text = _rest.Span;
        var colon = text[..Math.Min(text.Length, MostDigits + 1)].IndexOf((byte)':');
        if (colon < 1)
        {
            return false;
        }

        long units = 0;
        foreach (var digit in text[..colon])
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            units = (units * 10) + (digit - '0');
        }

        if (!TryMeasure(text[(colon + 1)..], units, out var length))
        {
            return false;
        }

        data = _rest.Slice(colon + 1, length);
        _rest = _rest[(colon + 1 + length)..];
        return true;
    }

    /// <summary>Finds how many bytes of valid UTF-8 so many UTF-16 code units are.</summary>
    private static bool TryMeasure(ReadOnlySpan<byte> utf8, long units, out int length)
    {
        length = 0;
        while (units > 0 && length < utf8.Length)
        {
            // Letters of ASCII, the most of most payloads, many at a time.
            var run = utf8.Slice(length, (int)Math.Min(units, utf8.Length - length)).IndexOfAnyInRange((byte)0x80, (byte)0xff);
            run = run < 0 ? (int)Math.Min(units, utf8.Length - length) : run;
            length += run;
            units -= run;
            if (units > 0 && length < utf8.Length)
            {
                var first = utf8[length];
                length += first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
                units -= first >= 0xf0 ? 2 : 1;
            }
        }

        return units == 0;
    }

    private bool TryTakeBinary(out Memory<byte> data)
    {
        data = default;
        var bytes = _rest.Span;
        var end = bytes[..Math.Min(bytes.Length, MostDigits + 2)].IndexOf((byte)0xff);
        if (bytes[0] > 1 || end < 2)
        {
            return false;
        }

        long length = 0;
        foreach (var digit in bytes[1..end])
        {
            if (digit > 9)
            {
                return false;
            }

            length = (length * 10) + digit;
        }

        if (length > bytes.Length - end - 1)
        {
            return false;
        }

        data = _rest.Slice(end + 1, (int)length);
        if (bytes[0] == 0 && !Utf8.IsValid(data.Span))
        {
            return false;
        }

        _rest = _rest[(end + 1 + (int)length)..];
        return true;
    }
}
