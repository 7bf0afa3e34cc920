using System.Text;
using Sockeye.Protocol.EngineIO;
using Sockeye.Protocol.SocketIO;
using Sockeye.TestKit;

namespace Sockeye.Protocol.Tests.SocketIO.Differential;

/// <summary>The encoder beside the official one: the same bytes, text and attachments.</summary>
public class EncoderDifferentialTests(OfficialParser official)
{
    private const int Cases = 5_000;

    [Theory]
    [MemberData(nameof(SeededRuns.Rows), 2, MemberType = typeof(SeededRuns))]
    public async Task Random_values_are_the_same_bytes_from_both_parsers(int seed)
    {
        var values = new RandomValues(seed);
        var random = new Random(seed);
        var ours = new List<byte[][]>();
        var questions = new List<object>();
        for (var i = 0; i < Cases; i++)
        {
            var ns = i % 3 == 0 ? "/" : i % 3 == 1 ? "/admin" : "/\u00fc/x";
            ulong? id = i % 2 == 0 ? null : (ulong)random.Next();
            var name = values.NextText();
            var arguments = Enumerable.Range(0, random.Next(4)).Select(_ => values.Next()).ToArray();
            var isEvent = i % 4 > 0 || id is null;
            object?[] sent = [.. arguments.Select(argument => argument.Value)];
            ours.Add(Encode(isEvent ? Packets.Codec.EncodeEvent(ns, id, name, sent) : Packets.Codec.EncodeAck(ns, id!.Value, sent)));
            object[] described = [.. arguments.Select(argument => argument.Description)];
            questions.Add(new
            {
                type = (int)(isEvent ? PacketType.Event : PacketType.Ack),
                nsp = ns,
                id,
                data = new { a = isEvent ? [RandomValues.Describe(name), .. described] : described },
            });
        }

        var theirs = await official.AskAsync(new { encode = questions });

        for (var i = 0; i < Cases; i++)
        {
            Assert.Equal(theirs[i].EnumerateArray().Select(part => Show(part.GetBytesFromBase64())), ours[i].Select(Show));
        }
    }

    private static byte[][] Encode(MessageBuffer buffer)
    {
        var (text, attachments) = buffer.Parts();
        return [Encoding.UTF8.GetBytes(text), .. attachments];
    }

    private static string Show(byte[] part) => Encoding.Latin1.GetString(part);
}
