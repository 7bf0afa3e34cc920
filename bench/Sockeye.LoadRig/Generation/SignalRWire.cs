using System.Text;
using System.Text.Json;

namespace Sockeye.LoadRig.Generation;

/// <summary>SignalR's JSON hub protocol, without negotiation.</summary>
internal sealed class SignalRWire : Wire
{
    public override bool HasRecords => true;

    public override bool SpeaksFirst => true;

    public override bool ClientsBeat => true;

    public override byte[] EnterFrame { get; } = Record("""{"protocol":"json","version":1}""");

    public override byte[] LeaveFrames { get; } = [.. Record("""{"type":7}"""), .. Frames.Make(Frames.Close, [0x03, 0xE8])];

    public override byte[] PongFrame { get; } = Record("""{"type":6}""");

    protected override string Path => "/hub";

    public override bool IsGreeting(ReadOnlySpan<byte> message) => false;

    public override bool IsEntered(ReadOnlySpan<byte> message) => message.SequenceEqual("{}"u8);

    public override bool IsPing(ReadOnlySpan<byte> message) => message.SequenceEqual("""{"type":6}"""u8);

    public override byte[] EchoFrame(string value) =>
        Record($$"""{"type":1,"invocationId":"0","target":"Echo","arguments":[{{Json.Quote(value)}}]}""");

    public override byte[] EchoAnswer(string value) =>
        Encoding.UTF8.GetBytes($$"""{"type":3,"invocationId":"0","result":{{Json.Quote(value)}}}""");

    public override byte[] BroadcastFrame(string value) =>
        Record($$"""{"type":1,"target":"Broadcast","arguments":[{{Json.Quote(value)}}]}""");

    public override byte[] BroadcastMessage(string value) =>
        Encoding.UTF8.GetBytes($$"""{"type":1,"target":"message","arguments":[{{Json.Quote(value)}}]}""");

    public override byte[] JoinFrame(string room, int count) => Record($$"""{"type":1,"target":"Join","arguments":[{{Json.Quote(room)}},{{count}}]}""");

    public override byte[] PublishFrame(string room, string value) =>
        Record($$"""{"type":1,"target":"Publish","arguments":[{{Json.Quote(room)}},{{Json.Quote(value)}}]}""");

    public override string? ReadEcho(ReadOnlySpan<byte> message) =>
        message.StartsWith("""{"type":3,"""u8) ? Root(message).GetProperty("result").GetString() : null;

    public override string? ReadBroadcast(ReadOnlySpan<byte> message) =>
        message.StartsWith("""{"type":1,"target":"message","""u8) ? Root(message).GetProperty("arguments")[0].GetString() : null;

    private static JsonElement Root(ReadOnlySpan<byte> message) => JsonDocument.Parse(message.ToArray()).RootElement;

    private static byte[] Record(string json) => Frames.Make(Frames.Text, Encoding.UTF8.GetBytes(json + '\u001e'));
}
