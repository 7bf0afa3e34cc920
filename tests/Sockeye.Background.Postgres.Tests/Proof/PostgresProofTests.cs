using Sockeye.Background.Postgres.Tests.Outbox;
using Sockeye.Background.Proof.Chaos;
using Sockeye.TestKit;

namespace Sockeye.Background.Postgres.Tests.Proof;

/// <summary>Processes are killed and made to stand still, and so is their server killed, and nothing is lost.</summary>
[Collection(nameof(Alone))]
public sealed class PostgresProofTests
{
    public static IEnumerable<object[]> Seeds => SeededRuns.Rows(1);

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Whatever_is_killed_or_stands_still_every_promise_is_kept(int seed)
    {
        await using var server = new PostgresServer();
        await server.InitializeAsync();
        var folder = Directory.CreateTempSubdirectory("sockeye-proof-");
        var options = new ProofOptions
        {
            Seed = seed,
            Store = "postgres",
            Connection = $"{server.ConnectionString};Maximum Pool Size=10",
            Folder = folder.FullName,
            StopDatabase = server.KillAsync,
            StartDatabase = server.StartAsync,
            Until = ProofReport.HasAll,
        }.Sized();

        var report = await ProofRun.RunAsync(options, TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper!.WriteLine(report.Summary);
        Assert.True(report.Violations.Count == 0, report.Describe(SeededRuns.Failed(seed)));
        Assert.True(report.TakenOver > 0 && report.Slots > 0 && report.Duplicates > 0, report.Summary); // what the run was for has taken place
        folder.Delete(recursive: true);
    }
}
