using System.Runtime.Versioning;
using Microsoft.Data.Sqlite;
using Sockeye.Background.Proof.Chaos;
using Sockeye.Background.Tests.Stores.Sqlite;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Proof;

/// <summary>Processes that share a file are killed and made to stand still, one by one and all at once, and nothing is lost.</summary>
[Collection(nameof(Alone))]
[UnsupportedOSPlatform("windows")]
public sealed class SqliteProofTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static IEnumerable<object[]> Seeds => SeededRuns.Rows(1);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Whatever_is_killed_or_stands_still_every_promise_is_kept(int seed)
    {
        var options = new ProofOptions { Seed = seed, Store = "sqlite", Connection = _folder.File("jobs.db"), Folder = _folder.File(""), HoldDatabase = Hold, Until = ProofReport.HasAll }.Sized();

        var report = await ProofRun.RunAsync(options, TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper!.WriteLine(report.Summary);
        Assert.True(report.Violations.Count == 0, report.Describe(SeededRuns.Failed(seed)));
    }

    private SqliteConnection Hold()
    {
        var connection = new SqliteConnection($"Data Source={_folder.File("jobs.db")};Pooling=False");
        connection.Open();
        using var begin = new SqliteCommand("BEGIN IMMEDIATE", connection);
        begin.ExecuteNonQuery();
        return connection; // closed, and not kept in a pool, it rolls back
    }
}
