namespace Sockeye.Background;

/// <summary>What became of a lease that was to be renewed.</summary>
public enum RenewResult
{
    /// <summary>It lasts the whole duration from now.</summary>
    Renewed,

    /// <summary>It is renewed, and the job is to be cancelled.</summary>
    CancelRequested,

    /// <summary>The token is not the job's current one, the lease has lapsed, or the job does not run any more.</summary>
    Lost,
}
