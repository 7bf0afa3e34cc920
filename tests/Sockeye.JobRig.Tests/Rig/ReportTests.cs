using Sockeye.JobRig.Rig;

namespace Sockeye.JobRig.Tests.Rig;

public sealed class ReportTests
{
    [Fact]
    public void A_ratio_pairs_the_runs_of_one_round_and_the_median_of_the_rounds_counts()
    {
        var row = SockeyesRow(Run("sockeye", 1, 600, 8), Run("bullmq", 1, 200, 4), Run("sockeye", 2, 500, 2), Run("bullmq", 2, 500, 4), Run("sockeye", 3, 800, 1), Run("bullmq", 3, 400, 4));

        Assert.Contains("| 600 (500–800) | 2.00 |", row); // 3, 1 and 2 times as many
        Assert.Contains("| 2.0 (1.0–8.0) | 2.00 |", row); // half, twice and four times as soon
    }

    [Fact]
    public void A_void_run_counts_nowhere_nor_does_the_run_beside_it_as_a_ratio()
    {
        var row = SockeyesRow(Run("sockeye", 1, 600, 1), Run("bullmq", 1, 200, 1), Run("sockeye", 2, 500, 1), Run("bullmq", 2, 1, 1) with { Void = "a job was lost" });

        Assert.Contains("| 550 (500–600) | 3.00 |", row);
        Assert.Contains("VOID: 1 of 2 runs", Text(Run("bullmq", 1, 200, 1) with { Void = "a job was lost" }, Run("bullmq", 2, 300, 1)));
    }

    [Fact]
    public void Where_nothing_counts_there_is_no_figure() => Assert.Contains("| – | – | – | – | – | – | – | – |", SockeyesRow());

    [Fact]
    public void The_line_of_a_void_run_says_why() => Assert.EndsWith("VOID: a job was lost", Report.Line(Run("bullmq", 1, 200, 1) with { Void = "a job was lost" }));

    private static string SockeyesRow(params Measurement[] runs) =>
        Assert.Single(Text(runs).Split('\n'), static line => line.Contains("Sockeye, PostgreSQL", StringComparison.Ordinal));

    private static string Text(params Measurement[] runs) => Report.Text(Table.All[0], [Plan.All[1]], runs);

    private static Measurement Run(string peer, int round, double perSecond, double milliseconds) => new()
    {
        Table = "postgres",
        Peer = peer,
        Concurrency = 10,
        Round = round,
        EnqueuedPerSecond = perSecond,
        ProcessedPerSecond = perSecond,
        P50Milliseconds = milliseconds,
        P99Milliseconds = milliseconds,
        ForeignShare = 0,
    };
}
