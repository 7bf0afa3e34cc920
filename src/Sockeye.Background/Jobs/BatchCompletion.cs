namespace Sockeye;

/// <summary>The payload of a batch's completion event: what became of its jobs.</summary>
/// <param name="BatchId">The batch.</param>
/// <param name="Total">How many jobs its events became.</param>
/// <param name="Completed">How many of them were completed.</param>
/// <param name="Dead">How many were given up.</param>
/// <param name="Cancelled">How many were cancelled.</param>
public sealed record BatchCompletion(Guid BatchId, int Total, int Completed, int Dead, int Cancelled);
