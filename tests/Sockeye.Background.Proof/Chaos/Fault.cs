namespace Sockeye.Background.Proof.Chaos;

/// <summary>What is done to the processes at a moment.</summary>
/// <param name="After">How many attempts have come to their end by then.</param>
/// <param name="Kind">What.</param>
/// <param name="Victim">Which worker; -1 for the one that has just begun something, to stand still for long: something long.</param>
internal sealed record Fault(int After, FaultKind Kind, int Victim);
