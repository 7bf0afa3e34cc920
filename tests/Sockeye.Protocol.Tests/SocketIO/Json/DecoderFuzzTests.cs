using System.Text.Json;
using Sockeye.Protocol.SocketIO;
using Sockeye.Protocol.Tests.SocketIO.Differential;
using Sockeye.TestKit;

namespace Sockeye.Protocol.Tests.SocketIO.Json;

/// <summary>Whatever comes, the decoder answers; what it keeps is bounded.</summary>
[Collection(nameof(Alone))]
public class DecoderFuzzTests
{
    private const int Inputs = 100_000;

    [Theory]
    [MemberData(nameof(SeededRuns.Rows), 2, MemberType = typeof(SeededRuns))]
    public void No_input_makes_the_decoder_throw(int seed)
    {
        var random = new Random(seed);
        var packets = new RandomPackets(seed);
        var decoder = Packets.Decoder();
        var counts = new int[3];
        for (var i = 0; i < Inputs / 2; i++)
        {
            foreach (var message in packets.Next())
            {
                byte[] data = [.. message.TextBytes ?? message.Binary!];
                if (data.Length > 0 && random.Next(2) == 0)
                {
                    data[random.Next(data.Length)] = (byte)random.Next(256);
                }

                var wasPartial = decoder.HasPartialPacket;
                var result = decoder.Decode(data, isBinary: message.TextBytes is null, out var packet);
                counts[(int)result]++;
                Assert.Equal(result == DecodeResult.Invalid, decoder.Error is not null);
                Assert.Equal(result == DecodeResult.Incomplete, decoder.HasPartialPacket);
                if (result == DecodeResult.Packet)
                {
                    ReadEverything(packet);
                }
                else if (result == DecodeResult.Invalid && wasPartial)
                {
                    Assert.Equal(DecodeResult.Packet, decoder.Decode("0"u8.ToArray(), isBinary: false, out _)); // nothing was left behind
                }
            }
        }

        Assert.True(counts.Sum() > Inputs / 2 && counts.All(count => count > Inputs / 100), string.Join(' ', counts));
    }

    [Fact]
    public void Random_bytes_do_not_make_it_throw_either()
    {
        var random = new Random(3);
        var decoder = Packets.Decoder();
        for (var i = 0; i < Inputs; i++)
        {
            var data = new byte[random.Next(24)];
            random.NextBytes(data);
            if (data.Length > 0)
            {
                data[0] = (byte)('0' + random.Next(8));
            }

            decoder.Decode(data, isBinary: random.Next(8) == 0, out _);
        }
    }

    [Fact]
    public void A_peer_that_never_completes_a_packet_costs_what_the_limits_say()
    {
        var limits = new PacketLimits { MaxAttachmentBytes = 100_000 };
        var attachment = new byte[60_000];
        var decoder = Packets.Decoder(limits);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 2_000; i++)
        {
            Assert.Equal(DecodeResult.Incomplete, decoder.Decode($"510-[\"a{i}\"]", out _));
            Assert.Equal(DecodeResult.Incomplete, decoder.Decode(attachment, isBinary: true, out _));
            Assert.Equal(DecodeResult.Invalid, decoder.Decode(attachment, isBinary: true, out _));
        }

        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 1_000_000);
        GC.KeepAlive(decoder);
    }

    [Fact]
    public void Names_that_never_come_again_are_forgotten()
    {
        var decoder = Packets.Decoder();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 50_000; i++)
        {
            Assert.Equal(DecodeResult.Packet, decoder.Decode($"2/namespace-{i},[\"event-{i}-{new string('x', 40)}\"]", out var packet));
            Assert.Equal($"/namespace-{i}", packet.Namespace);
        }

        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 1_000_000);
        GC.KeepAlive(decoder);
    }

    private static void ReadEverything(in IncomingPacket packet)
    {
        var arguments = packet.Arguments.Detach(Packets.Serializer);
        for (var i = 0; i < arguments.Count; i++)
        {
            Assert.False(arguments.GetJson(i).IsEmpty);
            TryGet<string>(arguments, i);
            TryGet<double>(arguments, i);
            TryGet<byte[]>(arguments, i);
            TryGet<Dictionary<string, string>>(arguments, i);
        }

        PassOn([arguments], mayLookLikeBinary: false);
        PassOn([new byte[1], arguments, arguments], mayLookLikeBinary: arguments.AttachmentCount == 0);
    }

    /// <summary>What was accepted once is accepted wherever it is passed on to, or is not passed on.</summary>
    private static void PassOn(object?[] arguments, bool mayLookLikeBinary)
    {
        try
        {
            var (text, attachments) = Packets.Codec.EncodeEvent("/", null, "e", arguments).Parts();
            Packets.Decode(text, attachments);
        }
        catch (JsonException) when (mayLookLikeBinary)
        {
            Assert.Equal("2[\"e\"]", Packets.Event()); // nothing was left behind
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
