namespace Sockeye.Background;

/// <summary>How many jobs of a listener a worker has room for.</summary>
/// <param name="EventName">The event.</param>
/// <param name="Listener">The listener.</param>
/// <param name="Free">How many; at least 1.</param>
public readonly record struct ListenerSlots(string EventName, string Listener, int Free);
