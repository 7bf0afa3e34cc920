namespace Sockeye;

/// <summary>What becomes of a schedule's runs that nobody was there to start: no scheduler ran, or the clock was put forward.</summary>
public enum MissedRuns
{
    /// <summary>However many were missed, the latest of them runs, once. The default.</summary>
    RunOnce,

    /// <summary>Each of them runs, in order.</summary>
    RunAll,

    /// <summary>None of them runs; the schedule goes on with the next.</summary>
    Skip,
}
