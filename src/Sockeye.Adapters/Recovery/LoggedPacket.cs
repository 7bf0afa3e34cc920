using Sockeye.Protocol.EngineIO;

namespace Sockeye.Adapters.Recovery;

/// <summary>A packet that is kept, and whom it was for.</summary>
/// <param name="Offset">Where it stands.</param>
/// <param name="Emitted">The clock's timestamp.</param>
/// <param name="Packet">The packet, without what only its first delivery needs.</param>
/// <param name="Target">Who was meant, where it was not one socket.</param>
/// <param name="SocketId">The one socket that was meant.</param>
internal sealed record LoggedPacket(long Offset, long Emitted, BroadcastPacket Packet, Target? Target, string? SocketId)
{
    /// <summary>What an entry takes besides the packet's bytes, roughly.</summary>
    private const int Overhead = 256;

    public EncodedMessage Message => Packet.Message;

    public long Bytes => Message.ChainBytes + Overhead;

    public bool IsFor(string socketId, HashSet<string> rooms)
    {
        if (Target is null)
        {
            return SocketId == socketId;
        }

        var isMeant = Target.Rooms.Count == 0;
        for (var i = 0; i < Target.Rooms.Count && !isMeant; i++)
        {
            isMeant = rooms.Contains(Target.Rooms[i]);
        }

        for (var i = 0; i < Target.Except.Count && isMeant; i++)
        {
            isMeant = !rooms.Contains(Target.Except[i]);
        }

        return isMeant;
    }
}
