using System.Text;
using Sockeye.Protocol.EngineIO;

namespace Sockeye.Protocol.Tests.EngineIO;

public class MessageBufferTests
{
    [Fact]
    public void What_is_prepended_stands_before_the_body_in_every_form()
    {
        var buffer = MessageBuffer.Rent();
        Encoding.UTF8.GetBytes("""["a"]""", buffer);
        buffer.Prepend("12"u8);
        buffer.Prepend("2"u8);

        Assert.Equal("""212["a"]""", Encoding.UTF8.GetString(buffer.Text.Span));
        Assert.Equal("""4212["a"]""", Encoding.UTF8.GetString(buffer.PollingPacket.Span));
        Assert.Equal([0x81, 9], buffer.WebSocketFrame[..2].ToArray());
        buffer.Return();
    }

    [Fact, Trait("Behaviour", "26")]
    public void A_shared_message_has_the_same_forms_as_the_buffer_it_was_made_from()
    {
        var buffer = MessageBuffer.Rent();
        buffer.Attachments = EncodedMessage.Binary([1, 2, 3]);
        Encoding.UTF8.GetBytes(new string('x', 70_000), buffer);
        var frame = buffer.WebSocketFrame.ToArray();
        var packet = buffer.PollingPacket.ToArray();

        var message = buffer.ToMessage();

        Assert.Equal(frame, message.WebSocketFrame.ToArray());
        Assert.Equal(packet, message.PollingPacket.ToArray());
        Assert.Equal(2, message.ChainLength);
        Assert.Equal("bAQID", Encoding.UTF8.GetString(message.Next!.PollingPacket.Span));
    }
}
