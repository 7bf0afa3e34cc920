using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Sockeye.Protocol.SocketIO;

namespace Sockeye.Protocol.Tests.SocketIO;

public partial class PayloadSerializerTests
{
    [Theory]
    [InlineData("a\"b\\c/d<e>&'+", """2["e","a\"b\\c/d<e>&'+"]""")]
    [InlineData("\0\u001f\b\f\n\r\t\v\u007f", """2["e","\u0000\u001f\b\f\n\r\t\u000b""" + "\u007f\"]")]
    [InlineData("\u00e9\u2028\ufeff\ud83d\ude00", "2[\"e\",\"\u00e9\u2028\ufeff\ud83d\ude00\"]")]
    public void A_string_is_escaped_as_javascript_does(string text, string packet)
    {
        Assert.Equal(packet, Packets.Event(text));
        Assert.Equal(text, Packets.Decode(packet).Arguments.Get<string>(0, Packets.Serializer));
        Assert.Equal(packet.Replace("2[\"e\",", "2[\"e\",{\"x\":", StringComparison.Ordinal).Replace("]", "}]", StringComparison.Ordinal), Packets.Event(new Note(text)));
        Assert.Equal(text, Packets.Arguments(new Note(text)).Get<Note>(0)!.X);
        Assert.Equal(text, Packets.Arguments(new Dictionary<string, int> { [text] = 1 }).Get<Dictionary<string, int>>(0)!.Keys.Single());
    }

    [Fact]
    public void A_string_that_was_cut_inside_an_emoji_survives()
    {
        const string Text = "\ud83d|\ude00|\ude00\ud83d"; // not a case above: an attribute cannot hold it
        const string Packet = """2["e","\ud83d|\ude00|\ude00\ud83d"]""";

        Assert.Equal(Packet, Packets.Event(Text));
        Assert.Equal(Text, Packets.Decode(Packet).Arguments.Get<string>(0, Packets.Serializer));
        Assert.Equal(Text, Packets.Arguments(new Note(Text)).Get<Note>(0)!.X);

        // System.Text.Json reads the keys of a dictionary by itself, and refuses such a one.
        Assert.Throws<EventArgumentException>(() => Packets.Arguments(new Dictionary<string, int> { [Text] = 1 }).Get<Dictionary<string, int>>(0));
    }

    [Theory]
    [InlineData(1e21, "1e+21")]
    [InlineData(-1e21, "-1e+21")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(123456789012345680000d, "123456789012345680000")]
    [InlineData(1.5e-7, "1.5e-7")]
    [InlineData(0.000001, "0.000001")]
    [InlineData(-0.0, "0")]
    [InlineData(0.1, "0.1")]
    [InlineData(double.NaN, "null")]
    [InlineData(double.PositiveInfinity, "null")]
    [InlineData(0.1f, "0.1")]
    [InlineData(-0.0f, "0")]
    [InlineData(1e21f, "1e+21")]
    [InlineData(16777216f, "16777216")]
    [InlineData(float.NegativeInfinity, "null")]
    public void A_number_is_written_as_javascript_does(object number, string json)
    {
        Assert.Equal($"2[\"e\",{json}]", Packets.Event(number));
        Assert.Equal($"2[\"e\",[{json}]]", Packets.Event((object)new[] { number }));
    }

    [Fact]
    public void A_date_is_iso_8601() =>
        Assert.Equal("2[\"e\",\"2020-01-02T03:04:05.678Z\"]", Packets.Event(new DateTime(2020, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc)));

    [Fact]
    public void Names_are_camel_case_going_out_and_read_in_any_case()
    {
        Assert.Equal("2[\"e\",{\"firstName\":\"A\",\"count\":1}]", Packets.Event(new { FirstName = "A", Count = 1 }));
        Assert.Equal("A", Packets.Decode("""2["e",{"FIRSTNAME":"A"}]""").Arguments.Get<Person>(0, Packets.Serializer)!.FirstName);
    }

    [Fact]
    public void Json_that_is_an_argument_goes_out_as_it_is()
    {
        Assert.Equal("2[\"e\",{\"a\":[1.50]}]", Packets.Event(JsonSerializer.Deserialize<JsonElement>("{\"a\":[1.50]}")));
        Assert.Equal("2[\"e\",{\"a\":[1]}]", Packets.Event(JsonNode.Parse("{\"a\":[1]}")));
        Assert.Equal(JsonValueKind.Null, Packets.Decode("2[\"e\",null]").Arguments.Get<JsonElement>(0, Packets.Serializer).ValueKind);
    }

