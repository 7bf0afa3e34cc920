using BenchmarkDotNet.Attributes;
using Sockeye.Events;

namespace Sockeye.Benchmarks;

/// <summary>What it costs to find the listeners of an event and to walk through them, by how many events and listeners there are.</summary>
[MemoryDiagnoser]
public class ListenerTableBenchmarks
{
    private readonly ListenerTable<object> _table = new();

    /// <summary>Gets or sets how many events there are: up to 16 are an array, more are a dictionary.</summary>
    [Params(1, 8, 16, 64)]
    public int Names { get; set; }

    [Params(1, 4)]
    public int Listeners { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        for (var i = 0; i < Names * Listeners; i++)
        {
            _table.Add($"event {i % Names}", this);
        }
    }

    [Benchmark]
    public int Emit()
    {
        var ran = 0;
        foreach (var _ in _table.Snapshot("event 0"))
        {
            ran++;
        }

        return ran;
    }

    [Benchmark]
    public int EmitLastAdded()
    {
        var ran = 0;
        foreach (var _ in _table.Snapshot(Names switch { 1 => "event 0", 8 => "event 7", 16 => "event 15", _ => "event 63" }))
        {
            ran++;
        }

        return ran;
    }

    [Benchmark]
    public void AddAndRemove() => _table.Add("event 0", this).Dispose();
}
