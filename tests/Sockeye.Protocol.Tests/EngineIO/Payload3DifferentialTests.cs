using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sockeye.Protocol.EngineIO;
using Sockeye.TestKit;

namespace Sockeye.Protocol.Tests.EngineIO;

/// <summary>
/// Polling payloads of revision 3 beside the official parser of that revision, engine.io-parser 2.2: the same bytes for any packets, the same packets out
/// of any payload that is sound; of others never one packet that the official parser does not see.
/// </summary>
public class Payload3DifferentialTests
{
    private const int Cases = 5_000;
    private static readonly string[] TypeNames = ["open", "close", "ping", "pong", "message", "upgrade", "noop"];
    private static readonly string[] Pieces = ["", "a", "[\"x\",1]", "\u00e9", "\u20ac", "\ud83d\ude00", "b", "4", ":", "5:4x", " ", "\n", "\\n", "\u0000"];

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public async Task Random_payloads_sound_and_corrupted_are_read_alike(int seed, bool isBinary)
    {
        var random = new Random(seed);
        var payloads = new List<(byte[] Bytes, bool IsSound)>();
        for (var i = 0; i < Cases; i++)
        {
            var sound = Write(random, isBinary).Bytes;
            var faults = sound.Length == 0 ? 0 : random.Next(3);
            var bytes = sound;
            for (var fault = 0; fault < faults && bytes.Length > 0; fault++)
            {
                bytes = Corrupt(random, bytes);
            }

            payloads.Add((bytes, faults == 0 && sound.Length > 0));
        }

        await using var node = NodeProcess.Start("engine-io-parser-v2.mjs");
        var bodies = payloads.Select(payload => Convert.ToBase64String(payload.Bytes));
        var answer = await node.AskAsync(
            isBinary ? JsonSerializer.Serialize(new { binary = bodies }) : JsonSerializer.Serialize(new { text = bodies }), TestContext.Current.CancellationToken);

        using var theirs = JsonDocument.Parse(answer);
        int both = 0, onlyOurs = 0;
        for (var i = 0; i < Cases; i++)
        {
            var ours = Read([.. payloads[i].Bytes], isBinary);
            string[] official = [.. theirs.RootElement[i].EnumerateArray().Select(Describe)];
            if (payloads[i].IsSound || ours is not [.., "error"])
            {
                Assert.Equal(official, ours);
                continue;
            }

            _ = official is [.., "error"] ? both++ : onlyOurs++;
            if (official is not ["error"])
            {
                Assert.Equal(official[..Math.Min(official.Length, ours.Count - 1)], ours[..^1]); // up to where we gave up
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{both} refused by both, {onlyOurs} by us alone: cut short, half a character, an unknown type, a length that is no digits");
        Assert.InRange(both, Cases / 50, Cases);
        Assert.InRange(onlyOurs, 1, Cases / 3);
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public async Task Random_packets_are_written_alike(int seed, bool supportsBinary)
    {
        var random = new Random(seed);
        var written = Enumerable.Range(0, Cases).Select(_ => Write(random, supportsBinary, atLeast: 1)).ToArray();
        await using var node = NodeProcess.Start("engine-io-parser-v2.mjs");

        var answer = await node.AskAsync(
            JsonSerializer.Serialize(new { encode = written.Select(payload => new { packets = payload.Described, supportsBinary }) }),
            TestContext.Current.CancellationToken);

        Assert.Equal(JsonSerializer.Deserialize<string[]>(answer)!, written.Select(payload => Convert.ToBase64String(payload.Bytes)));
    }

    private static (byte[] Bytes, List<object> Described) Write(Random random, bool supportsBinary, int atLeast = 0)
    {
        var messages = new List<EncodedMessage>();
        var described = new List<object>();
        for (var count = random.Next(atLeast, 5); count > 0; count--)
        {
            if (random.Next(3) == 0)
            {
                var bytes = new byte[random.Next(20)];
                random.NextBytes(bytes);
                messages.Add(EncodedMessage.Binary(bytes));
                described.Add(new { type = "message", binary = Convert.ToBase64String(bytes) });
            }
            else
            {
                var type = (EnginePacketType)random.Next(7);
                var text = string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => Pieces[random.Next(Pieces.Length)]));
                messages.Add(EncodedMessage.Packet(type, Encoding.UTF8.GetBytes(text)));
                described.Add(new { type = TypeNames[(int)type], text });
            }
        }

        var output = new ArrayBufferWriter<byte>();
        var writer = new Payload3Writer(output, supportsBinary && (atLeast == 0 || messages.Any(message => message.IsBinary)));
        messages.ForEach(message => writer.Write(message.WebSocketPayload.Span, !message.IsBinary));
        return (output.WrittenSpan.ToArray(), described);
    }

    private static List<string> Read(byte[] payload, bool isBinary)
    {
        var packets = new List<string>();
        var reader = new Payload3Reader(payload, isBinary);
        while (reader.TryRead(out var packet))
        {
            var data = Convert.ToBase64String(packet.Data.Span);
            packets.Add($"{TypeNames[(int)packet.Type]} {(packet.IsBinary ? "binary " : "")}{data}");
        }

        if (reader.IsInvalid)
        {
            packets.Add("error");
        }

        return packets;
    }

    private static string Describe(JsonElement packet) =>
        packet.ValueKind == JsonValueKind.String ? packet.GetString()!
        : packet.TryGetProperty("binary", out var binary) ? $"{packet.GetProperty("type").GetString()} binary {binary.GetString()}"
        : $"{packet.GetProperty("type").GetString()} {packet.GetProperty("text").GetString()}";

    private static byte[] Corrupt(Random random, byte[] payload)
    {
        var at = random.Next(payload.Length);
        switch (random.Next(4))
        {
            case 0:
                payload = [.. payload];
                payload[at] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)"0123456789:b4"[random.Next(13)];
                return payload;
            case 1:
                return payload[..at];
            case 2:
                return [.. payload[..at], (byte)"0123456789:b4x"[random.Next(14)], .. payload[at..]];
            default:
                return [.. payload[..at], .. payload[(at + 1)..]];
        }
    }

