using System.Text;
using Sockeye.Protocol.SocketIO;
using Sockeye.TestKit;

namespace Sockeye.Protocol.Tests.SocketIO.Json;

/// <summary>What is sent and received a thousand times a second costs the garbage collector nothing.</summary>
public class AllocationTests
{
    [Fact]
    public void Encoding_an_event_allocates_nothing()
    {
        object?[] arguments = ["hello, w\u00f6rld \"quoted\"", 42, 1.5, true, null, 1234567890123];
        Assert.Equal(0, Allocations.Of(() => Packets.Codec.EncodeEvent("/chat", 17, "chat message", arguments).Return()));
        Assert.Equal(0, Allocations.Of(() => Packets.Codec.EncodeAck("/", 17, arguments).Return()));
    }

    [Theory]
    [InlineData("""2["chat message","hello",42]""")]
    [InlineData("""2/chat,17["chat message",{"a":[1,2,3],"b":"\u00e9"}]""")]
    [InlineData("""317["ok"]""")]
    [InlineData("""0/chat,{"token":"abc"}""")]
    [InlineData("1")]
    public void Decoding_a_packet_of_a_known_name_allocates_nothing(string text)
    {
        var decoder = Packets.Decoder();
        ReadOnlyMemory<byte> data = Encoding.UTF8.GetBytes(text);

        Assert.Equal(0, Allocations.Of(() => Assert.True(decoder.Decode(data, isBinary: false, out _) == DecodeResult.Packet)));
    }

    [Fact]
    public void Running_a_handler_allocates_nothing_but_what_it_is_given()
    {
        var (sum, times) = (0, 0);
        var binding = EventBinding.Create((int a, int b, CancellationToken _) => { sum += a + b; });
        var decoder = Packets.Decoder();
        ReadOnlyMemory<byte> data = """2["add",20,22]"""u8.ToArray();

        Assert.Equal(0, Allocations.Of(() =>
        {
            times++;
            decoder.Decode(data, isBinary: false, out var packet);
            var task = binding.InvokeAsync(new EventInvocation
            {
                EventName = packet.EventName,
                Arguments = packet.Arguments,
                Serializer = Packets.Serializer,
            });
            Assert.True(task.IsCompletedSuccessfully);
        }));
        Assert.Equal(42 * times, sum);
    }
}
