using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine;

/// <summary>The packets that are always the same.</summary>
internal static class ControlPackets
{
    public static EncodedMessage Ping { get; } = EncodedMessage.Packet(PacketType.Ping);

    public static EncodedMessage ProbePong { get; } = EncodedMessage.Packet(PacketType.Pong, "probe"u8);

    public static EncodedMessage Close { get; } = EncodedMessage.Packet(PacketType.Close);

    public static EncodedMessage Noop { get; } = EncodedMessage.Packet(PacketType.Noop);
}
