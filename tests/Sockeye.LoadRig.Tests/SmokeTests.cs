using System.Text.Json;
using Sockeye.LoadRig.Rig;
using Sockeye.TestKit;

namespace Sockeye.LoadRig.Tests;

/// <summary>The whole rig at its smallest, so that it does not rot: that it works, never how fast anything is.</summary>
public sealed class SmokeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6); // 24 runs; the JavaScript peer's packages may have to come first

    [Fact]
    public async Task Every_workload_runs_against_Sockeye_and_against_socket_io_on_Node()
    {
        var figures = Path.Combine(Directory.CreateTempSubdirectory("sockeye-load-rig").FullName, "figures.json");

        var (exitCode, tables, errors) = await RunAsync("--smoke", "--json", figures);

        Assert.True(exitCode == 0, errors);
        Assert.All(Plan.All, plan => Assert.Contains($"### {plan.Small().Title}", tables));
        var runs = JsonDocument.Parse(await File.ReadAllTextAsync(figures, TestContext.Current.CancellationToken)).RootElement.EnumerateArray();
        Assert.Equal(
            Plan.All.SelectMany(static plan => new[] { (plan.Name, "sockeye"), (plan.Name, "sockeye-transport"), (plan.Name, "node") }),
            runs.Select(static run => (run.GetProperty("Workload").GetString()!, run.GetProperty("Peer").GetString()!)));
        Assert.All(runs, static run => Assert.True(run.GetProperty("Result").GetProperty("Operations").GetInt64() > 0));
    }

    [Fact]
    public async Task An_unknown_workload_is_answered_with_what_there_is()
    {
        var (exitCode, _, errors) = await RunAsync("speed");

        Assert.Equal(1, exitCode);
        Assert.Contains("There is no workload speed.", errors);
        Assert.Contains("broadcast-8", errors);
    }

    private static Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) =>
        RigProcess.RunAsync("Sockeye.LoadRig", Patience, arguments, TestContext.Current.CancellationToken);
}
