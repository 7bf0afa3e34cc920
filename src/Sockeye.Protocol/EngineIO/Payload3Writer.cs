using System.Buffers;
using System.Globalization;
using System.Text;

namespace Sockeye.Protocol.EngineIO;

/// <summary>Writes packets as a polling payload of protocol revision 3; see <see cref="Payload3Reader"/>.</summary>
/// <param name="output">Where to.</param>
/// <param name="isBinary">Whether the payload is of the binary kind. One with a binary packet should be, where the client takes that.</param>
public readonly struct Payload3Writer(IBufferWriter<byte> output, bool isBinary)
{
    private const int LongestHeader = 13;

    /// <summary>Writes one packet.</summary>
    /// <param name="packet">The packet: text with its type in front, or, where <paramref name="isText"/> is false, the bytes of a binary message.</param>
    /// <param name="isText">Whether it is text.</param>
    public void Write(ReadOnlySpan<byte> packet, bool isText)
    {
        if (isBinary)
        {
            WriteHeader(isText ? (byte)0 : (byte)1, packet.Length + (isText ? 0 : 1));
            if (!isText)
            {
                output.Write([(byte)EnginePacketType.Message]);
            }

            output.Write(packet);
            return;
        }

        if (isText)
        {
            WriteLength(Encoding.UTF8.GetCharCount(packet));
            output.Write(packet);
        }
        else
        {
            var base64 = EncodedMessage.ToBase64Revision3(packet);
            WriteLength(base64.Length);
            output.Write(base64);
        }
    }

    private void WriteHeader(byte kind, int length)
    {
        var header = output.GetSpan(LongestHeader);
        header[0] = kind;
        _ = length.TryFormat(header[1..], out var digits, default, CultureInfo.InvariantCulture);
        foreach (ref var digit in header.Slice(1, digits))
        {
            digit -= (byte)'0';
        }

        header[1 + digits] = 0xff;
        output.Advance(digits + 2);
    }

    private void WriteLength(int length)
    {
        var header = output.GetSpan(LongestHeader);
        _ = length.TryFormat(header, out var digits, default, CultureInfo.InvariantCulture);
        header[digits] = (byte)':';
        output.Advance(digits + 1);
    }
}
