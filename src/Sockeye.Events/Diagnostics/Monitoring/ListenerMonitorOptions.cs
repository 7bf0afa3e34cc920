using Microsoft.Extensions.Logging;

namespace Sockeye;

/// <summary>How a <see cref="ListenerMonitor"/> counts, and when it warns. Read once, when the monitor is made.</summary>
public sealed class ListenerMonitorOptions
{
    /// <summary>Gets or sets how long the monitor waits from one sample to the next. One minute by default; it must be longer than zero.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets in how many samples one after the other a count must have grown before the monitor warns. 5 by default; at least 1.</summary>
    public int GrowingSamples { get; set; } = 5;

    /// <summary>Gets or sets by how much a count must have grown over these samples before the monitor warns. 10 by default; at least 1.</summary>
    public int MinimumGrowth { get; set; } = 10;

    /// <summary>
    /// Gets or sets how many methods name the place where a listener was added: the caller of the emitter, its caller, and so on. Listeners are grouped by
    /// all of them. 3 by default; at least 1.
    /// </summary>
    public int SiteFrames { get; set; } = 3;

    /// <summary>Gets or sets what gets the warnings. If it throws, <see cref="System.Diagnostics.Trace"/> is told, and the monitor goes on.</summary>
    public Action<ListenerGrowth>? OnGrowth { get; set; }

    /// <summary>Gets or sets the logger that gets the warnings. Without one and without <see cref="OnGrowth"/> they go to <see cref="System.Diagnostics.Trace"/>.</summary>
    public ILogger? Logger { get; set; }

    /// <summary>Gets or sets the clock of the samples; the emitter's by default.</summary>
    public TimeProvider? TimeProvider { get; set; }

    internal ListenerMonitorOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Interval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(GrowingSamples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MinimumGrowth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(SiteFrames, 1);
        return (ListenerMonitorOptions)MemberwiseClone();
    }
}
