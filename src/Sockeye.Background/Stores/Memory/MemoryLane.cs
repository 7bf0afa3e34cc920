namespace Sockeye.Background;

/// <summary>The jobs of one listener in one queue that wait: those that may start, in their order, those whose time has not come, and those whose keys wait for their windows to close.</summary>
internal sealed class MemoryLane(string queue)
{
    public string Queue { get; } = queue;

    public SortedSet<MemoryJob> Ready { get; } = new(MemoryJob.ByTurn);

    public SortedSet<MemoryJob> Delayed { get; } = new(MemoryJob.ByDue);

    public SortedSet<MemoryJob> Limited { get; } = new(MemoryJob.ByWake);

    /// <summary>Gets when the first of those falls due or may start that wait for a time.</summary>
    public DateTimeOffset? Next => Limited.Min is { } limited && !(Delayed.Min?.Due < limited.Wake) ? limited.Wake : Delayed.Min?.Due;

    /// <summary>Takes on a job that may start when its time has come; one that waits here already keeps its place.</summary>
    public void Add(MemoryJob job, DateTimeOffset now)
    {
        if (!Delayed.Contains(job) && !Limited.Contains(job))
        {
            (job.Due > now ? Delayed : Ready).Add(job);
        }
    }

    public void Remove(MemoryJob job)
    {
        if (!Ready.Remove(job) && !Delayed.Remove(job))
        {
            Limited.Remove(job);
        }
    }

    /// <summary>Lets a job that may start wait for the end of its key's window.</summary>
    public void HoldBack(MemoryJob job, DateTimeOffset until)
    {
        Ready.Remove(job);
        job.Wake = until;
        Limited.Add(job);
    }

    /// <summary>Puts jobs whose time has come among those that may start.</summary>
    /// <param name="now">The time.</param>
    /// <param name="longest">When a window that begins now closes: one that closes later was begun before the clock was put back, or under another rate.</param>
    public void Promote(DateTimeOffset now, DateTimeOffset longest)
    {
        while (Limited.Min is { } first && first.Wake <= now)
        {
            Limited.Remove(first);
            Ready.Add(first);
        }

        while (Limited.Max is { } last && last.Wake > longest)
        {
            Limited.Remove(last);
            Ready.Add(last);
        }

        while (Delayed.Min is { } job && job.Due <= now)
        {
            Delayed.Remove(job);
            Ready.Add(job);
        }
    }
}
