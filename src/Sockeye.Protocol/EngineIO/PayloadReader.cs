using System.Text;
using System.Text.Unicode;

namespace Sockeye.Protocol.EngineIO;

/// <summary>Reads the packets of a polling payload one after the other: <c>payload = packet *( %x1E packet )</c>.</summary>
public struct PayloadReader
{
    private Memory<byte> _rest;
    private bool _atEnd;

    /// <summary>Begins to read a payload.</summary>
    /// <param name="payload">The body. Base64 in it is decoded in place, and packets borrow it.</param>
    public PayloadReader(Memory<byte> payload)
    {
        // What is not UTF-8 reads as the reference server reads it: as replacement characters.
        _rest = Utf8.IsValid(payload.Span) ? payload : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(payload.Span));
    }

    /// <summary>Gets whether reading has met something that is no packet. What follows it is dropped.</summary>
    public bool IsInvalid { get; private set; }

    /// <summary>Reads the next packet.</summary>
    /// <param name="packet">The packet.</param>
    /// <returns>Whether there was one: <see langword="false"/> at the end, and where <see cref="IsInvalid"/>.</returns>
    public bool TryRead(out EnginePacket packet)
    {
        if (_atEnd)
        {
            packet = default;
            return false;
        }

        var end = _rest.Span.IndexOf(PayloadWriter.Separator);
        var text = end < 0 ? _rest : _rest[..end];
        _atEnd = end < 0;
        _rest = end < 0 ? default : _rest[(end + 1)..];
        if (EnginePacket.TryRead(text, out packet))
        {
            return true;
        }

        IsInvalid = true;
        _atEnd = true;
        packet = default;
        return false;
    }
}
