using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine;

/// <summary>What the kinds of entries in an <see cref="OutboundQueue"/> weigh, and how they are given back.</summary>
internal static class OutboundEntry
{
    /// <summary>What an entry costs beside its bytes: a frame header, a place in the queue.</summary>
    private const int Overhead = 16;

    public static long Bytes(object entry) => entry switch
    {
        MessageBuffer buffer => buffer.Text.Length + Overhead + (buffer.Attachments?.ChainBytes ?? 0),
        EncodedMessage message => message.ChainBytes + Overhead,
        RawFrame raw => raw.Bytes.Length + Overhead,
        _ => Overhead,
    };

    public static int Packets(object entry) => entry switch
    {
        MessageBuffer { Attachments: { } attachments } => 1 + attachments.ChainLength,
        EncodedMessage message => message.ChainLength,
        _ => 1,
    };

    /// <summary>Gives back what an entry holds, when it has been written or dropped.</summary>
    public static void Release(object entry)
    {
        if (entry is MessageBuffer buffer)
        {
            buffer.Return();
        }
    }
}
