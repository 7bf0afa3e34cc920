using System.Text;
using System.Text.Json;

namespace Sockeye.Protocol.Tests.SocketIO;

public class EventArgumentsTests
{
    [Fact]
    public void Alone_they_go_out_byte_for_byte_as_they_came()
    {
        const string Elements = """ 1.50 , {"b":1,"a":"\u0061\/","a":2},{"num":1 ,"_placeholder":true}, {"_placeholder":true,"num":0},[ ] """;
        var arguments = Packets.Decode($"53-[\"e\",{Elements}]", [1], [2], [3]).Arguments.Detach(Packets.Serializer);

        var (text, attachments) = Packets.Codec.EncodeEvent("/x", 5, "echo", [arguments]).Parts();
        Assert.Equal($"53-/x,5[\"echo\",{Elements.TrimStart()}]", text);
        Assert.Equal([[1], [2], [3]], attachments); // the one that nothing names too

        (text, attachments) = Packets.Codec.EncodeAck("/", 5, [arguments]).Parts();
        Assert.Equal($"63-5[{Elements.TrimStart()}]", text);
        Assert.Equal(3, attachments.Length);
    }

    [Fact]
    public void Among_others_they_are_their_elements_and_their_placeholders_are_counted_on()
    {
        var arguments = Packets.Decode(
            """52-["e",{"x":{"num":1,"_placeholder":true}},{"_placeholder":true,"num":0,"y":{"_placeholder":true,"num":9}},5]""", [10], [11])
            .Arguments.Detach(Packets.Serializer);

        var (text, attachments) = Packets.Codec.EncodeEvent("/", null, "e", ["first", new byte[] { 1 }, arguments, new byte[] { 2 }, arguments]).Parts();

        Assert.Equal(
            """
            56-["e","first",{"_placeholder":true,"num":0},
            {"x":{"num":2,"_placeholder":true}},{"_placeholder":true,"num":1,"y":{"_placeholder":true,"num":9}},5,
            {"_placeholder":true,"num":3},
            {"x":{"num":5,"_placeholder":true}},{"_placeholder":true,"num":4,"y":{"_placeholder":true,"num":9}},5]
            """.ReplaceLineEndings(""),
            text);
        Assert.Equal([[1], [10], [11], [2], [10], [11]], attachments);
    }

    [Theory]
    [InlineData("""{"_placeholder":true,"num":7}""")]
    [InlineData("""{"\u005fplaceholder":true}""")]
    [InlineData("""[{"a":{"num":-1,"_placeholder":true}}]""")]
    public void What_only_looks_like_a_placeholder_is_not_sent_beside_binary(string json)
    {
        // A peer may send it in a text packet; in a binary one it would end the connection of everyone who receives it.
        var arguments = Packets.Decode($"2[\"e\",{json}]").Arguments.Detach(Packets.Serializer);
        object?[] harmful = [arguments, arguments.Get<JsonElement>(0), new { x = arguments.Get<JsonElement>(0) }, arguments.Get<object>(0)];

        foreach (var argument in harmful)
        {
            Assert.Throws<JsonException>(() => Packets.Codec.EncodeEvent("/", null, "e", [new byte[] { 1 }, argument]));
            Assert.NotEmpty(Packets.Codec.EncodeEvent("/", null, "e", ["no binary", argument]).Text());
        }

        Assert.Equal("""51-["e",{"_placeholder":true,"num":0},"_placeholder"]""", Packets.Event(new byte[] { 1 }, "_placeholder"));
    }

    [Fact]
    public void None_are_none()
    {
        var none = Packets.Decode("""2["e"]""").Arguments.Detach(Packets.Serializer);

        Assert.Equal((0, 0, "[]"), (none.Count, none.AttachmentCount, none.ToString()));
        Assert.Equal("""2["e"]""", Packets.Event(none));
        Assert.Equal("""2["e",1,2]""", Packets.Event(1, none, 2));
        Assert.Equal("""2["e",{"all":[]}]""", Packets.Event(new { all = none }));
    }

    [Fact]
    public void An_element_is_read_as_what_is_asked_for()
    {
        var arguments = Packets.Arguments(1, "two", new { Three = 3 }, new byte[] { 4 });

        Assert.Equal((4, 1), (arguments.Count, arguments.AttachmentCount));
        Assert.Equal(1, arguments.Get<int>(0));
        Assert.Equal("two", arguments.Get<string>(1));
        Assert.Equal(3, arguments.Get<Dictionary<string, int>>(2)!["three"]);
        Assert.Equal([4], arguments.Get<byte[]>(3)!);
        Assert.Equal([4], arguments.GetAttachment(0).ToArray());
        Assert.Null(arguments.Get<string>(4));
        Assert.Null(arguments.Get<int?>(4));
        Assert.Equal("""{"three":3}""", Encoding.UTF8.GetString(arguments.GetJson(2).Span));
        Assert.Throws<ArgumentOutOfRangeException>(() => arguments.GetJson(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => arguments.GetAttachment(1));
    }

    [Fact]
    public void What_cannot_be_read_is_named()
    {
        var arguments = Packets.Arguments("x");

        var exception = Assert.Throws<EventArgumentException>(() => arguments.Get<int>(0));
        Assert.Equal((null, 0, typeof(int)), (exception.EventName, exception.Position, exception.ExpectedType));
        Assert.Equal("Argument 0 of the acknowledgement cannot be read: it should be a System.Int32.", exception.Message);
        Assert.NotNull(exception.InnerException);
        Assert.Contains("Argument 3", Assert.Throws<EventArgumentException>(() => arguments.Get<int>(3)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_does_not_fill_the_log()
    {
        var arguments = Packets.Arguments(new Dictionary<string, string> { [new string('k', 100_000)] = "x" });

        Assert.True(Assert.Throws<EventArgumentException>(() => arguments.Get<Dictionary<string, int>>(0)).ToString().Length < 10_000);
    }

    [Fact]
    public void A_copy_outlives_the_memory_it_was_made_from()
    {
        var data = """2["e","kept"]"""u8.ToArray();
        Packets.Decoder().Decode(data, isBinary: false, out var packet);
        var kept = packet.Arguments.Detach(Packets.Serializer);
        Array.Clear(data);

        Assert.Equal("kept", kept.Get<string>(0));
        Assert.Same(kept, kept.AsIncoming().Detach(Packets.Serializer));
    }

    [Fact]
    public void Their_bytes_are_those_of_the_json_and_the_attachments() =>
        Assert.Equal("""{"_placeholder":true,"num":0}""".Length + 3, Packets.Decode("""51-["e",{"_placeholder":true,"num":0}]""", [1, 2, 3]).Arguments.ByteCount);

    [Fact]
    public void Inside_another_value_they_are_their_array()
    {
        var arguments = Packets.Arguments(1, new byte[] { 1 });

        var (text, attachments) = Packets.Codec.EncodeEvent("/", null, "e", [new byte[] { 0 }, new { all = arguments }]).Parts();

        Assert.Equal("""52-["e",{"_placeholder":true,"num":0},{"all":[1,{"_placeholder":true,"num":1}]}]""", text);
        Assert.Equal([[0], [1]], attachments);
    }
}
