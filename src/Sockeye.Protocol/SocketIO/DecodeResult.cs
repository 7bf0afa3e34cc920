namespace Sockeye.Protocol.SocketIO;

/// <summary>What became of a message that was given to a <see cref="PacketDecoder"/>.</summary>
public enum DecodeResult
{
    /// <summary>It completed a packet.</summary>
    Packet,

    /// <summary>It is part of a packet whose attachments are still missing.</summary>
    Incomplete,

    /// <summary>
    /// It is not a packet, or not one within the limits: <see cref="PacketDecoder.Error"/> says why. The connection should be closed.
    /// </summary>
    Invalid,
}
