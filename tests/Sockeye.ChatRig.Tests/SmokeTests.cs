using Sockeye.TestKit;

namespace Sockeye.ChatRig.Tests;

/// <summary>The whole rig at its smallest, so that it does not rot: that nothing is lost or doubled, never how fast anything is.</summary>
public sealed class SmokeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3); // the browser's driver may have to come first

    [Fact]
    public async Task Ten_clients_and_two_pages_get_all_that_is_said_once()
    {
        var (exitCode, table, errors) = await RunAsync("--clients", "10", "--rate", "20", "--warmup", "1", "--seconds", "2", "--budget", "60000");

        Assert.True(exitCode == 0, errors + table);
        Assert.Contains("| messages not acknowledged | 0 |", table);
        Assert.Contains("| receipts lost | 0 |", table);
        Assert.Contains("| receipts doubled | 0 |", table);
        Assert.DoesNotContain("NaN", table);
    }

    [Fact]
    public async Task A_page_slower_than_its_budget_is_a_failure()
    {
        var (exitCode, _, errors) = await RunAsync("--clients", "10", "--rate", "5", "--warmup", "1", "--seconds", "1", "--budget", "1");

        Assert.Equal(1, exitCode);
        Assert.Contains("The page was slower than its budget of 1 ms.", errors);
    }

    [Fact]
    public async Task Clients_that_make_no_whole_groups_are_answered_with_what_would_be_right()
    {
        var (exitCode, _, errors) = await RunAsync("--clients", "15");

        Assert.Equal(1, exitCode);
        Assert.Contains("--clients wants a multiple of 10 and not 15.", errors);
    }

    private static Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) =>
        RigProcess.RunAsync("Sockeye.ChatRig", Patience, arguments, TestContext.Current.CancellationToken);
}
