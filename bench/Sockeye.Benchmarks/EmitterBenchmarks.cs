using System.Threading.Channels;
using BenchmarkDotNet.Attributes;

namespace Sockeye.Benchmarks;

/// <summary>What it costs to emit an event to its listeners, against a C# event, which is a multicast delegate, and a channel.</summary>
[MemoryDiagnoser]
public class EmitterBenchmarks
{
    private static readonly EventKey<int> Number = new("number");
    private static readonly EventKey<string> Text = new("text");

    private readonly EventEmitter _emitter = new();
    private readonly Channel<int> _channel = Channel.CreateUnbounded<int>();
    private readonly Listener[] _listeners = [.. Enumerable.Range(0, 10).Select(static _ => new Listener())];
    private Action<int>? _multicast;

    [Params(1, 3, 10)]
    public int Listeners { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        foreach (var listener in _listeners.AsSpan(0, Listeners))
        {
            _multicast += listener.Hear;
            _emitter.On(Number, listener.Hear);
            _emitter.On(Text, listener.Hear);
        }

        // An emitter has more events than one.
        for (var i = 0; i < 8; i++)
        {
            var other = new EventKey<int>($"other {i}");
            _emitter.On(other, _listeners[0].Hear);
            _emitter.Emit(other, i);
        }
    }

    [Benchmark(Baseline = true)]
    public void Multicast() => _multicast!(1);

    [Benchmark]
    public bool ByKey() => _emitter.Emit(Number, 1);

    [Benchmark]
    public bool ByKeyOfReference() => _emitter.Emit(Text, "text");

    [Benchmark]
    public bool ByName() => _emitter.Emit("number", 1);

    [Benchmark]
    public bool ByNameOfReference() => _emitter.Emit("text", "text");

    [Benchmark]
    public int ThroughChannel()
    {
        var sum = 0;
        for (var i = 0; i < Listeners; i++)
        {
            _channel.Writer.TryWrite(1);
            _channel.Reader.TryRead(out var read);
            sum += read;
        }

        return sum;
    }

    private sealed class Listener
    {
        private int _heard;

        public void Hear(int number) => _heard += number;

        public void Hear(string text) => _heard += text.Length;
    }
}
