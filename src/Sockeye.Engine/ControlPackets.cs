using Sockeye.Protocol.EngineIO;

namespace Sockeye.Engine;

/// <summary>The packets that are always the same.</summary>
internal static class ControlPackets
{
    public static EncodedMessage Ping { get; } = EncodedMessage.Packet(EnginePacketType.Ping);

    public static EncodedMessage Pong { get; } = EncodedMessage.Packet(EnginePacketType.Pong);

    public static EncodedMessage ProbePong { get; } = EncodedMessage.Packet(EnginePacketType.Pong, "probe"u8);

    public static EncodedMessage Close { get; } = EncodedMessage.Packet(EnginePacketType.Close);

    public static EncodedMessage Noop { get; } = EncodedMessage.Packet(EnginePacketType.Noop);
}
