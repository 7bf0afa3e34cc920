using SQLitePCL;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Stores.Sqlite;

/// <summary>The SQLite that a process calls: callbacks that are in use are not taken away, neither the application's by the store nor the store's by the application.</summary>
public sealed class SqliteProviderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_function_of_the_applications_is_still_there_when_the_store_has_opened_its_file()
    {
        await using var child = new ChildProcess(SqliteChild.Start("provider", _folder.File("jobs.db")));

        await child.ReadUntilAsync("twice 42", TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_statement_can_still_be_cancelled_when_another_chooses_a_provider()
    {
        using var session = new SqliteSession(_folder.File("jobs.db"), create: true);
        using var cancellation = new CancellationTokenSource();
        session.CancelWith(CancellationToken.None);
        Batteries_V2.Init();
        session.CancelWith(cancellation.Token);

        Batteries_V2.Init();
        GC.Collect();
        GC.WaitForPendingFinalizers();

        const string many = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 100000) SELECT count(*) FROM numbers";
        Assert.Equal(100_000, session.TryNumber(many));
        cancellation.Cancel();
        Assert.Null(session.TryNumber(many));
    }
}
