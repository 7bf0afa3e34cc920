namespace Sockeye;

/// <summary>What became of an event that was emitted.</summary>
/// <param name="EventId">Its id, a UUID of version 7; of a duplicate, that of the event that holds the unique key.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Jobs">How many jobs it became.</param>
public readonly record struct EmitResult(Guid EventId, EmitOutcome Outcome, int Jobs);
