namespace Sockeye.Background;

/// <summary>What became of a slot that somebody wanted to claim.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Version">The schedule's version now; 0 where it is gone.</param>
/// <param name="Added">What became of the event, where there was one to add.</param>
public readonly record struct SlotResult(SlotOutcome Outcome, long Version, AddResult? Added);
