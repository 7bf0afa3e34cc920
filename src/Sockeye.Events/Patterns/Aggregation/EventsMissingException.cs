namespace Sockeye;

/// <summary>Not all of the events that an <see cref="EventAggregator"/> waits for came in time.</summary>
public sealed class EventsMissingException : TimeoutException
{
    internal EventsMissingException(MissingEvents events)
        : base($"After {events.Timeout} still missing: {string.Join(", ", events.Missing)}.") => Events = events;

    /// <summary>Gets what came and what did not.</summary>
    public MissingEvents Events { get; }

    /// <summary>Gets the names of the events that have not come, in the order in which they were asked for.</summary>
    public IReadOnlyList<string> Missing => Events.Missing;
}
