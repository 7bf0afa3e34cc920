namespace Sockeye;

/// <summary>How often, and after what time, a job is tried again.</summary>
public sealed class RetryOptions
{
    /// <summary>Gets or sets how many attempts there are in all. The default is 10; at least 1, which is never to try again.</summary>
    public int MaxAttempts { get; set; } = 10;

    /// <summary>
    /// Gets or sets how often a listener may put a job off (<see cref="JobPostponedException"/>) before each time counts as an attempt that failed. The default is
    /// 1,000; zero for never.
    /// </summary>
    public int MaxPostponements { get; set; } = 1_000;

    /// <summary>Gets or sets the wait before the second attempt. The default is 1 second; at most a year.</summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets what each wait is multiplied by for the next. The default is 2; at least 1.</summary>
    public double Factor { get; set; } = 2;

    /// <summary>Gets or sets the longest wait, before the jitter. The default is 1 hour.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Gets or sets how far chance may lengthen or shorten a wait, as a part of it, so that what failed together does not come back together. The default is 0.2; from 0 to 1.</summary>
    public double Jitter { get; set; } = 0.2;
}
