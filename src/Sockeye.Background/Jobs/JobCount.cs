namespace Sockeye;

/// <summary>How many jobs of a listener are in a state.</summary>
/// <param name="EventName">The event.</param>
/// <param name="Listener">The listener.</param>
/// <param name="Queue">The queue.</param>
/// <param name="State">The state.</param>
/// <param name="Count">How many.</param>
public sealed record JobCount(string EventName, string Listener, string Queue, JobState State, long Count);
