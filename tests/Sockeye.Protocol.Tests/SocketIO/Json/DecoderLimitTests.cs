using System.Text;
using Sockeye.Protocol.SocketIO;

namespace Sockeye.Protocol.Tests.SocketIO.Json;

public class DecoderLimitTests
{
    private const int LongestError = 200;

    [Theory]
    [InlineData("", "The packet is empty")]
    [InlineData("7", "The packet type is unknown")]
    [InlineData("x[]", "The packet type is unknown")]
    [InlineData(" 2[\"a\"]", "The packet type is unknown")]
    [InlineData("5[\"a\"]", "The number of attachments is missing")]
    [InlineData("5-[\"a\"]", "The number of attachments is missing")]
    [InlineData("50-[\"a\"]", "The number of attachments is missing")]
    [InlineData("51[\"a\"]", "The number of attachments is missing")]
    [InlineData("51", "The number of attachments is missing")]
    [InlineData("5-1-[\"a\"]", "The number of attachments is missing")]
    [InlineData("599999999999999999999999-[\"a\"]", "The number of attachments is missing")]
    [InlineData("511-[\"a\"]", "The packet announces too many attachments: there may be 10")]
    [InlineData("218446744073709551616[\"a\"]", "The acknowledgement id is too large")]
    [InlineData("2 [\"a\"]", "There is white space before the payload")]
    [InlineData("2", "The payload is missing: an EVENT")]
    [InlineData("2/a,12", "The payload is missing: an EVENT")]
    [InlineData("4", "The payload is missing: a CONNECT_ERROR")]
    [InlineData("51-", "The payload is missing: an EVENT")]
    [InlineData("61-1", "The payload is missing: a BINARY_ACK")]
    [InlineData("3", "The id is missing")]
    [InlineData("3[]", "The id is missing")]
    [InlineData("0[]", "The payload of a CONNECT should be an object")]
    [InlineData("0null", "The payload of a CONNECT should be an object")]
    [InlineData("0\"x\"", "The payload of a CONNECT should be an object")]
    [InlineData("1{}", "A DISCONNECT should have no payload")]
    [InlineData("4[]", "The payload of a CONNECT_ERROR should be")]
    [InlineData("2{}", "The payload of an EVENT should be an array")]
    [InlineData("31{}", "The payload of an ACK should be an array")]
    [InlineData("2[]", "The array of an EVENT should begin with the event's name")]
    [InlineData("2[null]", "The array of an EVENT should begin with the event's name")]
    [InlineData("2[{\"toString\":1}]", "The array of an EVENT should begin with the event's name")]
    [InlineData("2[\"connect\"]", "The name of the event is reserved: \"connect\"")]
    [InlineData("2[\"\\u0063onnect\"]", "The name of the event is reserved: \"connect\"")]
    [InlineData("2[\"removeListener\",1]", "The name of the event is reserved: \"removeListener\"")]
    [InlineData("2[\"a\"", "The payload is not valid JSON")]
    [InlineData("2[\"a\",]", "The payload is not valid JSON")]
    [InlineData("2[\"a\"]]", "The payload is not valid JSON")]
    [InlineData("2[\"a\"] 1", "The payload is not valid JSON")]
    [InlineData("2[\"a\",\"\n\"]", "The payload is not valid JSON")]
    [InlineData("2[\"a\",01]", "The payload is not valid JSON")]
    [InlineData("2[\"a\",'b']", "The payload is not valid JSON")]
    [InlineData("2[\"a\"/**/]", "The payload is not valid JSON")]
    [InlineData("51-[\"a\",{\"_placeholder\":true,\"num\":1}]", "A placeholder names no attachment")]
    [InlineData("51-[\"a\",{\"_placeholder\":true,\"num\":-1}]", "A placeholder names no attachment")]
    [InlineData("51-[\"a\",{\"_placeholder\":true,\"num\":\"0\"}]", "A placeholder names no attachment")]
    [InlineData("51-[\"a\",{\"_placeholder\":true,\"num\":\"splice\"}]", "A placeholder names no attachment")]
    [InlineData("51-[\"a\",{\"_placeholder\":true}]", "A placeholder names no attachment")]
    public void A_bad_packet_is_refused_with_what_was_wrong(string text, string error)
    {
        var actual = Packets.Refuse(text);

        Assert.StartsWith(error, actual, StringComparison.Ordinal);
        Assert.True(actual.Length < LongestError, actual);
    }

