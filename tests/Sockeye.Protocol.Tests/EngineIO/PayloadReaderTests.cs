using System.Text;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Protocol.Tests.EngineIO;

public class PayloadReaderTests
{
    [Theory]
    [InlineData("bAQID", "010203")]
    [InlineData("bAQ==", "01")]
    [InlineData("bAQ", "01")]
    [InlineData("bAQI", "0102")]
    [InlineData("bA", "")]
    [InlineData("b", "")]
    [InlineData("b-_-_", "fbffbf")]
    [InlineData("bQUJD!REVG", "414243444546")]
    [InlineData("bQUJD=REVG", "414243")]
    [InlineData("bA=Q=ID", "")]
    [InlineData("bAR==", "01")]
    [InlineData("bAQID\n", "010203")]
    public void Base64_is_read_as_leniently_as_the_reference_does(string packet, string bytes)
    {
        Assert.True(EnginePacket.TryRead(Encoding.UTF8.GetBytes(packet), out var read));

        Assert.Equal((EnginePacketType.Message, true, bytes), (read.Type, read.IsBinary, Convert.ToHexStringLower(read.Data.Span)));
    }

    [Fact]
    public void Reading_stops_at_what_is_no_packet()
    {
        var reader = new PayloadReader(Encoding.UTF8.GetBytes("4a\u001e9\u001e4b"));

        Assert.True(reader.TryRead(out var first));
        Assert.Equal("a", Encoding.UTF8.GetString(first.Data.Span));
        Assert.False(reader.IsInvalid);
        Assert.False(reader.TryRead(out _));
        Assert.True(reader.IsInvalid);
        Assert.False(reader.TryRead(out _));
    }

    [Fact]
    public void The_open_packet_has_its_five_keys_in_order()
    {
        var packet = OpenPacket.Create("s\"d", canUpgrade: true, TimeSpan.FromSeconds(25), TimeSpan.FromMilliseconds(200.9), 1_000_000);

        Assert.Equal(
            """0{"sid":"s\"d","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":200,"maxPayload":1000000}""",
            Encoding.UTF8.GetString(packet.PollingPacket.Span));
    }

    [Fact]
    public void A_chain_for_text_only_clients_has_no_binary_messages()
    {
        var chain = EncodedMessage.Text("a"u8, next: EncodedMessage.Binary([1, 2, 3], next: EncodedMessage.Text("b"u8)));

        var text = chain.ToTextOnly();

        Assert.Equal(["4a", "bAQID", "4b"], Payloads(text));
        Assert.Equal(["4a", "\u0001\u0002\u0003", "4b"], Payloads(chain));
        Assert.Same(text.Next!.Next, text.Next.Next!.ToTextOnly());
    }

    private static List<string> Payloads(EncodedMessage? message)
    {
        var payloads = new List<string>();
        for (; message is not null; message = message.Next)
        {
            payloads.Add(Encoding.UTF8.GetString(message.WebSocketPayload.Span));
        }

        return payloads;
    }
}
