namespace Sockeye.Events.Tests.Diagnostics;

/// <summary>Counts what an action allocates on this thread once it has been warmed up.</summary>
internal static class Allocations
{
    public static long Of(Action action)
    {
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
