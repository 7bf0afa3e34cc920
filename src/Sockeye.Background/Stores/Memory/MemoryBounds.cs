namespace Sockeye.Background;

/// <summary>How much a store in memory takes.</summary>
/// <param name="Capacity">How many jobs may not have ended.</param>
/// <param name="Drops">Whether an event there is no room for is dropped; otherwise its emitter waits.</param>
internal sealed record MemoryBounds(int Capacity, bool Drops);
