namespace Sockeye.Background;

/// <summary>What became of an event that was to be added.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="EventId">Its id; of a duplicate, that of the event that holds the key.</param>
/// <param name="Jobs">How many jobs it became.</param>
public readonly record struct AddResult(AddOutcome Outcome, Guid EventId, int Jobs);
