using System.Text.Json;
using System.Text.Json.Serialization;
using Sockeye.Protocol.SocketIO;

namespace Sockeye.Protocol.Tests.SocketIO.MessagePack;

/// <summary>What an argument in MessagePack is read as, and what is written for a value.</summary>
public class PackedValuesTests
{
    private const string MinusFive = "fb d0fb d1fffb d2fffffffb d3fffffffffffffffb cbc014000000000000 cac0a00000";

    [Fact]
    public void An_integer_is_read_from_every_width_by_every_type_of_number()
    {
        foreach (var width in MinusFive.Split(' '))
        {
            Assert.Equal(-5, Packed.Read<int>(width));
            Assert.Equal(-5, Packed.Read<long>(width));
            Assert.Equal(-5, Packed.Read<short>(width));
            Assert.Equal(-5d, Packed.Read<double>(width));
            Assert.Equal(-5f, Packed.Read<float>(width));
            Assert.Equal(-5m, Packed.Read<decimal>(width));
            Assert.Equal(-5, Packed.Read<int?>(width));
            Assert.Equal(-5, Packed.Read<JsonElement>(width).GetInt32());
        }

        foreach (var width in "05 cc05 cd0005 ce00000005 cf0000000000000005".Split(' '))
        {
            Assert.Equal(5, Packed.Read<int>(width));
            Assert.Equal(5u, Packed.Read<uint>(width));
            Assert.Equal(5ul, Packed.Read<ulong>(width));
            Assert.Equal((byte)5, Packed.Read<byte>(width));
        }

        Assert.Equal(ulong.MaxValue, Packed.Read<ulong>("cfffffffffffffffff"));
        Assert.Equal(18446744073709551615d, Packed.Read<double>("cfffffffffffffffff"));
        Assert.Equal(long.MinValue, Packed.Read<long>("d38000000000000000"));
        Assert.Equal(255, Packed.Read<int>("ccff"));
    }

    [Theory]
    [InlineData("cb3ff8000000000000")] // 1.5
    [InlineData("ce80000000")]
    [InlineData("cfffffffffffffffff")]
    [InlineData("a178")]
    [InlineData("c0")]
    [InlineData("d40000")]
    [InlineData("cb7ff8000000000000")]
    [InlineData("c40105")]
    public void What_is_no_integer_is_none(string hex) =>
        Assert.Equal(0, Assert.Throws<EventArgumentException>(() => Packed.Read<int>(hex)).Position);

    [Fact]
    public void A_double_is_read_whatever_it_is()
    {
        Assert.Equal(0.1, Packed.Read<double>("cb3fb999999999999a"));
        Assert.Equal(1.5, Packed.Read<double>("ca3fc00000"));
        Assert.True(double.IsNaN(Packed.Read<double>("cb7ff8000000000000")));
        Assert.Equal(double.NegativeInfinity, Packed.Read<double>("cbfff0000000000000"));
        Assert.True(float.IsNaN(Packed.Read<float>("cb7ff8000000000000")));
        Assert.Null(Packed.Read<double?[]>("91cb7ff8000000000000")![0]); // as JSON.stringify has it
    }

    [Fact]
    public void Text_is_read_from_every_width()
    {
        foreach (var width in "a3c3a961 d903c3a961 da0003c3a961 db00000003c3a961".Split(' '))
        {
            Assert.Equal("\u00e9a", Packed.Read<string>(width));
            Assert.Equal("\u00e9a", Packed.Read<JsonElement>(width).GetString());
        }

        Assert.Equal("\"\\\u2028\0", Packed.Read<JsonElement>("a6 22 5c e280a8 00").GetString());
        Assert.Equal('x', Packed.Read<char>("a178"));
    }

    [Fact]
    public void Binary_is_bytes_without_a_detour()
    {
        foreach (var width in "c403010203 c50003010203 c600000003010203 c70300010203 c8000300010203 c90000000300010203".Split(' '))
        {
            Assert.Equal([1, 2, 3], Packed.Read<byte[]>(width)!);
            Assert.Equal([1, 2, 3], Packed.Read<ReadOnlyMemory<byte>>(width).ToArray());
            Assert.Equal([1, 2, 3], Packed.Read<Memory<byte>>(width).ToArray());
            Assert.Equal([1, 2, 3], Packed.Read<ArraySegment<byte>>(width).ToArray());
        }

        var nested = Packed.Read<Upload>("82 a46e616d65 a161 a464617461 c403010203")!;
        Assert.Equal("a", nested.Name);
        Assert.Equal([1, 2, 3], nested.Data);
        var two = Packed.Read<ReadOnlyMemory<byte>[]>("92 c400 c40109")!;
        Assert.Empty(two[0].ToArray());
        Assert.Equal([9], two[1].ToArray());
    }

