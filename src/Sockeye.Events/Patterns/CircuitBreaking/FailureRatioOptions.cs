namespace Sockeye;

/// <summary>When a circuit opens by the share of calls that fail.</summary>
public sealed class FailureRatioOptions
{
    /// <summary>Gets or sets the share of failed calls at which the circuit opens.</summary>
    /// <value>The default is 0.1; it must be above 0 and at most 1.</value>
    public double Ratio { get; set; } = 0.1;

    /// <summary>Gets or sets the length of the window in which calls are counted. It slides in ten steps.</summary>
    /// <value>The default is 30 seconds; it must be between 500 milliseconds and one day.</value>
    public TimeSpan SamplingDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how many calls the window must hold before their ratio counts.</summary>
    /// <value>The default is 100; it must be at least 2.</value>
    public int MinimumThroughput { get; set; } = 100;
}
