using System.Text;
using Sockeye.Protocol.EngineIO;
using Sockeye.Protocol.SocketIO;

namespace Sockeye.Protocol.Tests.SocketIO;

/// <summary>Short words for what most tests do.</summary>
internal static class Packets
{
    public static readonly PayloadSerializer Serializer = new();

    public static readonly JsonPacketCodec Codec = new(Serializer);

    public static string Text(this MessageBuffer buffer)
    {
        var text = Encoding.UTF8.GetString(buffer.Text.Span);
        buffer.Return();
        return text;
    }

    public static string Event(params ReadOnlySpan<object?> arguments) => Codec.EncodeEvent("/", null, "e", arguments).Text();

    /// <summary>The text and the attachments of a message.</summary>
    public static (string Text, byte[][] Attachments) Parts(this MessageBuffer buffer)
    {
        var attachments = new List<byte[]>();
        for (var next = buffer.Attachments; next is not null; next = next.Next)
        {
            attachments.Add(next.WebSocketPayload.ToArray());
        }

        return (buffer.Text(), [.. attachments]);
    }

    public static PacketDecoder Decoder(PacketLimits? limits = null) => Codec.CreateDecoder(limits ?? PacketLimits.Default);

    public static DecodeResult Decode(this PacketDecoder decoder, string text, out IncomingPacket packet) =>
        decoder.Decode(Encoding.UTF8.GetBytes(text), isBinary: false, out packet);

    /// <summary>Decodes what must be a packet.</summary>
    public static IncomingPacket Decode(string text, params byte[][] attachments)
    {
        var decoder = Decoder();
        var result = decoder.Decode(text, out var packet);
        foreach (var attachment in attachments)
        {
            Assert.Equal(DecodeResult.Incomplete, result);
            result = decoder.Decode(attachment, isBinary: true, out packet);
        }

        Assert.True(result == DecodeResult.Packet, $"{result}: {decoder.Error}");
        return packet;
    }

    /// <summary>Decodes what must be refused.</summary>
    public static string Refuse(string text, PacketLimits? limits = null)
    {
        var decoder = Decoder(limits);
        Assert.Equal(DecodeResult.Invalid, decoder.Decode(text, out _));
        Assert.False(decoder.HasPartialPacket);
        return Assert.IsType<string>(decoder.Error);
    }

    public static EventArguments Arguments(params ReadOnlySpan<object?> values) => EventArguments.From(Serializer, values);
}
