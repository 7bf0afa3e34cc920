using Sockeye;

namespace Demo.Office;

/// <summary>A job as the back office sees it: without its payload, which is the customer's.</summary>
internal sealed record JobView(
    long Id, string Event, string Listener, string Queue, string State, int Attempt, int Postponed, bool IsPutOff, string? Subject, string? Problem, string? Stack, DateTimeOffset Created, DateTimeOffset Due)
{
    public static JobView Of(Job job) => new(
        job.Id,
        job.EventName,
        job.Listener,
        job.Queue,
        job.State.ToString().ToLowerInvariant(),
        job.Attempt,
        job.Postponements,
        job.State == JobState.Waiting && job.LastFailure?.Kind == FailureKind.Postponed,
        job.UniqueKey ?? job.Schedule,
        job.LastFailure?.Message,
        job.LastFailure?.Stack,
        job.Created,
        job.Due);
}
