namespace Sockeye;

/// <summary>A set of events that was not complete in time.</summary>
public sealed class MissingEvents
{
    internal MissingEvents(IReadOnlyList<string> missing, AggregatedEvents received, TimeSpan timeout)
    {
        Missing = missing;
        Received = received;
        Timeout = timeout;
    }

    /// <summary>Gets the names of the events that have not come, in the order in which they were asked for.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>Gets the events that have come, with their data.</summary>
    public AggregatedEvents Received { get; }

    /// <summary>Gets how long the set had.</summary>
    public TimeSpan Timeout { get; }
}
