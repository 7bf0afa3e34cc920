using System.Text.Json;
using Sockeye.TestKit;

namespace Sockeye.Events.Tests.Emitter.Differential;

public sealed class EmitterDifferentialTests
{
    private const int Scripts = 10_000;

    [Fact]
    public async Task Ten_thousand_random_scripts_do_what_they_do_in_Node()
    {
        var token = TestContext.Current.CancellationToken;
        await using var node = NodeProcess.Start("emitter.mjs");
        var lines = 0;
        for (var seed = 0; seed < Scripts; seed++)
        {
            var script = new ScriptWriter(seed).Write();
            var text = JsonSerializer.Serialize(script, JsonSerializerOptions.Web);
            var expected = JsonSerializer.Deserialize<string[]>(await node.AskAsync(text, token))!;
            var actual = ScriptPlayer.Play(script);

            Assert.True(
                expected.SequenceEqual(actual),
                $"Seed {seed}: {text}\nNode:\n{string.Join('\n', expected)}\nSockeye:\n{string.Join('\n', actual)}");
            lines += actual.Count;
        }

        Assert.Equal(0, await node.FinishAsync(token));
        Assert.InRange(lines, Scripts * 10, int.MaxValue); // the scripts have not run dry
    }
}
