namespace Sockeye.Background.Proof.Chaos;

internal enum FaultKind
{
    /// <summary>A worker is killed, and another one started.</summary>
    Kill,

    /// <summary>A worker is told to stop, finishes or hands back what it has, and another one is started.</summary>
    Retire,

    /// <summary>A worker stands still until another has taken over what it had.</summary>
    PauseBeyondLease,

    /// <summary>A worker stands still while it does what its listener goes on with whatever it is told, until another has taken that over.</summary>
    PauseHeedless,

    /// <summary>A worker stands still for a moment.</summary>
    Pause,

    /// <summary>Who emits is killed, and started again.</summary>
    KillEmitter,

    /// <summary>Nobody can write to the database for longer than a lease lasts.</summary>
    Hold,

    /// <summary>The database is stopped hard and started again.</summary>
    Restart,
}
