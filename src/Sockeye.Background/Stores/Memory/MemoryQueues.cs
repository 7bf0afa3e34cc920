namespace Sockeye.Background;

/// <summary>The queues of a store in memory, as they are at a moment.</summary>
internal static class MemoryQueues
{
    public static IReadOnlyList<QueueState> At(MemoryJobs jobs, DateTimeOffset now)
    {
        var queues = new SortedDictionary<string, QueueState>(StringComparer.Ordinal);
        foreach (var name in jobs.Known.Select(static listener => listener.Queue).Concat(jobs.Paused))
        {
            queues.TryAdd(name, Empty(jobs, name));
        }

        foreach (var job in jobs.All.Where(static job => job.State is JobState.Waiting or JobState.Running or JobState.Dead))
        {
            queues[job.Queue] = With(queues.GetValueOrDefault(job.Queue) ?? Empty(jobs, job.Queue), job, now);
        }

        return [.. queues.Values];
    }

    private static QueueState Empty(MemoryJobs jobs, string name) => new(name, jobs.Paused.Contains(name), null, 0, 0, 0);

    private static QueueState With(QueueState queue, MemoryJob job, DateTimeOffset now) => job.State switch
    {
        JobState.Running => queue with { Running = queue.Running + 1 },
        JobState.Dead => queue with { Dead = queue.Dead + 1 },
        _ => queue with
        {
            Waiting = queue.Waiting + 1,
            OldestAge = job.Due <= now && !(now - job.Due <= queue.OldestAge) ? now - job.Due : queue.OldestAge,
        },
    };
}
