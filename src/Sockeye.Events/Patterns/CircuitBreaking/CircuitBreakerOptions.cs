namespace Sockeye;

/// <summary>When a <see cref="CircuitBreaker"/> opens, and for how long. Read when the breaker is made; later changes have no effect.</summary>
public sealed class CircuitBreakerOptions
{
    /// <summary>Gets or sets what events and exceptions call the circuit.</summary>
    /// <value>The default is <c>"circuit"</c>.</value>
    public string Name { get; set; } = "circuit";

    /// <summary>Gets or sets how many failures in a row open the circuit. A success in between starts the count anew.</summary>
    /// <value>The default is 5; it must be at least 1. Not used where <see cref="FailureRatio"/> is set.</value>
    public int FailureThreshold { get; set; } = 5;

    /// <summary>Gets or sets the other policy: to open by the share of calls that fail, and not by failures in a row.</summary>
    /// <value>The default is <see langword="null"/>: <see cref="FailureThreshold"/> decides.</value>
    public FailureRatioOptions? FailureRatio { get; set; }

    /// <summary>Gets or sets how long the circuit refuses calls before it lets a probe through.</summary>
    /// <value>The default is 30 seconds; it must be between 500 milliseconds and one day.</value>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets which exceptions are failures. It may be called by several threads at once and must not throw.</summary>
    /// <value>
    /// The default is <see langword="null"/>: every exception but <see cref="OperationCanceledException"/>. What is not a failure passes
    /// through the breaker. It neither adds to the failures in a row nor ends them, and where a probe ends so the next call is the probe.
    /// Under <see cref="FailureRatio"/> it counts as a call that succeeded, but where a probe ends so the circuit opens for another break.
    /// </value>
    public Func<Exception, bool>? IsFailure { get; set; }

    /// <summary>Gets or sets the emitter on which the breaker tells of its changes.</summary>
    /// <value>The default is <see langword="null"/>: one of its own, <see cref="CircuitBreaker.Events"/>.</value>
    public EventEmitter? Events { get; set; }

    /// <summary>Gets or sets the clock of breaks and windows.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
