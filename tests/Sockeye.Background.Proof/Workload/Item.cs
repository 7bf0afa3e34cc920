namespace Sockeye.Background.Proof.Workload;

/// <summary>One thing to emit: the payload of its event.</summary>
/// <param name="Number">Its number: items are emitted in its order, those of one lane one after the other.</param>
/// <param name="Event">The event.</param>
/// <param name="Key">The key within which order is kept; of one lane only.</param>
/// <param name="UniqueKey">The key of which there may be one; several items have the same, in several lanes.</param>
/// <param name="Milliseconds">How long a listener takes.</param>
/// <param name="Failures">How many attempts fail.</param>
/// <param name="IsRejected">Whether its listener refuses it for good.</param>
/// <param name="IsHeedless">Whether its listener goes on although its token is cancelled, until it is done.</param>
public sealed record Item(int Number, string Event, string? Key, string? UniqueKey, int Milliseconds, int Failures, bool IsRejected, bool IsHeedless);