    [Fact]
    public void The_limits_are_the_last_that_is_accepted()
    {
        var limits = new PacketLimits { MaxAttachments = 2, MaxDepth = 3, MaxEventNameLength = 4, MaxNamespaceLength = 5 };

        foreach (var accepted in (string[])["52-[\"a\"]", "2[\"a\",[[]]]", "2[\"abcd\"]", "2[1234]", "0/abcd"])
        {
            Assert.NotEqual(DecodeResult.Invalid, Packets.Decoder(limits).Decode(accepted, out _));
        }

        Assert.Contains("2 at the most", Packets.Refuse("53-[\"a\"]", limits), StringComparison.Ordinal);
        Assert.Contains("more than 3 deep", Packets.Refuse("2[\"a\",[[[]]]]", limits), StringComparison.Ordinal);
        Assert.Contains("4 bytes", Packets.Refuse("2[\"abcde\"]", limits), StringComparison.Ordinal);
        Assert.Contains("4 bytes", Packets.Refuse("2[12345]", limits), StringComparison.Ordinal);
        Assert.Contains("5 bytes", Packets.Refuse("0/abcde", limits), StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_is_within_its_bounds()
    {
        Assert.Throws<ArgumentOutOfRangeException>(nameof(PacketLimits.MaxAttachments), () => new PacketLimits { MaxAttachments = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(nameof(PacketLimits.MaxAttachmentBytes), () => new PacketLimits { MaxAttachmentBytes = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(nameof(PacketLimits.MaxDepth), () => new PacketLimits { MaxDepth = 1_001 });
    }

    [Fact]
    public void An_error_does_not_repeat_the_input()
    {
        var much = new string('9', 100_000);

        foreach (var text in (string[])[much, $"2/{much}", $"5{much}-", $"2{much}[]", $"2[\"{much}\"]", $"2[{much}]", $"2[\"a\",{much}x", new('[', 100_000), $"2{new string('[', 100_000)}"])
        {
            Assert.True(Packets.Refuse(text).Length < LongestError);
        }
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused()
    {
        foreach (var bad in (byte[][])[[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x98]])
        {
            var decoder = Packets.Decoder();
            byte[] text = [.. "2[\"a\",\""u8, .. bad, .. "\"]"u8];

            Assert.Equal(DecodeResult.Invalid, decoder.Decode(text, isBinary: false, out _));
            Assert.Equal("The packet is not valid UTF-8.", decoder.Error);
        }
    }

    [Fact]
    public void Attachments_are_limited_in_their_bytes_together()
    {
        var decoder = Packets.Decoder(new PacketLimits { MaxAttachmentBytes = 10 });
        Assert.Equal(DecodeResult.Incomplete, decoder.Decode("53-[\"a\"]", out _));
        Assert.Equal(DecodeResult.Incomplete, decoder.Decode(new byte[6], isBinary: true, out _));

        Assert.Equal(DecodeResult.Invalid, decoder.Decode(new byte[5], isBinary: true, out _));

        Assert.False(decoder.HasPartialPacket);
        Assert.Contains("10 bytes together", decoder.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_out_of_order_is_refused_and_the_next_packet_is_read()
    {
        var decoder = Packets.Decoder();
        Assert.Equal(DecodeResult.Invalid, decoder.Decode(new byte[1], isBinary: true, out _));

        Assert.Equal(DecodeResult.Incomplete, decoder.Decode("51-[\"a\"]", out _));
        Assert.True(decoder.HasPartialPacket);
        Assert.Equal(DecodeResult.Invalid, decoder.Decode("2[\"a\"]", out _));
        Assert.False(decoder.HasPartialPacket);

        Assert.Equal(DecodeResult.Packet, decoder.Decode("2[\"a\"]", out _));
        Assert.Null(decoder.Error);
    }

    [Fact]
    public void A_reset_forgets_the_packet_in_the_making()
    {
        var decoder = Packets.Decoder();
        decoder.Decode("51-[\"a\"]", out _);

        decoder.Reset();

        Assert.False(decoder.HasPartialPacket);
        Assert.Equal(DecodeResult.Packet, decoder.Decode("2[\"a\"]", out _));
    }

    [Fact]
    public void An_object_that_looks_like_a_placeholder_is_one_in_a_binary_packet_only()
    {
        const string Json = """{"_placeholder":true,"num":7}""";

        Assert.Equal(Json, Encoding.UTF8.GetString(Packets.Decode($"2[\"a\",{Json}]").Arguments.Detach(Packets.Serializer).GetJson(0).Span));
    }
}
