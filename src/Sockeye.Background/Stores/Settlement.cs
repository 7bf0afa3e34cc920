namespace Sockeye.Background;

/// <summary>The end of an attempt at a job.</summary>
/// <param name="Hold">The hold on it.</param>
/// <param name="Ending">What becomes of it.</param>
/// <param name="RetryAfter">How long it waits to be tried again, or is put off, by the store's clock.</param>
/// <param name="Failure">Why the attempt failed; the job keeps its former failure where there is none.</param>
public sealed record Settlement(LeaseHold Hold, JobEnding Ending, TimeSpan RetryAfter = default, JobFailure? Failure = null);
