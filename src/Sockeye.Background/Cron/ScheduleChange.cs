namespace Sockeye;

/// <summary>What to change about a schedule; what is <see langword="null"/> stays as it is.</summary>
public sealed class ScheduleChange
{
    /// <summary>Gets or sets the new cron expression.</summary>
    public string? Expression { get; set; }

    /// <summary>Gets or sets the name of the new time zone.</summary>
    public string? TimeZone { get; set; }

    /// <summary>Gets or sets what becomes of runs that are missed from now on.</summary>
    public MissedRuns? Missed { get; set; }

    /// <summary>Gets or sets what becomes of runs that overlap from now on.</summary>
    public OverlappingRuns? Overlapping { get; set; }

    /// <summary>Gets or sets the priority from now on.</summary>
    public int? Priority { get; set; }
}
