namespace Sockeye;

/// <summary>How an <see cref="EventAggregator"/> waits. Read when it is made; later changes have no effect.</summary>
public sealed class EventAggregatorOptions
{
    /// <summary>Gets or sets whether a new set begins when one is complete or out of time.</summary>
    /// <value>The default is <see langword="false"/>: the aggregator is done, and has left the emitter.</value>
    public bool Repeat { get; set; }

    /// <summary>Gets or sets which emission counts of an event that comes again before the others have come.</summary>
    /// <value>The default is <see cref="RepeatedEvent.Latest"/>.</value>
    public RepeatedEvent Repeated { get; set; }

    /// <summary>Gets or sets how long a set may take.</summary>
    /// <value>
    /// The default is <see langword="null"/>: as long as it takes. It must be longer than zero and at most 49 days. It counts from when the
    /// aggregator is made or, where <see cref="Repeat"/> is on, from the first event of each set.
    /// </value>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Gets or sets what is told of each set that runs out of time, on the timer's thread, when a new set has begun. It must not throw.</summary>
    /// <value>The default is <see langword="null"/>: those who wait for the set are told alone.</value>
    public Action<MissingEvents>? OnTimeout { get; set; }

    internal EventAggregatorOptions Copy() => (EventAggregatorOptions)MemberwiseClone();
}
