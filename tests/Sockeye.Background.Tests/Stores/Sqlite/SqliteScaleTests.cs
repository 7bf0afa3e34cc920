using Microsoft.Extensions.Logging.Abstractions;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Stores.Sqlite;

/// <summary>A queue that nobody empties: what it costs to add to it and to take from it depends on what is done, not on what lies there.</summary>
[Collection(nameof(Alone))]
public sealed class SqliteScaleTests : IDisposable
{
    private const int Jobs = 1_000_000;
    private const int Page = 5_000;
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_million_queued_jobs_stay_fast_and_take_no_memory()
    {
        await using var store = new SqliteJobStore(_folder.File("jobs.db"), TimeSpan.FromSeconds(30), new ManualTimeProvider(), NullLogger.Instance);
        await store.InitializeAsync(Cancelled);
        await store.RegisterAsync([new ListenerRegistration("placed", "stock")], Cancelled);
        await AddAsync(store, Page);
        var (few, empty) = (await RunAsync(store), Memory());
        for (var added = Page; added < Jobs; added += Page)
        {
            await AddAsync(store, Page);
        }

        var (many, full) = (await RunAsync(store), Memory());
        var (waiting, counting) = await CountAsync(store);
        TestContext.Current.SendDiagnosticMessage(
            $"1,000 jobs leased and completed: {few} instructions with {Page} queued, {many} with {Jobs}; memory {empty >> 20} and {full >> 20} MB; counted in {counting}");

        Assert.Equal(Jobs - 2_000, waiting);
        Assert.InRange(full - empty, long.MinValue, 32 << 20); // the cache of its pages, which has a limit
        Assert.InRange(few, 1_000, 1_000_000); // they were counted
        Assert.InRange(many, few / 2, few * 3 / 2); // what lies there costs nothing
        Assert.InRange(counting, Jobs, Jobs * 20L); // in an index, and each once
    }

    private static async Task AddAsync(SqliteJobStore store, int count)
    {
        var events = Enumerable.Range(0, count)
            .Select(static number => new NewEvent { Id = Guid.CreateVersion7(), Name = "placed", Payload = "{\"order\":17}"u8.ToArray(), Priority = number % 3 })
            .ToArray();
        await store.AddAsync(events, Cancelled);
    }

    // In SQLite's own instructions, which neither a busy machine nor its disk changes.
    private static async Task<long> RunAsync(SqliteJobStore store)
    {
        await TakeStepsAsync(store);
        for (var round = 0; round < 10; round++)
        {
            var leased = await store.LeaseAsync(new LeaseRequest("tester", [new ListenerSlots("placed", "stock", 100)], 100, TimeSpan.FromMinutes(1)), Cancelled);
            Assert.Equal(100, leased.Jobs.Count);
            await store.SettleAsync([.. leased.Jobs.Select(static job => new Settlement(job.Hold, JobEnding.Complete))], Cancelled);
        }

        return await TakeStepsAsync(store);
    }

    private static Task<long> TakeStepsAsync(SqliteJobStore store) => store.File.Writer.WriteAsync(static session => session.TakeSteps(), Cancelled);

    private static Task<(long Waiting, long Steps)> CountAsync(SqliteJobStore store) => store.File.Readers.ReadAsync(
        static session =>
        {
            var counts = SqliteCatalog.Count(session, new JobFilter());
            return (counts.Single(static found => found.State == JobState.Waiting).Count, session.TakeSteps());
        },
        Cancelled);

    // What is held: how much the collector keeps for later depends on the machine.
    private static long Memory() => GC.GetTotalMemory(forceFullCollection: true) + SQLitePCL.raw.sqlite3_memory_used();
}
