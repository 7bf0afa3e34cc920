namespace Sockeye;

/// <summary>How a node looks after the schedules of its store.</summary>
public sealed class CronOptions
{
    /// <summary>Gets or sets how late a run may be noticed without being missed.</summary>
    /// <value>The default is a minute; it must not be negative and at most a day.</value>
    public TimeSpan MissedAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Gets or sets how long a node sleeps at most before it looks at the store again: after so long it has noticed a schedule that another node changed and a
    /// clock that was put forward.
    /// </summary>
    /// <value>The default is 5 seconds; it must be at least 50 milliseconds and at most an hour.</value>
    public TimeSpan LookAgainAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets a value indicating whether this process starts runs; otherwise it only stores the schedules that its code declares.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool RunsSchedules { get; set; } = true;
}
