namespace Sockeye.Background.Proof.Checking;

/// <summary>What was promised and not kept.</summary>
public enum ViolationKind
{
    /// <summary>What was acknowledged was never done, and the store does not say why.</summary>
    Lost,

    /// <summary>The store holds a job for completed whose listener never came to its end.</summary>
    CompletedEarly,

    /// <summary>A job was left to a process that was dead, or that let its lease lapse.</summary>
    LeaseNeverLapsed,

    /// <summary>A job was given to another worker while a lease of it lasted.</summary>
    LeaseCutShort,

    /// <summary>A worker was refused what it had a lease for.</summary>
    HoldRefused,

    /// <summary>A job was given out again after it had been completed or buried.</summary>
    StartedAfterItsEnd,

    /// <summary>A worker ended, kept or reported what another had leased since; or a token did not grow.</summary>
    NotFenced,

    /// <summary>A listener went on with its token not cancelled although the lease had ended; or began then.</summary>
    NotCancelledInTime,

    /// <summary>Of one unique key, or of one emit, several events were queued.</summary>
    KeyNotUnique,

    /// <summary>Within a key a job began before the former one was completed or buried, or out of order.</summary>
    KeyOutOfOrder,

    /// <summary>A slot of a schedule was enqueued more than once, or not at all.</summary>
    SlotNotOnce,
}
