namespace Sockeye.TestKit;

/// <summary>Counts what actions allocate.</summary>
public static class Allocations
{
    /// <summary>
    /// Takes an action five times as often on this thread, and counts the bytes of the fifth that took the least: by then it is compiled, and what
    /// the runtime keeps of its casts, which whatever runs beside it fills too, has grown in another.
    /// </summary>
    /// <param name="action">The action; it completes before it returns.</param>
    /// <param name="times">How often it is taken in a fifth.</param>
    /// <returns>Bytes for so many times.</returns>
    public static long Of(Action action, int times = 1_000)
    {
        ArgumentNullException.ThrowIfNull(action);
        var least = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < times; i++)
            {
                action();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
