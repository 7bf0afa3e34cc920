using Sockeye.Protocol.SocketIO;
using Sockeye.TestKit;

namespace Sockeye.Protocol.Tests.SocketIO.MessagePack;

/// <summary>Packets in MessagePack, byte for byte as the official parser writes them, and what is refused.</summary>
public class MessagePackPacketCodecTests
{
    [Fact]
    public void Packets_of_the_official_client_are_read()
    {
        var connect = Packed.Decode(Convert.FromHexString("83a47479706500a46461746181a17401a36e7370a22f61"));
        Assert.Equal((PacketType.Connect, "/a", """{"t":1}"""), (connect.Type, connect.Namespace, System.Text.Encoding.UTF8.GetString(connect.Json.Span)));
        var bare = Packed.Decode(Convert.FromHexString("83a47479706500a464617461d40000a36e7370a12f"));
        Assert.Equal((PacketType.Connect, "/", true), (bare.Type, bare.Namespace, bare.Json.IsEmpty));
        var leave = Packed.Decode(Convert.FromHexString("82a47479706501a36e7370a22f61"));
        Assert.Equal((PacketType.Disconnect, "/a"), (leave.Type, leave.Namespace));
        var withOptions = Packed.Decode(Convert.FromHexString("85a47479706502a46461746192a165c40105a76f7074696f6e7381a8636f6d7072657373c3a2696400a36e7370a22f61"));
        Assert.Equal((PacketType.Event, "e", 0ul, 1), (withOptions.Type, withOptions.EventName, withOptions.Id, withOptions.Arguments.Count));
        var ack = Packed.Decode(Convert.FromHexString("84a2696400a47479706503a46461746191a26f6ba36e7370a22f61"));
        Assert.Equal((PacketType.Ack, 0ul, "ok"), (ack.Type, ack.Id, ack.Arguments.Get<string>(0, Packets.Serializer)));
    }

    [Fact]
    public void The_servers_packets_are_the_official_ones()
    {
        Assert.Equal("83a47479706500a46461746182a3736964a173a3706964a170a36e7370a12f", Convert.ToHexStringLower(Packed.Codec.EncodeConnect("/", "s", "p").Bytes()));
        Assert.Equal("82a47479706500a36e7370a12f", Convert.ToHexStringLower(Packed.Codec.EncodeConnect("/", null).Bytes()));
        Assert.Equal("82a47479706501a36e7370a22f61", Convert.ToHexStringLower(Packed.Codec.EncodeDisconnect("/a").Bytes()));
        Assert.Equal(
            "83a47479706504a46461746182a76d657373616765a26e6fa46461746181a162c40101a36e7370a22f61",
            Convert.ToHexStringLower(Packed.Codec.EncodeConnectError("/a", "no", new { b = new byte[] { 1 } }).Bytes()));
    }

    [Theory]
    [InlineData("c0", "should be a map")]
    [InlineData("90", "should be a map")]
    [InlineData("", "not valid MessagePack")]
    [InlineData("c1", "not valid MessagePack")]
    [InlineData("82a47479706501a36e7370a12f00", "behind its end")]
    [InlineData("82a47479706501a36e7370a22f", "not valid MessagePack")]
    [InlineData("82a47479706505a36e7370a12f", "type is unknown")]
    [InlineData("81a36e7370a12f", "type is unknown")]
    [InlineData("81a47479706501", "namespace is missing")]
    [InlineData("82a47479706501a36e737001", "namespace is missing")]
    [InlineData("82a47479706501a36e7370a0", "namespace is missing")]
    [InlineData("82a47479706501a36e7370a178", "namespace is missing")]
    [InlineData("83a47479706501a36e7370a12fa46461746190", "DISCONNECT should have no data")]
    [InlineData("83a47479706500a36e7370a12fa46461746190", "CONNECT should be a map")]
    [InlineData("83a47479706502a36e7370a12fa46461746180", "EVENT should be an array")]
    [InlineData("83a47479706502a36e7370a12fa46461746190", "should begin with the event's name")]
    [InlineData("83a47479706502a36e7370a12fa46461746191c0", "should begin with the event's name")]
    [InlineData("83a47479706502a36e7370a12fa46461746191a7636f6e6e656374", "reserved")]
    [InlineData("83a47479706503a36e7370a12fa46461746190", "id is missing")]
    [InlineData("84a47479706503a36e7370a12fa46461746190a26964ff", "id should be an integer")]
    [InlineData("84a47479706503a36e7370a12fa46461746190a26964c0", "id should be an integer")]
    [InlineData("84a47479706503a36e7370a12fa46461746190a26964cb3fe0000000000000", "id should be an integer")]
    [InlineData("83a47479706504a36e7370a12fa464617461c0", "CONNECT_ERROR should be a map or text")]
    [InlineData("82a47479706501a36e7370a22fff", "not valid UTF-8")]
    [InlineData("83a47479706501a36e7370a12fa17881c40000", "key that is no name")]
    [InlineData("82c40000a47479706501", "namespace is missing")]
    public void What_is_no_packet_is_refused_with_what_would_be_right(string hex, string why) =>
        Assert.Contains(why, Packed.Refuse(Convert.FromHexString(hex)), StringComparison.Ordinal);

