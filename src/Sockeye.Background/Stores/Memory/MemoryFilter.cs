using System.Text;

namespace Sockeye.Background;

/// <summary>Looks for jobs in memory.</summary>
internal static class MemoryFilter
{
    public static bool Matches(JobFilter filter, MemoryJob job) =>
        (filter.Ids is null || filter.Ids.Contains(job.Id))
        && (filter.EventId is null || filter.EventId == job.Event.New.Id)
        && (filter.EventName is null || filter.EventName == job.Event.New.Name)
        && (filter.Listener is null || filter.Listener == job.Listener)
        && (filter.Queue is null || filter.Queue == job.Queue)
        && (filter.States is null || filter.States.Contains(job.State))
        && (filter.Key is null || filter.Key == job.Key)
        && (filter.UniqueKey is null || filter.UniqueKey == job.Event.New.UniqueKey)
        && (filter.BatchId is null || filter.BatchId == job.Event.BatchId)
        && (filter.Schedule is null || filter.Schedule == job.Event.New.Schedule)
        && (filter.Worker is null || filter.Worker == job.Worker)
        && (filter.CreatedFrom is null || job.Event.Created >= filter.CreatedFrom)
        && (filter.CreatedBefore is null || job.Event.Created < filter.CreatedBefore)
        && (filter.Text is null || Contains(job, filter.Text));

    private static bool Contains(MemoryJob job, string text) =>
        Encoding.UTF8.GetString(job.Event.New.Payload.Span).Contains(text, StringComparison.Ordinal)
        || (job.LastFailure?.Message.Contains(text, StringComparison.Ordinal) ?? false);
}
