using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sockeye.Background.Specification;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Stores.Sqlite;

/// <summary>Starts stores in files of their own, with a clock that a test moves.</summary>
internal static class SqliteStore
{
    public static async ValueTask<StoreUnderTest> StartAsync()
    {
        var folder = new TemporaryFolder();
        var time = new ManualTimeProvider();
        var others = new List<SqliteJobStore>();
        var store = await OpenAsync(folder.File("jobs.db"), time);
        return new StoreUnderTest(
            store,
            by =>
            {
                time.Advance(by);
                return ValueTask.CompletedTask;
            },
            async () =>
            {
                others.Add(await OpenAsync(folder.File("jobs.db"), time));
                return others[^1];
            },
            async () =>
            {
                foreach (var opened in others.Append(store))
                {
                    await opened.DisposeAsync();
                }

                folder.Dispose();
            },
            by =>
            {
                time.PutClock(by);
                return ValueTask.CompletedTask;
            });
    }

    public static async Task<SqliteJobStore> OpenAsync(string path, TimeProvider time, ILogger? logger = null)
    {
        var store = new SqliteJobStore(path, TimeSpan.FromSeconds(30), time, logger ?? NullLogger.Instance);
        await store.InitializeAsync(TestContext.Current.CancellationToken);
        return store;
    }
}
