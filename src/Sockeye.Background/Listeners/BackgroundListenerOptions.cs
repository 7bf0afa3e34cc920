namespace Sockeye;

/// <summary>How a listener's jobs are run.</summary>
public sealed class BackgroundListenerOptions
{
    /// <summary>Gets or sets the queue its jobs go to, which can be paused. The default is <c>default</c>; 1 to 100 characters.</summary>
    public string Queue { get; set; } = "default";

    /// <summary>Gets or sets how many of its jobs this process runs at the same time; <see langword="null"/>, the default, for as many as the worker runs in all.</summary>
    public int? Concurrency { get; set; }

    /// <summary>
    /// Gets or sets how many jobs of one key run at the same time, over all processes. The default is 1: strict order, the next starts when the former is
    /// completed or given up.
    /// </summary>
    public int KeyConcurrency { get; set; } = 1;

    /// <summary>Gets or sets how often its jobs are started, over all processes; <see langword="null"/>, the default, for no limit.</summary>
    public StartRate? Rate { get; set; }

    /// <summary>
    /// Gets or sets how long an attempt may take. Then its token is cancelled, and it counts as failed. The default is 10 minutes; at most 45 days, or
    /// <see cref="Timeout.InfiniteTimeSpan"/> for no limit. A listener that keeps its thread, and does not await, hears of it up to a sixth of the lease time later.
    /// </summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets how often, and after what time, a job is tried again.</summary>
    public RetryOptions Retry { get; } = new();
}
