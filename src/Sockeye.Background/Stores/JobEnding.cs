namespace Sockeye.Background;

/// <summary>What becomes of a job at the end of an attempt.</summary>
public enum JobEnding
{
    /// <summary>It is completed.</summary>
    Complete,

    /// <summary>It waits to be tried again; where its cancellation was requested, it is cancelled instead.</summary>
    Retry,

    /// <summary>It is dead.</summary>
    Bury,

    /// <summary>It is cancelled.</summary>
    Cancel,

    /// <summary>
    /// It goes back as it was: the attempt does not count, and it is due at once. Where its cancellation was requested, it is cancelled instead.
    /// </summary>
    HandBack,

    /// <summary>
    /// It waits for a while, and this attempt does not count; how often that was is counted. Where its cancellation was requested, it is cancelled instead.
    /// </summary>
    Postpone,
}
