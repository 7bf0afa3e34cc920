using System.Collections.Concurrent;

namespace Sockeye.Engine.WebSockets.Compression;

/// <summary>Codecs that remember nothing between messages, and so serve any connection with the same window.</summary>
internal sealed class CodecPool(Func<int, bool, DeflateCodec> make)
{
    private const int WindowSizes = 16;

    private readonly ConcurrentQueue<DeflateCodec>?[] _idle = new ConcurrentQueue<DeflateCodec>?[WindowSizes];
    private readonly int _mostIdle = Environment.ProcessorCount;

    public DeflateCodec Rent(int windowBits) =>
        Volatile.Read(ref _idle[windowBits]) is { } idle && idle.TryDequeue(out var codec) ? codec : make(windowBits, false);

    public void Return(int windowBits, DeflateCodec codec)
    {
        ref var place = ref _idle[windowBits];
        var idle = Volatile.Read(ref place) ?? Interlocked.CompareExchange(ref place, new ConcurrentQueue<DeflateCodec>(), null) ?? place!;
        if (idle.Count < _mostIdle)
        {
            idle.Enqueue(codec);
        }
        else
        {
            codec.Dispose();
        }
    }
}
