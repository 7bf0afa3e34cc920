using System.Text;
using System.Text.Json;
using Sockeye.Protocol.EngineIO;
using Sockeye.TestKit;

namespace Sockeye.Protocol.Tests.EngineIO;

/// <summary>JSON-P in both directions: any payload is the string that a script sees, and any form is a payload or none.</summary>
public class JsonpFuzzTests
{
    private const int Inputs = 20_000;
    private static readonly string[] Pieces = ["d=", "&", "=", "%", "%4", "%41", "%zz", "\\n", "\\\\n", "\\", "+", "a", "2:40", "é", "\n", "\0"];

    [Fact]
    public void What_is_wrapped_is_what_the_script_says()
    {
        foreach (var seed in SeededRuns.Of(Inputs))
        {
            var random = new Random(seed);
            var text = Text(random);
            var script = Encoding.UTF8.GetString(Jsonp.Wrap("___eio[0]", Encoding.UTF8.GetBytes(text)));
            Assert.True(script.All(static character => character is not ('\u2028' or '\u2029' or < ' ')), SeededRuns.Failed(seed));
            var literal = script["___eio[0](".Length..^2];
            Assert.True(text == JsonSerializer.Deserialize<string>(literal), SeededRuns.Failed(seed));
        }
    }

    [Fact]
    public void What_a_client_posts_in_a_form_comes_out_as_it_was()
    {
        foreach (var seed in SeededRuns.Of(Inputs))
        {
            // A payload with a backslash before a line feed reads as another: the official client's escape cannot tell them apart.
            var text = Text(new Random(seed));
            while (text.Contains("\\\n", StringComparison.Ordinal))
            {
                text = text.Replace("\\\n", "\n", StringComparison.Ordinal);
            }

            var escaped = text.Replace("\\n", "\\\\n", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
            Assert.True(Jsonp.TryUnwrap(Encoding.UTF8.GetBytes($"x=1&d={Uri.EscapeDataString(escaped)}&y=2"), out var payload), SeededRuns.Failed(seed));
            Assert.True(text == Encoding.UTF8.GetString(payload), $"{SeededRuns.Failed(seed)} {JsonSerializer.Serialize(text)}");
        }
    }

    [Fact]
    public void No_form_makes_it_throw_and_none_grows()
    {
        var unwrapped = 0;
        foreach (var seed in SeededRuns.Of(Inputs))
        {
            var random = new Random(seed);
            var form = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => Pieces[random.Next(Pieces.Length)])));
            for (var flips = random.Next(2); flips > 0 && form.Length > 0; flips--)
            {
                form[random.Next(form.Length)] = (byte)random.Next(256);
            }

            if (Jsonp.TryUnwrap(form, out var payload))
            {
                unwrapped++;
                Assert.InRange(payload.Length, 0, form.Length);
                _ = Read(payload);
            }
        }

        Assert.InRange(unwrapped, Inputs / 20, Inputs);
    }

    private static int Read(byte[] payload)
    {
        var reader = new Payload3Reader(payload, isBinary: false);
        var packets = 0;
        while (reader.TryRead(out _))
        {
            packets++;
        }

        return packets;
    }

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => random.Next(3) == 0
        ? new[] { "\\n", "\\\\n", "\n", "\\", "\"", "\u2028", "\u2029", "\0", "👋", "</script>" }[random.Next(10)]
        : ((char)random.Next(1, 0xd7ff)).ToString()));
}
