namespace Sockeye.Background;

/// <summary>An emit that lies in an outbox.</summary>
/// <param name="Id">The event's id, given when it was emitted: whoever moves the row twice adds one event. As it is written, since others may write rows, too.</param>
/// <param name="Emit">The event, its payload and its options, as JSON.</param>
internal readonly record struct OutboxRow(string Id, string Emit);
