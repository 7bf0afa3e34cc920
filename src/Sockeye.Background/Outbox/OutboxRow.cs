namespace Sockeye.Background;

/// <summary>An emit that lies in an outbox.</summary>
/// <param name="Id">The event's id, given when it was emitted: whoever moves the row twice adds one event.</param>
/// <param name="Emit">The event, its payload and its options, as JSON.</param>
internal readonly record struct OutboxRow(Guid Id, string Emit);
