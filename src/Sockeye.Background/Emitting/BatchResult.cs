namespace Sockeye;

/// <summary>A batch that was emitted.</summary>
/// <param name="BatchId">Its id.</param>
/// <param name="Events">What became of each event, in order.</param>
public sealed record BatchResult(Guid BatchId, IReadOnlyList<EmitResult> Events);
