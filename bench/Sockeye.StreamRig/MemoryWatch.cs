using System.Diagnostics;
using System.Globalization;

namespace Sockeye.StreamRig;

/// <summary>Reads the process's memory again and again while a stream runs: the most of its first part, and the most of the rest.</summary>
internal sealed class MemoryWatch(long bytes)
{
    private const int Warmup = 10; // one part in ten

    private readonly long _before = WorkingSet();
    private (long Heap, long Committed, long WorkingSet) _first;
    private (long Heap, long Committed, long WorkingSet) _rest;

    public void Watch(StreamStage stage) => stage.On(StreamStage.Progress, progress => Sample(progress.Bytes));

    public void Print()
    {
        using var process = Process.GetCurrentProcess();
        Console.WriteLine("| | managed heap | committed at the last collection | working set |");
        Console.WriteLine("|---|---|---|---|");
        Console.WriteLine($"| before | | | {Megabytes(_before)} |");
        Console.WriteLine(Row("most in the first tenth", _first));
        Console.WriteLine(Row("most in the rest", _rest));
        Console.WriteLine($"| peak of the process, as the kernel counts it | | | {Megabytes(process.PeakWorkingSet64)} |");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"collections: {GC.CollectionCount(0)} of generation 0, {GC.CollectionCount(2)} of generation 2; allocated in all: {Megabytes(GC.GetTotalAllocatedBytes())}"));
    }

    private void Sample(long passed)
    {
        ref var most = ref passed <= bytes / Warmup ? ref _first : ref _rest;
        most = (
            Math.Max(most.Heap, GC.GetTotalMemory(forceFullCollection: false)),
            Math.Max(most.Committed, GC.GetGCMemoryInfo().TotalCommittedBytes),
            Math.Max(most.WorkingSet, WorkingSet()));
    }

    private static long WorkingSet() => Environment.WorkingSet;

    private static string Row(string name, (long Heap, long Committed, long WorkingSet) most) =>
        $"| {name} | {Megabytes(most.Heap)} | {Megabytes(most.Committed)} | {Megabytes(most.WorkingSet)} |";

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
}
