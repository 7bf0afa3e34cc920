using BenchmarkDotNet.Attributes;
using Sockeye.Protocol.SocketIO;

namespace Sockeye.Benchmarks.SocketIO;

/// <summary>From an event and its arguments to the text of a packet.</summary>
[MemoryDiagnoser]
public class PacketEncoderBenchmarks
{
    private readonly JsonPacketCodec _codec = new(new PayloadSerializer());
    private readonly object?[] _text = ["hello, world: sixty-four bytes of text that need no escape at all"];
    private readonly object?[] _mixed = [42, "na\u00efve \"quotes\"", true, 1.5, null];
    private readonly object?[] _record = [new Order(17, "Sock\u00e9ye", 12.50m, ["fish", "smoked"])];
    private readonly object?[] _binary = [new byte[1024]];
    private object?[] _passedOn = [];

    [GlobalSetup]
    public void Setup() => _passedOn = [EventArguments.From(_codec.Serializer, _record)];

    [Benchmark(Baseline = true)]
    public int Text() => Encode(_text);

    [Benchmark]
    public int Mixed() => Encode(_mixed);

    [Benchmark]
    public int Record() => Encode(_record);

    [Benchmark]
    public int Binary() => Encode(_binary);

    [Benchmark]
    public int PassedOn() => Encode(_passedOn);

    [Benchmark]
    public int Ack()
    {
        var buffer = _codec.EncodeAck("/", 17, _text);
        var length = buffer.WebSocketFrame.Length;
        buffer.Return();
        return length;
    }

    [Benchmark]
    public int SharedMessage() => _codec.EncodeEvent("/", null, "chat message", _text).ToMessage().WebSocketFrame.Length;

    private int Encode(object?[] arguments)
    {
        var buffer = _codec.EncodeEvent("/", null, "chat message", arguments);
        var length = buffer.WebSocketFrame.Length;
        buffer.Return();
        return length;
    }

    internal sealed record Order(int Id, string Customer, decimal Total, string[] Items);
}