    [Fact]
    public void A_date_is_read_as_the_time_it_is()
    {
        var time = new DateTimeOffset(2026, 11, 21, 9, 30, 15, 250, TimeSpan.Zero);
        foreach (var form in Forms(time))
        {
            Assert.Equal(time, Packed.Read<DateTimeOffset>(form));
            Assert.Equal(time.UtcDateTime, Packed.Read<DateTime>(form));
            Assert.Equal("2026-11-21T09:30:15.250Z", Packed.Read<string>(form));
        }

        Assert.Null(Packed.Read<DateTimeOffset?>("d700 7fffffffffffffff"));
        Assert.Equal(DateTimeOffset.UnixEpoch, Packed.Read<DateTimeOffset>("d6ff 00000000"));
    }

    [Fact]
    public void An_extension_of_another_kind_is_its_type_and_its_bytes()
    {
        var pair = Packed.Read<JsonElement>("c7 03 05 010203");
        Assert.Equal(5, pair[0].GetInt32());
        var arguments = Packed.Decode(Packed.Event(1, "d5 fb 0102")).Arguments.Detach(Packets.Serializer);
        Assert.Equal("""[[-5,{"_placeholder":true,"num":0}]]""", arguments.ToString());
        Assert.Equal([1, 2], arguments.GetAttachment(0).ToArray());
    }

    [Fact]
    public void Nothing_is_null_and_in_a_map_nothing_at_all()
    {
        Assert.Null(Packed.Read<string>("c0"));
        Assert.Null(Packed.Read<string>("d40000"));
        Assert.Null(Packed.Read<int?>("d40000"));
        Assert.Equal("{\"a\":null}", Packed.Read<JsonElement>("82 a161 c0 a162 d40000").GetRawText());
        Assert.Equal(7, Packed.Read<WithDefault>("81 a56c696d6974 d40000")!.Limit);
    }

    [Fact]
    public void Keys_that_are_no_text_are_their_text()
    {
        var map = Packed.Read<Dictionary<string, int>>("84 01 01 cb3ff8000000000000 02 c0 03 c3 04")!;
        Assert.Equal(["1", "1.5", "null", "true"], map.Keys);
    }

    [Fact]
    public void Handlers_take_arguments_one_after_the_other()
    {
        var packet = Packed.Decode(Packed.Event(5, "05 a161 c40109 82a46e616d65a162a464617461c400 93010203"));
        (int, string, byte[], Upload, int[], string?)? seen = null;
        var binding = EventBinding.Create((int a, string b, byte[] c, Upload d, int[] e, string? missing) => { seen = (a, b, c, d, e, missing); });
        var task = binding.InvokeAsync(new EventInvocation { EventName = "e", Arguments = packet.Arguments, Serializer = Packets.Serializer });

        Assert.True(task.IsCompletedSuccessfully);
        Assert.Equal((5, "a", "b"), (seen!.Value.Item1, seen.Value.Item2, seen.Value.Item4.Name));
        Assert.Equal([9], seen.Value.Item3);
        Assert.Equal([1, 2, 3], seen.Value.Item5);
        Assert.Null(seen.Value.Item6);
        Assert.Equal([1, 2, 3], packet.Arguments.Get<int[]>(4, Packets.Serializer)!);
        Assert.Null(packet.Arguments.Get<string>(5, Packets.Serializer));
        Assert.Equal(2, Assert.Throws<EventArgumentException>(() => packet.Arguments.Get<int>(2, Packets.Serializer)).Position);
    }

    [Theory]
    [InlineData(null, "c0")]
    [InlineData(true, "c3")]
    [InlineData(-33, "d0df")]
    [InlineData(65_536L, "ce00010000")]
    [InlineData(1.5, "cb3ff8000000000000")]
    [InlineData(-0.0, "00")]
    [InlineData(double.NaN, "cb7ff8000000000000")]
    [InlineData(0.1f, "cb3fb999999999999a")]
    [InlineData("\u00e9", "a2c3a9")]
    [InlineData((byte)200, "ccc8")]
    [InlineData(ulong.MaxValue, "cfffffffffffffffff")]
    public void A_value_is_written_in_the_fewest_bytes(object? value, string hex) => Assert.Equal(hex, Packed.Write(value));

