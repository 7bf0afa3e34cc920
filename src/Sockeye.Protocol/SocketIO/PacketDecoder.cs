namespace Sockeye.Protocol.SocketIO;

/// <summary>
/// Turns the messages of one connection into packets. It keeps what waits for attachments, and is not safe for use by several threads at
/// once.
/// </summary>
/// <remarks>No input makes it throw, and none makes it keep more than its <see cref="PacketLimits"/> allow.</remarks>
public abstract class PacketDecoder
{
    /// <summary>
    /// Gets, after <see cref="DecodeResult.Invalid"/>, what was wrong and what would be right. It never repeats more than a few bytes of
    /// the input.
    /// </summary>
    public string? Error { get; protected set; }

    /// <summary>Gets whether attachments of a packet are still missing.</summary>
    public abstract bool HasPartialPacket { get; }

    /// <summary>Takes the next message of the connection.</summary>
    /// <param name="data">
    /// The message, borrowed: a packet handed out refers to it and is good until the next call or until the memory is reused.
    /// </param>
    /// <param name="isBinary">Whether the message is binary, that is, an attachment for the codecs that have attachments.</param>
    /// <param name="packet">The packet, after <see cref="DecodeResult.Packet"/>.</param>
    /// <returns>Whether there is a packet, one in the making, or none.</returns>
    public abstract DecodeResult Decode(ReadOnlyMemory<byte> data, bool isBinary, out IncomingPacket packet);

    /// <summary>Forgets a packet whose attachments are still missing.</summary>
    public abstract void Reset();
}
