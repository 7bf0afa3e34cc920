namespace Sockeye.Background;

/// <summary>The jobs of one listener in one queue that wait: those that may start, in their order, and those whose time has not come.</summary>
internal sealed class MemoryLane(string queue)
{
    public string Queue { get; } = queue;

    public SortedSet<MemoryJob> Ready { get; } = new(MemoryJob.ByTurn);

    public SortedSet<MemoryJob> Delayed { get; } = new(MemoryJob.ByDue);

    public void Add(MemoryJob job, DateTimeOffset now) => (job.Due > now ? Delayed : Ready).Add(job);

    public void Remove(MemoryJob job)
    {
        if (!Ready.Remove(job))
        {
            Delayed.Remove(job);
        }
    }

    public void Promote(DateTimeOffset now)
    {
        while (Delayed.Min is { } job && job.Due <= now)
        {
            Delayed.Remove(job);
            Ready.Add(job);
        }
    }
}
