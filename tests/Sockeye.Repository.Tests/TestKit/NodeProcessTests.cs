using Sockeye.TestKit;

namespace Sockeye.Repository.Tests.TestKit;

public sealed class NodeProcessTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_script_is_asked_and_answers_in_lines()
    {
        await using var node = NodeProcess.Start("echo-lines.mjs", "hello");

        Assert.Equal("started with hello", await node.ReadLineAsync(CancellationToken));
        Assert.Equal("you said: åß∂", await node.AskAsync("åß∂", CancellationToken));
        Assert.Equal(0, await node.FinishAsync(CancellationToken));
    }

    [Fact]
    public async Task What_a_script_says_before_it_dies_is_in_the_failure()
    {
        await using var node = NodeProcess.Start("echo-lines.mjs");
        await node.ReadLineAsync(CancellationToken);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => node.AskAsync("die", CancellationToken));

        Assert.Contains("ended with 3", failure.Message, StringComparison.Ordinal);
        Assert.Contains("dying as asked", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_that_hangs_is_ended_with_its_test()
    {
        var node = NodeProcess.Start("echo-lines.mjs");
        await node.ReadLineAsync(CancellationToken);
        await node.DisposeAsync();
    }
}
