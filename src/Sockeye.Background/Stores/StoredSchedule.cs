namespace Sockeye.Background;

/// <summary>A schedule as a store keeps it.</summary>
public sealed record StoredSchedule
{
    /// <summary>Gets the name, which tells it from others.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the cron expression.</summary>
    public required string Expression { get; init; }

    /// <summary>Gets the name of the time zone.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Gets the event that is emitted.</summary>
    public required string EventName { get; init; }

    /// <summary>Gets the event's payload: UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Gets the event's priority.</summary>
    public int Priority { get; init; }

    /// <summary>Gets what becomes of slots that were missed.</summary>
    public MissedRuns Missed { get; init; }

    /// <summary>Gets what becomes of slots that fall due while a former run has not ended.</summary>
    public OverlappingRuns Overlapping { get; init; }

    /// <summary>Gets a value indicating whether it claims no slots.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Gets the slot it waits for; <see langword="null"/> where there is none any more.</summary>
    public DateTimeOffset? Next { get; init; }

    /// <summary>Gets the last slot that was claimed; <see langword="null"/> before the first. Kept by the store.</summary>
    public DateTimeOffset? LastSlot { get; init; }

    /// <summary>Gets what the application's code says of it, so that a start finds out whether that has changed; <see langword="null"/> where it was added while running.</summary>
    public string? DeclaredAs { get; init; }

    /// <summary>Gets the version, which every change makes greater; 0 for one that is not stored yet.</summary>
    public long Version { get; init; }
}
