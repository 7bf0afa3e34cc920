using Sockeye.TestKit;

namespace Sockeye.Protocol.Tests.SocketIO.MessagePack;

/// <summary>MessagePack costs the garbage collector as little as JSON does.</summary>
public class PackedAllocationTests
{
    [Fact]
    public void Encoding_an_event_allocates_nothing()
    {
        object?[] arguments = ["hello, w\u00f6rld \"quoted\"", 42, 1.5, true, null, 1234567890123, new byte[] { 1, 2, 3 }];
        Assert.Equal(0, Allocations.Of(() => Packed.Codec.EncodeEvent("/chat", 17, "chat message", arguments).Return()));
        Assert.Equal(0, Allocations.Of(() => Packed.Codec.EncodeAck("/", 17, arguments).Return()));
    }

    [Fact]
    public void Decoding_an_event_and_running_its_handler_allocates_nothing_but_what_it_is_given()
    {
        var (sum, times) = (0, 0);
        var binding = EventBinding.Create((int a, double b, CancellationToken _) => { sum += a + (int)b; });
        var decoder = Packed.Decoder();
        ReadOnlyMemory<byte> data = Packed.Codec.EncodeEvent("/chat", 17, "add", [20, 22.5]).Bytes();

        Assert.Equal(0, Allocations.Of(() =>
        {
            times++;
            decoder.Decode(data, isBinary: true, out var packet);
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
