namespace Sockeye;

/// <summary>Why an attempt at a job is to end.</summary>
public enum AttemptCancelReason
{
    /// <summary>It took longer than its listener's time-out. The job is tried again.</summary>
    TimedOut,

    /// <summary>The job was cancelled.</summary>
    Cancelled,

    /// <summary>The process stops. The job goes back to the queue, without this attempt.</summary>
    Stopping,

    /// <summary>The lease is lost, or about to be: another worker takes the job over.</summary>
    LeaseLost,
}