    [Fact]
    public void Json_that_came_in_goes_out_with_its_escapes()
    {
        const string Json = """{"a":"\ud83d","b":1.0}""";

        Assert.Equal($"2[\"e\",{Json}]", Packets.Event(Packets.Decode($"2[\"e\",{Json}]").Arguments.Get<JsonElement>(0, Packets.Serializer)));
        Assert.Equal("2[\"e\",null]", Packets.Event(default(JsonElement)));
    }

    [Fact]
    public void Binary_inside_a_value_survives_the_way_there_and_back()
    {
        var sent = new Upload("a.bin", [1, 2], new byte[] { 3 }, [new byte[] { 4 }, ReadOnlyMemory<byte>.Empty]);

        var (text, attachments) = Packets.Codec.EncodeEvent("/", null, "up", [sent]).Parts();
        var received = Packets.Decode(text, attachments).Arguments.Get<Upload>(0, Packets.Serializer)!;

        Assert.Equal(4, attachments.Length);
        Assert.Equal(("a.bin", "1,2", "3", "4|"), Show(received));
    }

    [Fact]
    public void Source_generated_metadata_is_enough()
    {
        var serializer = new PayloadSerializer(new JsonSerializerOptions(JsonSerializerDefaults.Web) { TypeInfoResolver = Generated.Default });
        var codec = new JsonPacketCodec(serializer);
        var sent = new Upload("a.bin", [1, 2], new byte[] { 3 }, [new byte[] { 4 }, ReadOnlyMemory<byte>.Empty]);

        var (text, attachments) = codec.EncodeEvent("/", null, "up", [sent, "x", 1, new byte[] { 9 }, DateTimeOffset.UnixEpoch, 1.5f]).Parts();
        var arguments = Packets.Decode(text, attachments).Arguments;

        Assert.Equal(
            """
            55-["up",{"name":"a.bin","data":{"_placeholder":true,"num":0},"thumb":{"_placeholder":true,"num":1},
            "parts":[{"_placeholder":true,"num":2},{"_placeholder":true,"num":3}]},"x",1,{"_placeholder":true,"num":4},"1970-01-01T00:00:00+00:00",1.5]
            """.ReplaceLineEndings(""),
            text);
        Assert.Equal(("a.bin", "1,2", "3", "4|"), Show(arguments.Get<Upload>(0, serializer)!));
        Assert.Equal([9], arguments.Get<byte[]>(3, serializer)!);
        Assert.Equal(DateTimeOffset.UnixEpoch, arguments.Get<DateTimeOffset>(4, serializer));
        Assert.Throws<NotSupportedException>(() => codec.EncodeEvent("/", null, "up", [new Person("A")]));
    }

    [Fact]
    public void A_converter_of_the_users_has_the_last_word()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        options.Converters.Add(new ShoutingConverter());
        var serializer = new PayloadSerializer(options);

        Assert.Equal("2[\"e\",\"HELLO\",1]", new JsonPacketCodec(serializer).EncodeEvent("/", null, "e", ["hello", 1]).Text());
        Assert.Equal("abc", Packets.Decode("2[\"e\",\"ABC\"]").Arguments.Get<string>(0, serializer));
        Assert.Single(options.Converters); // the user's own options are left alone
    }

    [Fact]
    public void Outside_of_a_packet_binary_is_base64() =>
        Assert.Equal("{\"data\":\"AQI=\"}", JsonSerializer.Serialize(new { Data = new byte[] { 1, 2 } }, Packets.Serializer.Options));

    [Fact]
    public void A_value_may_emit_while_it_is_being_written()
    {
        var talkative = new Talkative("inner");

        var (text, attachments) = Packets.Codec.EncodeEvent("/", null, "outer", [new byte[] { 1 }, talkative, new byte[] { 2 }]).Parts();

        Assert.Equal("""52-["outer",{"_placeholder":true,"num":0},{"inner":"51-[\"inner\",{\"_placeholder\":true,\"num\":0}]"},{"_placeholder":true,"num":1}]""", text);
        Assert.Equal([[1], [2]], attachments);
    }

    private static (string Name, string Data, string Thumb, string Parts) Show(Upload upload) =>
        (upload.Name, string.Join(',', upload.Data), string.Join(',', upload.Thumb.ToArray()), string.Join('|', upload.Parts.Select(part => string.Join(',', part.ToArray()))));

    internal sealed record Note(string X);

    internal sealed record Person(string FirstName);

    internal sealed record Upload(string Name, byte[] Data, ReadOnlyMemory<byte> Thumb, List<ReadOnlyMemory<byte>> Parts);

    internal sealed class Talkative(string eventName)
    {
        public string Inner => Packets.Codec.EncodeEvent("/", null, eventName, [new byte[] { 7 }]).Text();
    }

    [JsonSerializable(typeof(Upload))]
    internal sealed partial class Generated : JsonSerializerContext;

    private sealed class ShoutingConverter : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!.ToLowerInvariant();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToUpperInvariant());
    }
}
