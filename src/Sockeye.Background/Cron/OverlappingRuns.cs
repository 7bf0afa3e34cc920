namespace Sockeye;

/// <summary>What becomes of a schedule's run that falls due while a former one has not ended (it waits, runs, or waits to be retried).</summary>
public enum OverlappingRuns
{
    /// <summary>It is queued like any other work, and both may run at the same time. The default.</summary>
    Allow,

    /// <summary>It does not take place.</summary>
    Skip,

    /// <summary>It is queued, and starts when the former one is completed or buried.</summary>
    Wait,
}
