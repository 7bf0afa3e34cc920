using System.Diagnostics;
using Sockeye.Events;

namespace Sockeye.Background;

/// <summary>Counts and times what becomes of jobs in this process. Thread-safe.</summary>
internal sealed class JobTelemetry(BackgroundInstruments instruments, TimeProvider time)
{
    /// <summary>A job is about to be started, for the first time where it is its first attempt.</summary>
    /// <param name="attempt">The attempt.</param>
    public void Started(Attempt attempt)
    {
        var job = attempt.Job;
        if (job.Attempt == 1 && instruments.Latency.Enabled)
        {
            var waited = job.Leased - job.Due + time.GetElapsedTime(attempt.Accepted);
            instruments.Latency.Record(Math.Max(0, waited.TotalSeconds), Tags(job));
        }
    }

    /// <summary>An attempt has ended.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="began">When it was started.</param>
    /// <param name="settlement">What becomes of the job; <see langword="null"/> where the lease is lost.</param>
    public void Ended(Attempt attempt, long began, Settlement? settlement)
    {
        if (attempt.HasRun && instruments.AttemptDuration.Enabled)
        {
            var tags = Tags(attempt.Job);
            tags.Add("sockeye.attempt.result", TagNames.Of(settlement));
            instruments.AttemptDuration.Record(time.GetElapsedTime(began).TotalSeconds, tags);
        }
    }

    /// <summary>The store has taken the end of an attempt.</summary>
    public void Settled(LeasedJob job, Settlement settlement)
    {
        var counter = settlement.Ending switch { JobEnding.Retry => instruments.Retries, JobEnding.Bury => instruments.DeadLetters, _ => null };
        if (counter is { Enabled: true } && settlement.Failure is { } failure)
        {
            var tags = Tags(job);
            tags.Add("sockeye.failure.kind", TagNames.Of(failure.Kind));
            counter.Add(1, tags);
        }
    }

    public void Lost(LeasedJob job)
    {
        if (instruments.LeasesLost.Enabled)
        {
            instruments.LeasesLost.Add(1, Tags(job));
        }
    }

    /// <summary>The store failed to take a step.</summary>
    public void StoreFailed(Exception exception) => instruments.StoreFailures.Add(
        1, new KeyValuePair<string, object?>("sockeye.store.failure", exception is JobStoreException known ? TagNames.Of(known.Failure) : NameLimit.Other));

    private TagList Tags(LeasedJob job) =>
        new() { { "sockeye.event.name", instruments.Names.Of(job.EventName) }, { "sockeye.listener.name", instruments.Names.Of(job.Listener) } };
}
