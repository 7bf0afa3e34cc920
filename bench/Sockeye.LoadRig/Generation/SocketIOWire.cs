using System.Text;
using System.Text.Json;

namespace Sockeye.LoadRig.Generation;

/// <summary>Socket.IO v5 packets on Engine.IO v4.</summary>
internal sealed class SocketIOWire : Wire
{
    public override bool HasRecords => false;

    public override bool SpeaksFirst => false;

    public override byte[] EnterFrame { get; } = Frames.Make(Frames.Text, "40"u8);

    public override byte[] LeaveFrames { get; } = [.. Frames.Make(Frames.Text, "41"u8), .. Frames.Make(Frames.Close, [0x03, 0xE8])];

    public override byte[] PongFrame { get; } = Frames.Make(Frames.Text, "3"u8);

    protected override string Path => "/socket.io/?EIO=4&transport=websocket";

    public override bool IsGreeting(ReadOnlySpan<byte> message) => message.StartsWith("0{"u8);

    public override bool IsEntered(ReadOnlySpan<byte> message) => message.StartsWith("40{"u8);

    public override bool IsPing(ReadOnlySpan<byte> message) => message.Length == 1 && message[0] == '2';

    public override byte[] EchoFrame(string value) => Frames.Make(Frames.Text, Encoding.UTF8.GetBytes($"420[\"echo\",{Json.Quote(value)}]"));

    public override byte[] EchoAnswer(string value) => Encoding.UTF8.GetBytes($"430[{Json.Quote(value)}]");

    public override byte[] BroadcastFrame(string value) =>
        Frames.Make(Frames.Text, Encoding.UTF8.GetBytes($"42[\"broadcast\",{Json.Quote(value)}]"));

    public override byte[] BroadcastMessage(string value) => Encoding.UTF8.GetBytes($"42[\"message\",{Json.Quote(value)}]");

    public override byte[] JoinFrame(string room, int count) => Frames.Make(Frames.Text, Encoding.UTF8.GetBytes($"42[\"join\",{Json.Quote(room)},{count}]"));

    public override byte[] PublishFrame(string room, string value) =>
        Frames.Make(Frames.Text, Encoding.UTF8.GetBytes($"42[\"publish\",{Json.Quote(room)},{Json.Quote(value)}]"));

    public override string? ReadEcho(ReadOnlySpan<byte> message) =>
        message.StartsWith("430["u8) ? JsonDocument.Parse(message[3..].ToArray()).RootElement[0].GetString() : null;

    public override string? ReadBroadcast(ReadOnlySpan<byte> message) =>
        message.StartsWith("42[\"message\","u8) ? JsonDocument.Parse(message[2..].ToArray()).RootElement[1].GetString() : null;
}
