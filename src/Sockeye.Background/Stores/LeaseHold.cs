namespace Sockeye.Background;

/// <summary>A worker's hold on a job.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Token">The token of the lease.</param>
public readonly record struct LeaseHold(long JobId, long Token);
