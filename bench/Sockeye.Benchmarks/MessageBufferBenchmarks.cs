using BenchmarkDotNet.Attributes;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Benchmarks;

/// <summary>What one message costs between its text and the bytes of a transport.</summary>
[MemoryDiagnoser]
public class MessageBufferBenchmarks
{
    private byte[] _text = [];

    [Params(64, 4096)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Setup() => _text = new byte[Length];

    [Benchmark(Baseline = true)]
    public int BufferToFrame()
    {
        var buffer = Write();
        var length = buffer.WebSocketFrame.Length;
        buffer.Return();
        return length;
    }

    [Benchmark]
    public int BufferToSharedMessage() => Write().ToMessage().WebSocketFrame.Length;

    [Benchmark]
    public int BinaryMessage() => EncodedMessage.Binary(_text).WebSocketFrame.Length;

    private MessageBuffer Write()
    {
        var buffer = MessageBuffer.Rent();
        _text.CopyTo(buffer.GetSpan(_text.Length));
        buffer.Advance(_text.Length);
        buffer.Prepend("2"u8);
        return buffer;
    }
}
