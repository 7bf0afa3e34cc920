using System.Globalization;
using System.Text.Json;
using Sockeye.Protocol.SocketIO;
using Sockeye.Protocol.Tests.SocketIO.Differential;
using Sockeye.TestKit;

namespace Sockeye.Protocol.Tests.SocketIO.MessagePack;

/// <summary>The MessagePack decoder beside the official one: same accept or refuse, same packets, apart from the differences that have a rule.</summary>
public class PackedDecoderDifferentialTests(OfficialMessagePackParser official)
{
    private const int Cases = 15_000;

    /// <summary>What we refuse and the official parser accepts, each with its reason.</summary>
    private static readonly (string Reason, string Error)[] Refused =
    [
        ("text is UTF-8", "The packet has text that is not valid UTF-8"),
        ("the key of a map is a name", "The packet has a map with a key that is no name"),
        ("nor is a container one", "The payload is nested more than"),
        ("a namespace begins with a slash", "The namespace is missing"),
        ("an acknowledgement has an id", "The id is missing"),
        ("an id is an integer from 0 that fits into 64 bits", "The acknowledgement id should be"),
        ("an event has a name", "The array of an EVENT should begin"),
        ("which is not reserved", "The name of the event is reserved"),
    ];

    [Theory]
    [MemberData(nameof(SeededRuns.Rows), 2, MemberType = typeof(SeededRuns))]
    public async Task Random_packets_mean_the_same_to_both_parsers(int seed)
    {
        var random = new RandomPacked(seed);
        var cases = Enumerable.Range(0, Cases).Select(_ => random.NextHarmless()).ToArray();
        var answers = await official.AskAsync(new { decode = cases });
        var differences = new Dictionary<string, int>();
        int accepted = 0, refused = 0;
        for (var i = 0; i < cases.Length; i++)
        {
            var theirs = Describe(answers[i]);
            var decoder = Packed.Decoder();
            var ours = decoder.Decode(cases[i], isBinary: true, out var packet) == DecodeResult.Packet ? Describe(packet, cases[i]) : "refused";
            if (ours == theirs)
            {
                _ = ours == "refused" ? refused++ : accepted++;
                continue;
            }

            var rule = theirs == "refused"
                ? ours.EndsWith(" null", StringComparison.Ordinal) && ours[0] is '0' or '1' ? "no data may also be nil" : null
                : ours == "refused" ? Explain(decoder.Error!, cases[i]) : null;
            Assert.True(rule is not null, $"case {i}: {Convert.ToHexStringLower(cases[i])}\nours:   {ours} {decoder.Error}\ntheirs: {theirs}");
            differences[rule] = differences.GetValueOrDefault(rule) + 1;
        }

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{accepted} accepted, {refused} refused by both; {string.Join("; ", differences.Select(rule => $"{rule.Value} × {rule.Key}"))}");
        Assert.True(accepted > Cases / 4 && refused > Cases / 4, $"{accepted} accepted, {refused} refused: the mixture tests too little.");
        Assert.True(differences.Values.Sum() < Cases / 6, $"{differences.Values.Sum()} differ.");
        Assert.Equal(Refused.Length + 2, differences.Count); // a rule that is not met is not needed
    }

    private static string? Explain(string error, byte[] bytes)
    {
        PackedPacket.Read(bytes, PacketLimits.Default, out var read);
        return error.StartsWith("The data of an", StringComparison.Ordinal) && read.DataKind is PackKind.Extension or PackKind.Date
            ? "an extension is no array of its type and its bytes"
            : Array.Find(Refused, known => error.StartsWith(known.Error, StringComparison.Ordinal)).Reason;
    }

    private static string Describe(JsonElement answer) => answer.TryGetProperty("error", out _)
        ? "refused"
        : $"{answer.GetProperty("type")} {answer.GetProperty("nsp")} {answer.GetProperty("id")} {answer.GetProperty("data").GetString()}";

    private static string Describe(in IncomingPacket packet, byte[] bytes)
    {
        Assert.Null(PackedPacket.Read(bytes, PacketLimits.Default, out var read));
        var data = read.DataEnd == 0 ? "undefined" : PackedCanonical.Value(bytes.AsSpan(read.DataStart..read.DataEnd));
        if (packet.Type is PacketType.Event or PacketType.Ack)
        {
            var arguments = packet.Arguments.Detach(Packets.Serializer);
            Assert.Equal(PackedCanonical.Elements(packet.Arguments.Elements, packet.Arguments.Count, asJson: false), AllOf(arguments.View));
            if (bytes.AsSpan().IndexOf("_placeholder"u8) < 0)
            {
                Assert.Equal(PackedCanonical.Elements(packet.Arguments.Elements, packet.Arguments.Count, asJson: true), JsonOf(arguments));
            }

            Assert.Equal(read.DataCount, packet.Arguments.Count + (packet.Type == PacketType.Event ? 1 : 0));
        }
        else if (packet.Type == PacketType.Connect && read.DataKind == PackKind.Map)
        {
            Assert.Equal(JsonValueKind.Object, JsonElement.Parse(packet.Json.Span).ValueKind);
        }

        var id = packet.Id is { } number ? JavaScriptNumber.ToString(number) : null;
        return string.Create(CultureInfo.InvariantCulture, $"{(int)packet.Type} {packet.Namespace} {id} {data}");
    }

    private static string AllOf(in IncomingArguments arguments) => PackedCanonical.Elements(arguments.Elements, arguments.Count, asJson: false);

    private static string JsonOf(EventArguments arguments)
    {
        byte[][] attachments = [.. Enumerable.Range(0, arguments.AttachmentCount).Select(number => arguments.GetAttachment(number).ToArray())];
        return $"[{string.Join(',', Canonical.Elements(arguments.JsonView.Array.Span, attachments))}]";
    }
}
