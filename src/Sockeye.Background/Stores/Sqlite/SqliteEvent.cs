namespace Sockeye.Background;

/// <summary>What an event hands on to its jobs.</summary>
/// <param name="Sequence">Its row.</param>
/// <param name="Priority">Its priority.</param>
/// <param name="Due">Before when they do not start.</param>
/// <param name="Key">The key within which they keep their order.</param>
/// <param name="Schedule">The schedule that emitted it.</param>
/// <param name="Batch">The batch they belong to.</param>
/// <param name="Created">When it was added.</param>
internal readonly record struct SqliteEvent(long Sequence, int Priority, long Due, string? Key, string? Schedule, Guid? Batch, long Created);
