using System.Text;
using BenchmarkDotNet.Attributes;
using Sockeye.Protocol.SocketIO;

namespace Sockeye.Benchmarks.SocketIO;

/// <summary>From the text of a packet to its checked parts, and on into a handler.</summary>
[MemoryDiagnoser]
public class PacketDecoderBenchmarks
{
    private readonly PayloadSerializer _serializer = new();
    private readonly byte[] _text = Encoding.UTF8.GetBytes("""2["chat message","hello, world: sixty-four bytes of text that need no escape at all"]""");
    private readonly byte[] _numbers = Encoding.UTF8.GetBytes("""217["add",20,22]""");
    private readonly byte[] _record = Encoding.UTF8.GetBytes("""2/shop,["order",{"id":17,"customer":"Sockéye","total":12.50,"items":["fish","smoked"]}]""");
    private readonly byte[] _binary = Encoding.UTF8.GetBytes("""51-["file",{"_placeholder":true,"num":0}]""");
    private readonly byte[] _attachment = new byte[1024];
    private readonly EventBinding _onText = EventBinding.Create((string text) => { });
    private readonly EventBinding _onNumbers = EventBinding.Create((int a, int b) => { });
    private readonly EventBinding _onRecord = EventBinding.Create((PacketEncoderBenchmarks.Order order) => { });
    private PacketDecoder _decoder = null!;

    [GlobalSetup]
    public void Setup() => _decoder = new JsonPacketCodec(_serializer).CreateDecoder(PacketLimits.Default);

    [Benchmark(Baseline = true)]
    public int Text() => Decode(_text).Arguments.Count;

    [Benchmark]
    public int Numbers() => Decode(_numbers).Arguments.Count;

    [Benchmark]
    public int Record() => Decode(_record).Arguments.Count;

    [Benchmark]
    public int Binary()
    {
        _decoder.Decode(_binary, isBinary: false, out _);
        _decoder.Decode(_attachment, isBinary: true, out var packet);
        return packet.Arguments.Count;
    }

    [Benchmark]
    public bool TextToHandler() => Run(_text, _onText);

    [Benchmark]
    public bool NumbersToHandler() => Run(_numbers, _onNumbers);

    [Benchmark]
    public bool RecordToHandler() => Run(_record, _onRecord);

    [Benchmark]
    public int TextDetached() => Decode(_text).Arguments.Detach(_serializer).Count;

    private IncomingPacket Decode(byte[] data)
    {
        _decoder.Decode(data, isBinary: false, out var packet);
        return packet;
    }

    private bool Run(byte[] data, EventBinding binding)
    {
        var packet = Decode(data);
        var invocation = new EventInvocation { EventName = packet.EventName, Arguments = packet.Arguments, Serializer = _serializer };
        var task = binding.InvokeAsync(invocation);
        return task.IsCompletedSuccessfully;
    }
}
