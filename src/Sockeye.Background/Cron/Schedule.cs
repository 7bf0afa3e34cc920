namespace Sockeye;

/// <summary>A schedule as the store had it at the moment of asking.</summary>
public sealed record Schedule
{
    /// <summary>Gets the name, which tells it from others.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the cron expression.</summary>
    public required string Expression { get; init; }

    /// <summary>Gets the name of the time zone whose clocks the expression means.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Gets the event that each run emits.</summary>
    public required string EventName { get; init; }

    /// <summary>Gets the priority of those events: higher goes first.</summary>
    public int Priority { get; init; }

    /// <summary>Gets what becomes of runs that were missed.</summary>
    public MissedRuns Missed { get; init; }

    /// <summary>Gets what becomes of runs that fall due while a former one has not ended.</summary>
    public OverlappingRuns Overlapping { get; init; }

    /// <summary>Gets a value indicating whether it is paused.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Gets the time of the next run, with the zone's offset, or in UTC where this machine does not know the zone; <see langword="null"/> where it is paused or has none any more.</summary>
    public DateTimeOffset? Next { get; init; }

    /// <summary>Gets the time that the last run was due at, likewise; <see langword="null"/> before the first. Runs that were skipped count, runs by hand do not.</summary>
    public DateTimeOffset? Last { get; init; }
}
