using Sockeye.Events;

namespace Sockeye.Background;

/// <summary>The words that stand for values in measurements: they stay, whatever becomes of the names in code.</summary>
internal static class TagNames
{
    public static string Of(EmitOutcome outcome) => outcome switch
    {
        EmitOutcome.Stored => "stored",
        EmitOutcome.Kept => "kept",
        EmitOutcome.Duplicate => "duplicate",
        EmitOutcome.Ignored => "ignored",
        EmitOutcome.Dropped => "dropped",
        EmitOutcome.InOutbox => "in_outbox",
        _ => NameLimit.Other,
    };

    /// <summary>Names what became of an attempt by what its runner says of it; <see langword="null"/> where its lease is lost.</summary>
    public static string Of(Settlement? settlement) => settlement switch
    {
        null => "lost",
        { Ending: JobEnding.Complete } => "completed",
        { Ending: JobEnding.Cancel } => "cancelled",
        { Ending: JobEnding.HandBack } => "handed_back",
        { Ending: JobEnding.Postpone } => "postponed",
        { Failure.Kind: FailureKind.TimedOut } => "timed_out",
        _ => "failed",
    };

    public static string Of(FailureKind kind) => kind switch
    {
        FailureKind.Failed => "failed",
        FailureKind.TimedOut => "timed_out",
        FailureKind.Unreadable => "unreadable",
        FailureKind.Abandoned => "abandoned",
        FailureKind.Rejected => "rejected",
        FailureKind.Postponed => "postponed",
        _ => NameLimit.Other,
    };

    public static string Of(JobStoreFailure failure) => failure switch
    {
        JobStoreFailure.Other => "other",
        JobStoreFailure.Full => "full",
        JobStoreFailure.Locked => "locked",
        JobStoreFailure.Corrupt => "corrupt",
        JobStoreFailure.ReadOnly => "read_only",
        JobStoreFailure.Unavailable => "unavailable",
        JobStoreFailure.NewerSchema => "newer_schema",
        _ => NameLimit.Other,
    };
}
