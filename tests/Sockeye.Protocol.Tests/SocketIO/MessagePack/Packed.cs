using Sockeye.Protocol.EngineIO;
using Sockeye.Protocol.SocketIO;

namespace Sockeye.Protocol.Tests.SocketIO.MessagePack;

/// <summary>Short words for what most tests of MessagePack do.</summary>
internal static class Packed
{
    public static readonly MessagePackPacketCodec Codec = new(Packets.Serializer);

    /// <summary>The bytes of a message, which is given back.</summary>
    public static byte[] Bytes(this MessageBuffer buffer)
    {
        Assert.True(buffer.IsBinary);
        Assert.Null(buffer.Attachments);
        var bytes = buffer.Text.ToArray();
        buffer.Return();
        return bytes;
    }

    /// <summary>An event named <c>e</c> whose arguments are given as MessagePack.</summary>
    public static byte[] Event(int count, string hex) =>
        [.. Convert.FromHexString("83a47479706502a36e7370a12fa464617461"), (byte)(0x91 + count), 0xa1, (byte)'e', .. Convert.FromHexString(hex.Replace(" ", ""))];

    public static PacketDecoder Decoder(PacketLimits? limits = null) => Codec.CreateDecoder(limits ?? PacketLimits.Default);

    /// <summary>Decodes what must be a packet.</summary>
    public static IncomingPacket Decode(byte[] bytes)
    {
        var decoder = Decoder();
        Assert.True(decoder.Decode(bytes, isBinary: true, out var packet) == DecodeResult.Packet, $"{decoder.Error} {Convert.ToHexStringLower(bytes)}");
        return packet;
    }

    /// <summary>Decodes what must be refused.</summary>
    public static string Refuse(byte[] bytes, PacketLimits? limits = null)
    {
        var decoder = Decoder(limits);
        Assert.Equal(DecodeResult.Invalid, decoder.Decode(bytes, isBinary: true, out _));
        Assert.False(decoder.HasPartialPacket);
        return Assert.IsType<string>(decoder.Error);
    }

    /// <summary>Reads the only argument of an event, given as MessagePack.</summary>
    public static T? Read<T>(string hex) => Decode(Event(1, hex)).Arguments.Get<T>(0, Packets.Serializer);

    /// <summary>Writes one argument.</summary>
    public static string Write(object? value)
    {
        var empty = Codec.EncodeEvent("/", null, "e", [null]).Bytes();
        var bytes = Codec.EncodeEvent("/", null, "e", [value]).Bytes();
        var start = empty.AsSpan().IndexOf((byte)0xc0);
        return Convert.ToHexStringLower(bytes.AsSpan(start, bytes.Length - empty.Length + 1));
    }
}
