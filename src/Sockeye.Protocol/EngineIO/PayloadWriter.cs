using System.Buffers;

namespace Sockeye.Protocol.EngineIO;

/// <summary>Writes packets as a polling payload: <c>payload = packet *( %x1E packet )</c>.</summary>
/// <param name="output">Where to.</param>
public struct PayloadWriter(IBufferWriter<byte> output)
{
    /// <summary>What stands between two packets.</summary>
    internal const byte Separator = 0x1e;

    private bool _begun;

    /// <summary>Writes one packet.</summary>
    /// <param name="packet">The packet as a payload carries it: <see cref="EncodedMessage.PollingPacket"/>.</param>
    public void Write(ReadOnlySpan<byte> packet)
    {
        if (_begun)
        {
            output.Write([Separator]);
        }

        _begun = true;
        output.Write(packet);
    }
}
