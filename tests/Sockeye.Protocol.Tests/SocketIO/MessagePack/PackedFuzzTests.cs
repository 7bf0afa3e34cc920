using System.Text.Json;
using Sockeye.Protocol.SocketIO;
using Sockeye.TestKit;

namespace Sockeye.Protocol.Tests.SocketIO.MessagePack;

/// <summary>Whatever comes, the MessagePack decoder answers, and what it accepts can be read, kept and passed on.</summary>
public class PackedFuzzTests
{
    private const int Inputs = 60_000;

    [Theory]
    [MemberData(nameof(SeededRuns.Rows), 2, MemberType = typeof(SeededRuns))]
    public void No_input_makes_the_decoder_throw(int seed)
    {
        var random = new Random(seed);
        var packets = new RandomPacked(seed);
        var decoder = Packed.Decoder();
        int accepted = 0, refused = 0;
        for (var i = 0; i < Inputs; i++)
        {
            var data = packets.Next();
            for (var flips = random.Next(3); flips > 0 && data.Length > 0; flips--)
            {
                data[random.Next(data.Length)] = (byte)random.Next(256);
            }

            var result = decoder.Decode(data, isBinary: true, out var packet);
            Assert.Equal(result == DecodeResult.Invalid, decoder.Error is not null);
            if (result == DecodeResult.Packet)
            {
                accepted++;
                ReadEverything(packet);
            }
            else
            {
                refused++;
            }
        }

        Assert.True(accepted > Inputs / 10 && refused > Inputs / 10, $"{accepted} accepted, {refused} refused.");
    }

    [Fact]
    public void Random_bytes_do_not_make_it_throw_either()
    {
        var random = new Random(3);
        var decoder = Packed.Decoder();
        for (var i = 0; i < Inputs; i++)
        {
            var data = new byte[random.Next(40)];
            random.NextBytes(data);
            if (data.Length > 0)
            {
                data[0] = (byte)(0x80 | random.Next(5));
            }

            decoder.Decode(data, isBinary: random.Next(8) > 0, out _);
        }
    }

    private static void ReadEverything(in IncomingPacket packet)
    {
        var arguments = packet.Arguments.Detach(Packets.Serializer);
        for (var i = 0; i < arguments.Count; i++)
        {
            TryGet<string>(arguments, i);
            TryGet<int>(arguments, i);
            TryGet<double>(arguments, i);
            TryGet<byte[]>(arguments, i);
            TryGet<DateTime>(arguments, i);
            TryGet<JsonElement>(arguments, i);
            TryGet<Dictionary<string, string>>(arguments, i);
            TryGet<PackedValuesTests.Upload>(arguments, i);
            Assert.False(arguments.GetJson(i).IsEmpty);
        }

        if (packet.Type is PacketType.Event or PacketType.Ack)
        {
            var passedOn = Packed.Decode(Packed.Codec.EncodeAck("/", 1, [arguments, arguments]).Bytes()).Arguments;
            Assert.Equal(arguments.Count * 2, passedOn.Count);
            PassOnAsJson(arguments);
        }
    }

    /// <summary>What was accepted here is accepted by whoever speaks JSON, or is not passed on to them.</summary>
    private static void PassOnAsJson(EventArguments arguments)
    {
        try
        {
            var (text, attachments) = Packets.Codec.EncodeEvent("/", null, "e", [new byte[1], arguments, new[] { arguments }]).Parts();
            var decoder = Packets.Decoder(new PacketLimits { MaxAttachments = 1_000 });
            var result = decoder.Decode(text, out _);
            foreach (var attachment in attachments)
            {
                Assert.Equal(DecodeResult.Incomplete, result);
                result = decoder.Decode(attachment, isBinary: true, out _);
            }

            Assert.True(result == DecodeResult.Packet, decoder.Error);
        }
        catch (JsonException exception)
        {
            Assert.Contains("_placeholder", exception.Message, StringComparison.Ordinal);
        }
    }

    private static void TryGet<T>(EventArguments arguments, int index)
    {
        try
        {
            arguments.Get<T>(index);
        }
        catch (EventArgumentException exception)
        {
            Assert.Equal(index, exception.Position); // the only exception there may be
        }
    }
}