    [Theory]
    [InlineData("3:4\u00e9\u20ac6:b4AQID", "message w6nigqw=|message binary AQID")]
    [InlineData("3:4\ud83d\ude00", "message 8J+YgA==")]
    [InlineData("0:1:2", "ping ")]
    [InlineData("", "error")]
    [InlineData("1:21:", "ping |error")]
    [InlineData("2:4", "error")]
    [InlineData("2:4\ud83d\ude00", "error")]
    [InlineData("9999999999:4", "error")]
    [InlineData("99999999999:4", "error")]
    [InlineData("-1:4", "error")]
    [InlineData("1:7", "error")]
    [InlineData("1:b", "error")]
    [InlineData("3:b9A", "error")]
    public void Text_payloads_mean_this(string payload, string packets) => Assert.Equal(packets.Split('|'), Read(Encoding.UTF8.GetBytes(payload), isBinary: false));

    [Theory]
    [InlineData("0104ff040102030003ff34c3a9", "message binary AQID|message w6k=")]
    [InlineData("", "")]
    [InlineData("0100ff", "error")]
    [InlineData("0101ff07", "error")]
    [InlineData("0102ff04", "error")]
    [InlineData("0101", "error")]
    [InlineData("01ff04", "error")]
    [InlineData("010aff04", "error")]
    [InlineData("0201ff04", "error")]
    [InlineData("0002ff34ff", "error")]
    [InlineData("01090909090909090909ff04", "error")]
    [InlineData("0109090909090909090909090909090909090909ff04", "error")]
    public void Binary_payloads_mean_this(string hex, string packets) =>
        Assert.Equal(packets.Split('|', StringSplitOptions.RemoveEmptyEntries), Read(Convert.FromHexString(hex), isBinary: true));

    [Fact]
    public void A_long_payload_is_measured_in_one_go()
    {
        var text = string.Concat(Enumerable.Repeat("abc\u00e9\ud83d\ude00", 50_000));
        var body = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{text.Length + 1}:4{text}1:3"));
        var reader = new Payload3Reader(body, isBinary: false);
        Assert.True(reader.TryRead(out var packet));
        Assert.Equal(text, Encoding.UTF8.GetString(packet.Data.Span));
        Assert.True(reader.TryRead(out packet) && packet.Type == EnginePacketType.Pong && !reader.TryRead(out _) && !reader.IsInvalid);
    }
}
