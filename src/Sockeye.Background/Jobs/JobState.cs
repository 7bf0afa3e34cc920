namespace Sockeye;

/// <summary>How far a job has come.</summary>
public enum JobState
{
    /// <summary>It waits: for a worker, for its time, for its turn within its key, or to be tried again.</summary>
    Waiting,

    /// <summary>A worker holds a lease of it. If that lapses, another worker takes it over.</summary>
    Running,

    /// <summary>Its listener has done it.</summary>
    Completed,

    /// <summary>It was given up: a dead letter, with the last failure. It can be replayed.</summary>
    Dead,

    /// <summary>It was cancelled, before it ran or while it did.</summary>
    Cancelled,
}
