using System.Buffers;
using System.Text;
using System.Text.Json;
using Sockeye.Protocol.EngineIO;
using Sockeye.TestKit;

namespace Sockeye.Protocol.Tests.EngineIO;

/// <summary>Polling payloads beside the official parser: the same packets out of any bytes, and the same bytes for any packets.</summary>
public class PayloadDifferentialTests
{
    private const int Cases = 5_000;
    private static readonly string[] TypeNames = ["open", "close", "ping", "pong", "message", "upgrade", "noop"];

    [Theory]
    [MemberData(nameof(SeededRuns.Rows), 3, MemberType = typeof(SeededRuns))]
    public async Task Random_payloads_sound_and_corrupted_are_read_alike(int seed)
    {
        var random = new Random(seed);
        var payloads = Enumerable.Range(0, Cases).Select(_ => Payload(random)).ToList();
        await using var node = NodeProcess.Start("engine-io-parser.mjs");

        var answer = await node.AskAsync(JsonSerializer.Serialize(payloads.Select(Convert.ToBase64String)), TestContext.Current.CancellationToken);

        using var theirs = JsonDocument.Parse(answer);
        var refused = 0;
        for (var i = 0; i < Cases; i++)
        {
            var ours = Read(payloads[i].ToArray());
            refused += ours.Contains("error") ? 1 : 0;
            Assert.Equal(theirs.RootElement[i].EnumerateArray().Select(Describe), ours);
        }

        Assert.InRange(refused, Cases / 20, Cases * 19 / 20); // both roads were taken
    }

    [Theory]
    [MemberData(nameof(SeededRuns.Rows), 2, MemberType = typeof(SeededRuns))]
    public async Task Random_packets_are_written_alike(int seed)
    {
        var random = new Random(seed);
        var questions = new List<object[]>();
        var ours = new List<string>();
        for (var i = 0; i < Cases; i++)
        {
            var output = new ArrayBufferWriter<byte>();
            var writer = new PayloadWriter(output);
            var packets = new List<object>();
            for (var count = random.Next(1, 5); count > 0; count--)
            {
                packets.Add(Write(random, ref writer));
            }

            questions.Add([.. packets]);
            ours.Add(Convert.ToBase64String(output.WrittenSpan));
        }

        await using var node = NodeProcess.Start("engine-io-parser.mjs");
        var answer = await node.AskAsync(JsonSerializer.Serialize(new { encode = questions }), TestContext.Current.CancellationToken);

        Assert.Equal(JsonSerializer.Deserialize<string[]>(answer), ours);
    }

    private static object Write(Random random, ref PayloadWriter writer)
    {
        if (random.Next(3) == 0)
        {
            var bytes = new byte[random.Next(20)];
            random.NextBytes(bytes);
            writer.Write(EncodedMessage.Binary(bytes).PollingPacket.Span);
            return new { type = "message", binary = Convert.ToBase64String(bytes) };
        }

        var type = (EnginePacketType)random.Next(7);
        var text = Text(random);
        writer.Write(EncodedMessage.Packet(type, Encoding.UTF8.GetBytes(text)).PollingPacket.Span);
        return new { type = TypeNames[(int)type], text };
    }

    private static List<string> Read(Memory<byte> payload)
    {
        var packets = new List<string>();
        var reader = new PayloadReader(payload);
        while (reader.TryRead(out var packet))
        {
            var data = Convert.ToBase64String(packet.Data.Span);
            packets.Add(packet.IsBinary ? $"binary {data}" : $"{TypeNames[(int)packet.Type]} {data}");
        }

        if (reader.IsInvalid)
        {
            packets.Add("error");
        }

        return packets;
    }

    private static string Describe(JsonElement packet) =>
        packet.ValueKind == JsonValueKind.String ? packet.GetString()!
        : packet.TryGetProperty("binary", out var binary) ? $"binary {binary.GetString()}"
        : $"{packet.GetProperty("type").GetString()} {packet.GetProperty("text").GetString()}";

    private static byte[] Payload(Random random)
    {
        var packets = new List<string>();
        for (var count = random.Next(5); count > 0; count--)
        {
            packets.Add(random.Next(3) == 0 ? "b" + Base64(random) : random.Next(7) + Text(random));
        }

        var payload = Encoding.UTF8.GetBytes(string.Join('\u001e', packets));
        for (var faults = random.Next(3); faults > 0 && payload.Length > 0; faults--)
        {
            payload = Corrupt(random, payload);
        }

        return payload;
    }

    private static byte[] Corrupt(Random random, byte[] payload)
    {
        var at = random.Next(payload.Length);
        switch (random.Next(4))
        {
            case 0: // something else in its place; what is no UTF-8 becomes U+FFFD on both sides
                payload[at] = random.Next(4) == 0 ? (byte)random.Next(256) : (byte)random.Next(128);
                return payload;
            case 1:
                return payload[..at];
            case 2:
                return [.. payload[..at], 0x1e, .. payload[at..]];
            default:
                return [.. payload[..at], .. payload[(at + 1)..]];
        }
    }

    private static string Base64(Random random)
    {
        var bytes = new byte[random.Next(12)];
        random.NextBytes(bytes);
        var text = Convert.ToBase64String(bytes);
        return random.Next(6) switch
        {
            0 => text.Replace('+', '-').Replace('/', '_'),
            1 => text.TrimEnd('='),
            2 => text.Insert(random.Next(text.Length + 1), " \n\r\t!=.\u00e9"[random.Next(8)].ToString()),
            _ => text,
        };
    }

    private static string Text(Random random)
    {
        string[] pieces = ["", "a", "[\"x\",1]", "\u00e9", "\u20ac", "\ud83d\ude00", "b", "4", " ", "\n", "\\", "\u0000"];
        return string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => pieces[random.Next(pieces.Length)]));
    }
}
