namespace Sockeye.Engine;

/// <summary>Where a message that was queued has its place.</summary>
public enum QueuePlace
{
    /// <summary>It goes out behind all that were queued before; or it would, had the session not ended.</summary>
    Next,

    /// <summary>It waits for room, and has no place yet.</summary>
    Waits,

    /// <summary>It waited, and goes out now, behind all that were queued before.</summary>
    Late,
}
