namespace Sockeye.Background;

/// <summary>The part of a store that keeps schedules, and gives each of their slots to one node.</summary>
public interface IScheduleStore
{
    /// <summary>Lists the schedules by name.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<StoredSchedule>> GetSchedulesAsync(CancellationToken cancellationToken);

    /// <summary>Adds or changes a schedule.</summary>
    /// <param name="schedule">
    /// The schedule; its <see cref="StoredSchedule.Version"/> is that which was read, 0 to add it. <see cref="StoredSchedule.LastSlot"/> is not written: the store keeps it.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>It with its new version; <see langword="null"/> where it has another version by now, or is there already, or not any more.</returns>
    ValueTask<StoredSchedule?> SaveScheduleAsync(StoredSchedule schedule, CancellationToken cancellationToken);

    /// <summary>Removes a schedule. What it has enqueued stays.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it was there.</returns>
    ValueTask<bool> RemoveScheduleAsync(string name, CancellationToken cancellationToken);

    /// <summary>
    /// Claims a slot of a schedule and adds its event, in one step. Of many who try, one does: the schedule must have the version named, not be paused, and
    /// its last slot must lie before this one. Then the slot becomes its last, and it waits for the next.
    /// </summary>
    /// <param name="claim">The slot.</param>
    /// <param name="cancellationToken">Ends the wait; what was claimed stays.</param>
    /// <returns>What became of it, with the schedule's version after it.</returns>
    ValueTask<SlotResult> ClaimSlotAsync(SlotClaim claim, CancellationToken cancellationToken);
}