    [Fact]
    public void Text_is_refused() =>
        Assert.Equal(DecodeResult.Invalid, Packed.Decoder().Decode("0"u8.ToArray(), isBinary: false, out _));

    [Fact]
    public void Names_have_the_limits_they_have_in_json()
    {
        var limits = new PacketLimits { MaxEventNameLength = 4, MaxNamespaceLength = 4 };
        Assert.Contains("event is too long", Packed.Refuse(Packed.Codec.EncodeEvent("/", null, "fives", []).Bytes(), limits), StringComparison.Ordinal);
        Assert.Contains("namespace is too long", Packed.Refuse(Packed.Codec.EncodeEvent("/five", null, "four", []).Bytes(), limits), StringComparison.Ordinal);
        var decoder = Packed.Decoder(limits);
        Assert.Equal(DecodeResult.Packet, decoder.Decode(Packed.Codec.EncodeEvent("/for", null, "four", []).Bytes(), isBinary: true, out _));
    }

    [Theory]
    [InlineData(0x91)]
    [InlineData(0x81)]
    public void Depth_counts_the_array_of_the_arguments(byte container)
    {
        byte[] Nested(int depth) => Packed.Event(1, string.Concat(Enumerable.Repeat(container == 0x91 ? "91" : "81a161", depth)) + "c0");
        Packed.Decode(Nested(63));
        Assert.Contains("more than 64 deep", Packed.Refuse(Nested(64)), StringComparison.Ordinal);
        Assert.Contains("more than 64 deep", Packed.Refuse(Nested(100_000)), StringComparison.Ordinal);
        Assert.Equal(63, Packed.Decode(Nested(63)).Arguments.Detach(Packets.Serializer).ToString().Count(character => character is '[' or '{') - 1);
    }

    [Theory]
    [InlineData("dd7fffffff")]
    [InlineData("ddffffffff")]
    [InlineData("df7fffffff")]
    [InlineData("dfffffffff")]
    [InlineData("dbffffffff")]
    [InlineData("db7fffffff")]
    [InlineData("c6ffffffff")]
    [InlineData("c9ffffffff05")]
    [InlineData("dc0002c0")]
    [InlineData("de0001c0")]
    public void A_length_that_lies_costs_nothing(string lie)
    {
        var bytes = Packed.Event(1, lie);
        var decoder = Packed.Decoder();
        var allocated = Allocations.Of(() => Assert.Equal(DecodeResult.Invalid, decoder.Decode(bytes, isBinary: true, out _)), times: 1);
        Assert.InRange(allocated, 0, 1_000); // the message
    }

    [Fact]
    public void Something_that_fails_while_it_is_written_leaves_nothing_behind()
    {
        Assert.ThrowsAny<Exception>(() => Packed.Codec.EncodeEvent("/", null, "e", [1, new Failing()]));
        Assert.Equal("01", Packed.Write(1));
        Assert.Equal("2[\"e\"]", Packets.Event()); // a text message again
    }

    internal sealed class Failing
    {
        public Failing? Myself => this;
    }
}
