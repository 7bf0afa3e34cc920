namespace Sockeye;

/// <summary>What an attempt at a job failed of.</summary>
public enum FailureKind
{
    /// <summary>The listener threw.</summary>
    Failed,

    /// <summary>The attempt took longer than its listener's time-out.</summary>
    TimedOut,

    /// <summary>The payload could not be read as the type that the listener takes.</summary>
    Unreadable,

    /// <summary>
    /// No attempt was left, and the last had not ended: its worker died, or could not keep the lease. Earlier ones may have ended so, too, or have failed otherwise.
    /// A job has it as well whose listener is allowed fewer attempts by now than it has had.
    /// </summary>
    Abandoned,

    /// <summary>The listener said that trying again is of no use.</summary>
    Rejected,

    /// <summary>The listener put the job off, so that this was no attempt: the message says why.</summary>
    Postponed,
}
