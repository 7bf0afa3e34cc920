namespace Sockeye;

/// <summary>How a schedule treats its runs.</summary>
public sealed class ScheduleOptions
{
    /// <summary>Gets or sets what becomes of runs that nobody was there to start.</summary>
    /// <value>The default is <see cref="MissedRuns.RunOnce"/>.</value>
    public MissedRuns Missed { get; set; }

    /// <summary>Gets or sets what becomes of a run that falls due while a former one has not ended.</summary>
    /// <value>The default is <see cref="OverlappingRuns.Allow"/>.</value>
    public OverlappingRuns Overlapping { get; set; }

    /// <summary>Gets or sets the priority of the events: higher goes first.</summary>
    /// <value>The default is 0.</value>
    public int Priority { get; set; }
}
