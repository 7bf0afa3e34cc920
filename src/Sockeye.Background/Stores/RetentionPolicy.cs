namespace Sockeye.Background;

/// <summary>What a sweep leaves in the store.</summary>
/// <param name="KeepCompleted">How long completed jobs are kept after they ended.</param>
/// <param name="KeepCancelled">How long cancelled jobs are kept after they ended.</param>
/// <param name="KeepDead">How long dead letters are kept after they ended.</param>
/// <param name="KeepUnclaimed">How long events are kept that no listener has been known for.</param>
/// <param name="Limit">How many jobs one sweep removes at most, so that it is short; at least 1.</param>
public sealed record RetentionPolicy(TimeSpan KeepCompleted, TimeSpan KeepCancelled, TimeSpan KeepDead, TimeSpan KeepUnclaimed, int Limit = 1000)
{
    /// <summary>Gets how long workers are listed that are not alive any more. 1 day by default.</summary>
    public TimeSpan KeepSilentWorkers { get; init; } = TimeSpan.FromDays(1);
}
