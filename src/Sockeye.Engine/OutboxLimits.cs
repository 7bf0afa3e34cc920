namespace Sockeye.Engine;

/// <summary>How much may wait for one client.</summary>
/// <param name="Bytes">Past how many bytes it counts as slow and is closed.</param>
/// <param name="Packets">Past how many packets.</param>
/// <param name="RoomBytes">Below how many bytes there is room for one packet more.</param>
/// <param name="SlowClientTimeout">How long a sender waits for room before the client is closed.</param>
internal sealed record OutboxLimits(long Bytes, int Packets, long RoomBytes, TimeSpan SlowClientTimeout)
{
    /// <summary>Gets below how many packets there is room for one more.</summary>
    public int RoomPackets { get; } = Math.Max(1, Packets / 2);

    public static OutboxLimits Of(EngineOptions options) =>
        new(options.OutboundBufferBytes, options.OutboundBufferPackets, options.OutboundRoomBytes, options.SlowClientTimeout);
}
