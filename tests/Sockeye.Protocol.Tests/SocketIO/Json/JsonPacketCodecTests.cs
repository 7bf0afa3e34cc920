namespace Sockeye.Protocol.Tests.SocketIO.Json;

public class JsonPacketCodecTests
{
    [Theory]
    [InlineData("/", "abc", null, """0{"sid":"abc"}""")]
    [InlineData("/admin", "abc", "secret", """0/admin,{"sid":"abc","pid":"secret"}""")]
    [InlineData("/admin", null, null, "0/admin,")]
    [InlineData("/", null, null, "0")]
    public void A_connect_carries_the_ids_it_is_given(string ns, string? sid, string? pid, string text) =>
        Assert.Equal(text, Packets.Codec.EncodeConnect(ns, sid, pid).Text());

    [Fact]
    public void A_refusal_carries_data_only_if_there_is_some()
    {
        Assert.Equal("""4{"message":"Not authorized"}""", Packets.Codec.EncodeConnectError("/", "Not authorized", null).Text());
        Assert.Equal(
            """4/admin,{"message":"x","data":{"code":1}}""", Packets.Codec.EncodeConnectError("/admin", "x", new { Code = 1 }).Text());
        Assert.Equal("""4{"message":"x","data":"AQID"}""", Packets.Codec.EncodeConnectError("/", "x", new byte[] { 1, 2, 3 }).Text());
    }

    [Theory]
    [InlineData("/", "1")]
    [InlineData("/admin", "1/admin,")]
    [InlineData("/ünï", "1/ünï,")]
    public void A_disconnect_is_its_namespace(string ns, string text) => Assert.Equal(text, Packets.Codec.EncodeDisconnect(ns).Text());

    [Fact]
    public void An_event_is_an_array_that_begins_with_its_name()
    {
        Assert.Equal("""2["foo"]""", Packets.Codec.EncodeEvent("/", null, "foo", []).Text());
        Assert.Equal("""2/admin,13["bar",1,"a",null,true,1.5]""", Packets.Codec.EncodeEvent("/admin", 13, "bar", [1, "a", null, true, 1.5]).Text());
        Assert.Equal("""218446744073709551615["a"]""", Packets.Codec.EncodeEvent("/", ulong.MaxValue, "a", []).Text());
    }

    [Fact]
    public void An_acknowledgement_is_an_array()
    {
        Assert.Equal("312[]", Packets.Codec.EncodeAck("/", 12, []).Text());
        Assert.Equal("""3/admin,0["bar",{"a":[1]}]""", Packets.Codec.EncodeAck("/admin", 0, ["bar", new { A = new[] { 1 } }]).Text());
    }

    [Fact]
    public void Binary_goes_out_as_attachments_in_the_order_of_the_text()
    {
        byte[] one = [1], two = [2, 2], three = [];
        var (text, attachments) = Packets.Codec.EncodeEvent("/admin", 7, "e", [one, new { X = new { Y = two }, Z = new[] { three } }]).Parts();

        Assert.Equal(
            """53-/admin,7["e",{"_placeholder":true,"num":0},{"x":{"y":{"_placeholder":true,"num":1}},"z":[{"_placeholder":true,"num":2}]}]""", text);
        Assert.Equal([one, two, three], attachments);
        Assert.Equal("""61-1[{"_placeholder":true,"num":0}]""", Packets.Codec.EncodeAck("/", 1, [one]).Text());
    }

    [Fact]
    public void An_argument_that_cannot_be_written_leaves_nothing_behind()
    {
        var loop = new List<object>();
        loop.Add(loop);

        Assert.ThrowsAny<Exception>(() => Packets.Codec.EncodeEvent("/", null, "e", ["x", new byte[] { 1 }, loop]));

        Assert.Equal("""2["e",1]""", Packets.Event(1));
    }
}
