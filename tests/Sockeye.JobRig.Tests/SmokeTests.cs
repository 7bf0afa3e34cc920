using System.Text.Json;
using Sockeye.TestKit;

namespace Sockeye.JobRig.Tests;

/// <summary>The whole rig at its smallest, so that it does not rot: that it works, never how fast anything is.</summary>
public sealed class SmokeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3); // BullMQ's packages may have to come first

    [Fact]
    public async Task Both_peers_do_all_their_jobs_on_each_of_their_stores()
    {
        var figures = Path.Combine(Directory.CreateTempSubdirectory("sockeye-job-rig").FullName, "figures.json");

        var (exitCode, tables, errors) = await RunAsync("--smoke", "--concurrency", "10", "--json", figures);

        Assert.True(exitCode == 0, errors);
        Assert.Contains("### PostgreSQL against PostgreSQL", tables);
        Assert.Contains("### In-process against network", tables);
        var runs = JsonDocument.Parse(await File.ReadAllTextAsync(figures, TestContext.Current.CancellationToken)).RootElement.EnumerateArray().ToArray();
        Assert.Equal(
            [("postgres", "sockeye"), ("postgres", "bullmq"), ("embedded", "sockeye"), ("embedded", "bullmq")],
            runs.Select(static run => (run.GetProperty("Table").GetString()!, run.GetProperty("Peer").GetString()!)));
        Assert.All(runs, static run => Assert.Null(run.GetProperty("Void").GetString())); // none was lost, none done twice
    }

    private static Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) =>
        RigProcess.RunAsync("Sockeye.JobRig", Patience, arguments, TestContext.Current.CancellationToken);
}
