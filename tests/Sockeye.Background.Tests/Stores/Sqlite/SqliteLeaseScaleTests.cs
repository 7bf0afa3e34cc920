using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Stores.Sqlite;

/// <summary>What a lease looks at is bounded, however much runs: counted in SQLite's own instructions, which neither a busy machine nor its disk changes.</summary>
public sealed class SqliteLeaseScaleTests : IDisposable
{
    private const int Running = 10_000;
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTimeProvider _time = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_lease_looks_at_nothing_of_what_runs_for_longer_than_its_own_jobs_may_unless_the_clock_was_put_back()
    {
        await using var store = await SqliteStore.OpenAsync(_folder.File("jobs.db"), _time);
        await store.RegisterAsync([new ListenerRegistration("placed", "mail"), new ListenerRegistration("printed", "binder")], Cancelled);
        await FillAsync(store);
        await LeaseAsync(store); // the first looks at all of it, since it knows of no time before

        Assert.InRange(await StepsAsync(store), 10, 1_000);
        _time.PutClock(-TimeSpan.FromHours(24));
        Assert.InRange(await StepsAsync(store), Running, Running * 100L);
        Assert.InRange(await StepsAsync(store), 10, 1_000);
        Assert.InRange(await LongestAsync(store), 0, 0); // none lasts for longer than it was taken for
    }

    [Fact]
    public async Task Of_two_processes_that_share_a_file_each_hears_of_a_clock_that_was_put_back_while_only_the_other_was_at_work()
    {
        await using var busy = await SqliteStore.OpenAsync(_folder.File("jobs.db"), _time);
        await busy.RegisterAsync([new ListenerRegistration("placed", "mail")], Cancelled);
        await using var idle = await SqliteStore.OpenAsync(_folder.File("jobs.db"), _time);
        await LeaseAsync(idle);
        _time.Advance(TimeSpan.FromHours(1));
        await FillAsync(busy);
        _time.PutClock(-TimeSpan.FromMinutes(30)); // still later than when the other last looked

        await LeaseAsync(idle);
        Assert.Equal(0, await LongestAsync(busy));
    }

    // By how many ticks a lease lasts for longer than it was taken for.
    private Task<long> LongestAsync(SqliteJobStore store) => store.File.Readers.ReadAsync(
        session => Math.Max(0, session.Prepare("SELECT max(lease_end - lease_time) - ?1 FROM sockeye_jobs WHERE state = 1").Bind(1, _time.GetUtcNow()).Number()!.Value),
        Cancelled);

    private Task<int> FillAsync(SqliteJobStore store)
    {
        var now = _time.GetUtcNow().UtcTicks;
        return store.File.Writer.WriteAsync(
            session => session.Prepare(
                """
                WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < ?1)
                INSERT INTO sockeye_jobs (event, listener, lane, state, hold, priority, due, created, started, lease_end, lease_time)
                  SELECT i, l.id, l.lane, 1, 0, 0, ?2, ?2, ?2, ?2 + 100000000 + i * 3590000, 100000000 + i * 3590000
                  FROM numbers CROSS JOIN sockeye_listeners l WHERE l.name = 'mail'
                """).Bind(1, (long)Running).Bind(2, now).Run(),
            Cancelled);
    }

    private static async Task<long> StepsAsync(SqliteJobStore store)
    {
        await store.File.Writer.WriteAsync(static session => session.TakeSteps(), Cancelled);
        await LeaseAsync(store);
        return await store.File.Writer.WriteAsync(static session => session.TakeSteps(), Cancelled);
    }

    private static async Task LeaseAsync(SqliteJobStore store) => Assert.Empty(
        (await store.LeaseAsync(new LeaseRequest("tester", [new ListenerSlots("printed", "binder", 16)], 16, TimeSpan.FromSeconds(10)), Cancelled)).Jobs);
}
