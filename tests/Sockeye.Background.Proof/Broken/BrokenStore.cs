namespace Sockeye.Background.Proof.Broken;

/// <summary>The ways in which a store can be broken on purpose, to see whether the checker notices.</summary>
public enum BrokenStore
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>It takes a job for completed when it hands it out.</summary>
    CompletesEarly,

    /// <summary>It leaves a job to whoever has leased it, dead or alive.</summary>
    LeaseNeverLapses,

    /// <summary>It does not look at unique keys.</summary>
    KeyNotUnique,

    /// <summary>It lets a worker end and report what another has taken over.</summary>
    WithoutFence,
}
