using Sockeye.Background.Proof.Journals;

namespace Sockeye.Background.Proof.Checking;

/// <summary>What has to take place before a run can say whether a promise is kept. A sound store and a broken one come to it alike, and answer it differently.</summary>
public static class Situations
{
    /// <summary>Says whether a worker was killed that had a job, which nobody else had had.</summary>
    public static bool HolderWasKilled(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return history.Jobs.Any(job => job.Leases[0] is { Begin: not null, Settles.Count: 0 } lease && history.Process(lease.Pid).Killed < long.MaxValue);
    }

    /// <summary>Says whether a worker asked for something about a job, and was answered, while the next one had a lease of it that had not ended.</summary>
    public static bool FormerHolderAsked(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return history.Jobs.Any(static job => job.Leases.Exists(former => former.Settles.Concat(former.Reports).Any(one => one.Answer is { } answer && IsHeld(job, former, one.Ask, answer))));
    }

    /// <summary>Says whether events were emitted, and taken, under a unique key under which one had been.</summary>
    public static bool KeyCameAgain(History history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return history.Lines.Where(static line => line.Kind == "emitted" && line["unique"] is not null).GroupBy(static line => line["unique"]).Any(static its => its.DistinctBy(static line => line["number"]).Count() > 1);
    }

    private static bool IsHeld(JobHistory job, LeaseHistory former, JournalLine ask, JournalLine answer) =>
        job.Leases.Where(lease => lease.Leased.Index < ask.Index).MaxBy(static lease => lease.Token) is { } newest
        && newest.Token == former.Token + 1
        && answer.At < newest.Ends
        && newest.Settles.TrueForAll(one => one.Ask.Index > answer.Index);
}
