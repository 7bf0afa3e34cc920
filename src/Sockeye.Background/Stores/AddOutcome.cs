namespace Sockeye.Background;

/// <summary>What became of an event that was to be added.</summary>
public enum AddOutcome
{
    /// <summary>It is in the store, with its jobs.</summary>
    Added,

    /// <summary>An event of this name holds its unique key; nothing was stored.</summary>
    Duplicate,

    /// <summary>No listener is known; it is kept for the first to come.</summary>
    Kept,

    /// <summary>No listener is known; nothing was stored, as wished.</summary>
    Ignored,

    /// <summary>No listener is known; nothing was stored, and that is an error.</summary>
    Unknown,

    /// <summary>A store that is bounded is full, and drops, or has ended; nothing was stored.</summary>
    Dropped,
}
