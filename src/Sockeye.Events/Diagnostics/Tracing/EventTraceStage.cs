namespace Sockeye;

/// <summary>When in the life of an emission a trace was taken.</summary>
public enum EventTraceStage
{
    /// <summary>No listener has run yet.</summary>
    Started,

    /// <summary>The emit has returned or thrown, and every listener it started has ended, asynchronous ones too.</summary>
    Completed,
}
