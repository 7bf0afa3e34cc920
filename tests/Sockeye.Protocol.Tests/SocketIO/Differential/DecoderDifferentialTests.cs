using System.Globalization;
using System.Text.Json;
using Sockeye.Protocol.SocketIO;
using Sockeye.TestKit;

namespace Sockeye.Protocol.Tests.SocketIO.Differential;

/// <summary>The decoder beside the official one: same accept or refuse, same packets, apart from the differences that have a rule.</summary>
public class DecoderDifferentialTests(OfficialParser official)
{
    private const int Cases = 15_000;

    [Theory]
    [MemberData(nameof(SeededRuns.Rows), 2, MemberType = typeof(SeededRuns))]
    public async Task Random_packets_mean_the_same_to_both_parsers(int seed)
    {
        var random = new RandomPackets(seed);
        var cases = Enumerable.Range(0, Cases).Select(_ => random.Next()).ToArray();
        var answers = await official.AskAsync(new { decode = cases });
        var differences = new Dictionary<string, int>();
        int accepted = 0, refused = 0;

        for (var i = 0; i < cases.Length; i++)
        {
            var theirs = Describe(answers[i]);
            var ours = Describe(cases[i]);
            if (ours == theirs)
            {
                _ = ours.EndsWith("refused", StringComparison.Ordinal) ? refused++ : accepted++;
                continue;
            }

            var rule = ours.EndsWith("refused", StringComparison.Ordinal) ? Explain(cases[i]) : null;
            Assert.True(rule is not null, $"case {i}: {string.Join(" | ", cases[i])}\nours:   {ours}\ntheirs: {theirs}");
            differences[rule] = differences.GetValueOrDefault(rule) + 1;
        }

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{accepted} accepted, {refused} refused by both; {string.Join("; ", differences.Select(rule => $"{rule.Value} × {rule.Key}"))}");
        Assert.True(accepted > Cases / 4 && refused > Cases / 4, $"{accepted} accepted, {refused} refused: the mixture tests too little.");
        Assert.True(differences.Values.Sum() < Cases / 6, $"{differences.Values.Sum()} differ.");
        Assert.True(differences.Count == Differences.Count, $"only {string.Join("; ", differences.Keys)}"); // a rule that is not met is not needed
    }

    private static string Describe(JsonElement answer)
    {
        var text = string.Concat(answer.GetProperty("packets").EnumerateArray().Select(packet =>
            $"{packet.GetProperty("type")} {packet.GetProperty("nsp")} {packet.GetProperty("id")} {packet.GetProperty("data")}\n"));
        return text + (answer.TryGetProperty("error", out _) ? "refused" : answer.GetProperty("pending").GetBoolean() ? "pending" : "complete");
    }

    private static string Describe(List<WireMessage> messages)
    {
        var text = "";
        var decoder = Packets.Decoder();
        foreach (var message in messages)
        {
            var result = decoder.Decode(message.TextBytes ?? message.Binary, message.TextBytes is null, out var packet);
            if (result == DecodeResult.Invalid)
            {
                Assert.NotNull(decoder.Error);
                return text + "refused";
            }

            text += result == DecodeResult.Packet ? Describe(packet) : "";
        }

        return text + (decoder.HasPartialPacket ? "pending" : "complete");
    }

    private static string Describe(in IncomingPacket packet)
    {
        var data = "undefined";
        if (packet.Type is PacketType.Event or PacketType.Ack)
        {
            if (!packet.Json.IsEmpty)
            {
                var elements = Canonical.Elements(packet.Json.Span, packet.Arguments.AttachmentArray);
                var skipped = packet.Type == PacketType.Event ? 1 : 0;
                var detached = packet.Arguments.Detach(Packets.Serializer);
                Assert.Equal(elements[skipped..], Canonical.Elements(detached.AsIncoming().Array.Span, packet.Arguments.AttachmentArray));
                Assert.Equal(elements.Length - skipped, packet.Arguments.Count);
                data = $"[{string.Join(',', elements)}]";
            }
        }
        else if (!packet.Json.IsEmpty)
        {
            data = Canonical.Value(packet.Json.Span);
        }

        // The official parser's ids are doubles.
        var id = packet.Id is { } number ? JavaScriptNumber.ToString(number) : null;
        return string.Create(CultureInfo.InvariantCulture, $"{(int)packet.Type} {packet.Namespace} {id} {data}\n");
    }

    /// <summary>Why our decoder gave up.</summary>
    private static string? Explain(List<WireMessage> messages)
    {
        var decoder = Packets.Decoder();
        var refused = messages.First(message => decoder.Decode(message.TextBytes ?? message.Binary, message.TextBytes is null, out _) == DecodeResult.Invalid);
        return refused.TextBytes is null ? null : Differences.Explain(refused.Text, decoder.Error!);
    }
}
