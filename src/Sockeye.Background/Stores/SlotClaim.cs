namespace Sockeye.Background;

/// <summary>A slot of a schedule that somebody wants to enqueue.</summary>
/// <param name="Schedule">The schedule's name.</param>
/// <param name="Version">The version of the schedule that the slot was reckoned from.</param>
/// <param name="Slot">The slot.</param>
/// <param name="Next">The slot the schedule waits for afterwards; <see langword="null"/> for none.</param>
/// <param name="Event">
/// The event, its <see cref="NewEvent.Schedule"/> and <see cref="NewEvent.Slot"/> set; <see langword="null"/> to let the slot pass (one that was missed and is skipped).
/// </param>
/// <param name="UnlessUnfinished">Whether to let the slot pass while a job of an earlier run of this schedule has not ended.</param>
public sealed record SlotClaim(string Schedule, long Version, DateTimeOffset Slot, DateTimeOffset? Next, NewEvent? Event, bool UnlessUnfinished = false);
