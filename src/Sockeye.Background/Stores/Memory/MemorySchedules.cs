namespace Sockeye.Background;

/// <summary>The schedules in memory; under the store's lock.</summary>
internal sealed class MemorySchedules
{
    private readonly SortedDictionary<string, StoredSchedule> _schedules = new(StringComparer.Ordinal);
    private long _version;

    public IReadOnlyList<StoredSchedule> All => [.. _schedules.Values];

    public StoredSchedule? Save(StoredSchedule schedule)
    {
        var there = _schedules.GetValueOrDefault(schedule.Name);
        return (there?.Version ?? 0) == schedule.Version
            ? _schedules[schedule.Name] = schedule with { LastSlot = there?.LastSlot, Version = ++_version }
            : null;
    }

    public bool Remove(string name) => _schedules.Remove(name);

    /// <summary>Claims a slot; <see langword="null"/> where somebody else has, or the schedule is not as it was.</summary>
    public StoredSchedule? Claim(SlotClaim claim) =>
        _schedules.GetValueOrDefault(claim.Schedule) is { IsPaused: false } schedule && schedule.Version == claim.Version && !(schedule.LastSlot >= claim.Slot)
            ? _schedules[claim.Schedule] = schedule with { LastSlot = claim.Slot, Next = claim.Next, Version = ++_version }
            : null;

    public long VersionOf(string name) => _schedules.GetValueOrDefault(name)?.Version ?? 0;
}
