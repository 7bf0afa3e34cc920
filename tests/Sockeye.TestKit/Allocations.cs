namespace Sockeye.TestKit;

/// <summary>Counts what actions allocate.</summary>
public static class Allocations
{
    /// <summary>Takes an action 5,000 times on this thread, and counts the bytes of the 1,000 that took the least: by then it is compiled and its caches are full.</summary>
    /// <param name="action">The action; it completes before it returns.</param>
    /// <returns>Bytes for a thousand times.</returns>
    public static long Of(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        var least = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1_000; i++)
            {
                action();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
