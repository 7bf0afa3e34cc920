using Sockeye.Protocol.EngineIO;

namespace Sockeye.Adapters.Recovery;

/// <summary>A packet that is kept, and whom it was for.</summary>
/// <param name="emitted">The clock's timestamp.</param>
/// <param name="packet">The packet, without what only its first delivery needs.</param>
/// <param name="target">Who was meant, where it was not one socket.</param>
/// <param name="socketId">The one socket that was meant.</param>
internal sealed class LoggedPacket(long emitted, BroadcastPacket packet, Target? target, string? socketId)
{
    /// <summary>What an entry takes besides the packet's bytes, roughly, and what it takes in the index for each room.</summary>
    private const int Overhead = 256;
    private const int RoomOverhead = 64;

    public long Position => Packet.Position;

    public long Emitted { get; } = emitted;

    public BroadcastPacket Packet { get; } = packet;

    public Target? Target { get; } = target;

    public string? SocketId { get; } = socketId;

    public EncodedMessage Message => Packet.Message;

    public long Bytes => Message.ChainBytes + Overhead + (RoomOverhead * (Target?.Rooms.Count ?? 0));

    /// <summary>Says whether it was for any of some rooms.</summary>
    public bool IsForAny(HashSet<string> rooms) => Target is not null && HasAny(Target.Rooms, rooms);

    /// <summary>Says whether the members of any of some rooms were left out.</summary>
    public bool LeavesOutAny(HashSet<string> rooms) => Target is not null && HasAny(Target.Except, rooms);

    private static bool HasAny(IReadOnlyList<string> names, HashSet<string> rooms)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (rooms.Contains(names[i]))
            {
                return true;
            }
        }

        return false;
    }
}