    [Fact]
    public void Objects_are_written_as_the_serializer_has_them_and_binary_as_bytes()
    {
        Assert.Equal("82a46e616d65a161a464617461c403010203", Packed.Write(new Upload("a", [1, 2, 3])));
        Assert.Equal("93c40101c40102c40103", Packed.Write(new[] { new ReadOnlyMemory<byte>([1]), new([2]), new([3]) }));
        Assert.Equal("b9" + Convert.ToHexStringLower("2026-11-21T09:30:15+00:00"u8), Packed.Write(new DateTimeOffset(2026, 11, 21, 9, 30, 15, TimeSpan.Zero)));
        Assert.Equal("82a16101a16291c0", Packed.Write(JsonElement.Parse("""{"a":1,"b":[null]}""")));
        Assert.Equal("82ac5f706c616365686f6c646572c3a36e756d00", Packed.Write(JsonElement.Parse("""{"_placeholder":true,"num":0}"""))); // as it is
        Assert.Equal("a3efbfbd", Packed.Write("\ud83d"));
        Assert.Equal("91a3efbfbd", Packed.Write(new[] { "\ud83d" }));
    }

    [Fact]
    public void A_converter_of_the_users_has_its_say()
    {
        var codec = new MessagePackPacketCodec(new PayloadSerializer(new JsonSerializerOptions { Converters = { new Shouting() } }));
        var bytes = codec.EncodeAck("/", 1, ["loud"]).Bytes();
        var packet = Packed.Decode(bytes);
        Assert.Equal("LOUD", packet.Arguments.Get<string>(0, Packets.Serializer));
        Assert.Equal("loud!", packet.Arguments.Get<string>(0, codec.Serializer));
    }

    [Fact]
    public void Arguments_go_out_as_they_came_in_whichever_codec_brought_them()
    {
        var bytes = Packed.Event(4, "cb7ff8000000000000 d40000 81a16101 c403010203");
        var packed = Packed.Decode(bytes).Arguments.Detach(Packets.Serializer);
        Assert.Contains(Convert.ToHexStringLower(bytes.AsSpan(20)), Convert.ToHexStringLower(Packed.Codec.EncodeEvent("/", null, "e", [packed]).Bytes()));

        var (text, attachments) = Packets.Codec.EncodeEvent("/", null, "e", [packed]).Parts();
        Assert.Equal("""51-["e",null,null,{"a":1},{"_placeholder":true,"num":0}]""", text);
        var back = Packets.Decode(text, attachments).Arguments.Detach(Packets.Serializer);
        Assert.Equal(4, back.Count);
        var again = Packed.Decode(Packed.Codec.EncodeEvent("/", null, "e", [back, 7, new { inside = back }, new { binary = new[] { back.GetAttachment(0) } }]).Bytes()).Arguments;
        Assert.Equal([1, 2, 3], again.Get<byte[]>(3, Packets.Serializer)!);
        Assert.Equal(7, again.Get<int>(4, Packets.Serializer));
        Assert.Equal(4, again.Get<Dictionary<string, JsonElement[]>>(5, Packets.Serializer)!["inside"].Length);
        Assert.Equal(7, again.Count);
        Assert.Equal([1, 2, 3], again.Get<Dictionary<string, ReadOnlyMemory<byte>?[]>>(6, Packets.Serializer)!["binary"][0]!.Value.ToArray());
    }

    private static string[] Forms(DateTimeOffset time) =>
    [
        $"d700{time.ToUnixTimeMilliseconds():x16}",
        $"d7ff{(250_000_000UL << 34) | (ulong)time.ToUnixTimeSeconds():x16}",
        $"c70cff{250_000_000:x8}{time.ToUnixTimeSeconds():x16}",
    ];

    internal sealed record Upload(string Name, byte[] Data);

    internal sealed class WithDefault
    {
        public int Limit { get; set; } = 7;
    }

    private sealed class Shouting : JsonConverter<string>
    {
        public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString()!.ToLowerInvariant() + "!";

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToUpperInvariant());
    }
}
