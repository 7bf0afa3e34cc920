namespace Sockeye.Background;

/// <summary>The jobs of one key of a listener that have not ended.</summary>
internal sealed class MemoryKey
{
    public SortedSet<MemoryJob> Unfinished { get; } = new(MemoryJob.ById);

    public int Running { get; set; }

    /// <summary>Tells whether fewer than so many that have not ended were added before.</summary>
    public bool IsAmongFirst(MemoryJob job, int count)
    {
        foreach (var earlier in Unfinished)
        {
            if (earlier == job)
            {
                return true;
            }

            if (--count == 0)
            {
                return false;
            }
        }

        return false;
    }
}
