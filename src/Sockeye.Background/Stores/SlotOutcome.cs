namespace Sockeye.Background;

/// <summary>What became of a slot that somebody wanted to claim.</summary>
public enum SlotOutcome
{
    /// <summary>It is claimed, and its event added: <see cref="SlotResult.Added"/> tells how. Also where no listener is known and the event is not stored.</summary>
    Claimed,

    /// <summary>It is claimed, and passed without an event: as wished, or because an earlier run has not ended.</summary>
    Passed,

    /// <summary>The schedule has another version by now, is paused, is gone, or has claimed this slot or a later one. Nothing was changed.</summary>
    Stale,
}
