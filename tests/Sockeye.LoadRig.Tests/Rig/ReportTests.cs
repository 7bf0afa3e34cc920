using Sockeye.LoadRig.Generation;
using Sockeye.LoadRig.Rig;

namespace Sockeye.LoadRig.Tests.Rig;

public sealed class ReportTests
{
    private static readonly ServerSample Memory = new() { ResidentBytes = 1 << 20, ProportionalBytes = 1 << 20, HeapBytes = 1 << 20 };

    [Fact]
    public void The_ratio_pairs_the_runs_of_one_round()
    {
        var table = Table(Run("sockeye", 1, cpuSeconds: 1), Run("node", 1, cpuSeconds: 2), Run("sockeye", 2, cpuSeconds: 7), Run("node", 2, cpuSeconds: 10));

        Assert.Contains("0.60 (0.50–0.70)", table);
    }

    [Fact]
    public void A_run_whose_generator_was_too_busy_is_void_and_counts_nowhere()
    {
        var table = Table(Run("sockeye", 1, cpuSeconds: 1), Run("node", 1, cpuSeconds: 2), Run("sockeye", 2, cpuSeconds: 1), Run("node", 2, 8, 9.5));

        Assert.Contains("0.50 (0.50–0.50)", table);
        Assert.Contains("VOID: 1 of 2 runs", table);
    }

    private static string Table(params Measurement[] runs) => Report.Table(Plan.All[0], [Peer.Named("sockeye"), Peer.Named("node")], runs);

    private static Measurement Run(string peer, int round, double cpuSeconds, double generatorCpuSeconds = 5) => new()
    {
        Peer = peer,
        Workload = "echo",
        Round = round,
        Clients = 200,
        Before = Memory,
        After = Memory,
        Result = new GeneratorResult { Operations = 100_000, Seconds = 10, ServerCpuSeconds = cpuSeconds, GeneratorCpuSeconds = generatorCpuSeconds },
    };
}
