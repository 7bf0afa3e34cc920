using System.Text;
using Sockeye.Protocol.SocketIO;

namespace Sockeye.Protocol.Tests.SocketIO.Json;

public class JsonPacketDecoderTests
{
    [Theory]
    [InlineData("0", PacketType.Connect, "/", null, "")]
    [InlineData("""0{"token":"123"}""", PacketType.Connect, "/", null, """{"token":"123"}""")]
    [InlineData("0/admin", PacketType.Connect, "/admin", null, "")]
    [InlineData("0/admin,", PacketType.Connect, "/admin", null, "")]
    [InlineData("""0/admin,{"a":1}""", PacketType.Connect, "/admin", null, """{"a":1}""")]
    [InlineData("0/,", PacketType.Connect, "/", null, "")]
    [InlineData("1", PacketType.Disconnect, "/", null, "")]
    [InlineData("1/admin,", PacketType.Disconnect, "/admin", null, "")]
    [InlineData("""4{"message":"no"}""", PacketType.ConnectError, "/", null, """{"message":"no"}""")]
    [InlineData("""4"no" """, PacketType.ConnectError, "/", null, "\"no\" ")]
    [InlineData("3007[]", PacketType.Ack, "/", 7ul, "[]")]
    [InlineData("312", PacketType.Ack, "/", 12ul, "")]
    [InlineData("""218446744073709551615["a"]""", PacketType.Event, "/", ulong.MaxValue, """["a"]""")]
    public void A_packet_is_its_header_and_its_json(string text, PacketType type, string ns, ulong? id, string json)
    {
        var packet = Packets.Decode(text);

        Assert.Equal((type, ns, id), (packet.Type, packet.Namespace, packet.Id));
        Assert.Equal(json, Encoding.UTF8.GetString(packet.Json.Span));
    }

    [Theory]
    [InlineData("""2["foo"]""", "foo", 0)]
    [InlineData("""2/admin,["bar",1,{"a":true},[1,[2]]]""", "bar", 3)]
    [InlineData("""2["\u0061"]""", "a", 0)]
    [InlineData("""2["\ud83d\ude00\n"]""", "😀\n", 0)]
    [InlineData("""2[1,2]""", "1", 1)]
    [InlineData("""2[1.50]""", "1.5", 0)]
    [InlineData("""2[-0]""", "0", 0)]
    [InlineData("""2[1e21]""", "1e+21", 0)]
    [InlineData("""2[""]""", "", 0)]
    public void An_event_has_a_name_and_the_arguments_after_it(string text, string name, int count)
    {
        var packet = Packets.Decode(text);

        Assert.Equal((name, count), (packet.EventName, packet.Arguments.Count));
    }

    [Fact]
    public void Attachments_complete_a_packet()
    {
        var packet = Packets.Decode("""52-/admin,7["e",{"num":1,"_placeholder":true},{"_placeholder":true,"num":0}]""", [1], []);

        Assert.Equal((PacketType.Event, "/admin", 7ul, "e"), (packet.Type, packet.Namespace, packet.Id, packet.EventName));
        Assert.Equal([], packet.Arguments.Get<byte[]>(0, Packets.Serializer)!);
        Assert.Equal([1], packet.Arguments.Get<ReadOnlyMemory<byte>>(1, Packets.Serializer).ToArray());
    }
}
