using System.Globalization;
using System.Text.Json;
using Npgsql;

namespace Sockeye.Background.Postgres.Tests.Stores;

/// <summary>What a lease reads is bounded, however much there is that it must not start: counted in the server's own pages, which a busy machine does not change.</summary>
public sealed class PostgresLeaseScaleTests : OwnSchema
{
    [Fact]
    public async Task A_lease_passes_over_so_many_keys_at_most_whose_rates_let_nothing_start_and_the_next_goes_on()
    {
        await using var store = await PostgresStore.OpenAsync(Source, Schema);
        await store.RegisterAsync([new ListenerRegistration("placed", "stock", Rate: new StartRate(1, TimeSpan.FromHours(1), IsPerKey: true))], Cancelled);
        const int keys = 3_000;
        await FillAsync($"""
            INSERT INTO {Schema}.events (id, name, payload, priority, due, key, created, kept)
              SELECT gen_random_uuid(), 'placed', '1', 0, now(), 'k' || i, now(), false FROM generate_series(1, {keys + 1}) i;
            INSERT INTO {Schema}.jobs (event, listener, lane, hold, priority, due, wake, key, created)
              SELECT e.seq, l.id, l.lane, 0, 0, e.due, e.due, e.key, e.created FROM {Schema}.events e, {Schema}.listeners l ORDER BY e.seq;
            INSERT INTO {Schema}.rates SELECT l.id, 'k' || i, now() + interval '1 hour', 1 FROM {Schema}.listeners l, generate_series(1, {keys}) i;
            ANALYZE {Schema}.jobs; ANALYZE {Schema}.rates;
            """);

        var pages = await PagesAsync("stock", most: 1, "30 seconds");
        Assert.InRange(pages, 250, 20_000); // 200,000 where all are passed over in one step, by looks that each begin in front

        var (steps, leased) = (1, new List<LeasedJob>());
        while (leased.Count == 0)
        {
            var result = await store.LeaseAsync(new LeaseRequest("worker", [new ListenerSlots("placed", "stock", 1)], 1, TimeSpan.FromMinutes(1)), Cancelled);
            leased.AddRange(result.Jobs);
            Assert.True(leased.Count == 1 || result.NextDueIn == TimeSpan.Zero); // it is to ask again at once
            Assert.InRange(++steps, 0, keys / 100);
        }

        Assert.Equal("k3001", leased[0].Key); // the one behind them all
        Assert.Equal(keys, await ScalarAsync($"SELECT count(*) FROM {Schema}.jobs WHERE hold = 2"));
        Assert.InRange(await PagesAsync("stock", most: 1, "30 seconds"), 1, 200); // and then they cost nothing
    }

    [Fact]
    public async Task A_lease_reads_nothing_of_what_runs_for_longer_than_its_own_jobs_may()
    {
        await using var store = await PostgresStore.OpenAsync(Source, Schema);
        await store.RegisterAsync([new ListenerRegistration("placed", "mail")], Cancelled);
        await FillAsync($"""
            INSERT INTO {Schema}.jobs (event, listener, lane, state, hold, priority, due, wake, created, started, lease_end, lease_time)
              SELECT i, l.id, l.lane, 1, 0, 0, now(), now(), now(), now(), now() + interval '10 seconds' + i * interval '0.359 seconds',
                interval '10 seconds' + i * interval '0.359 seconds'
              FROM {Schema}.listeners l, generate_series(1, 10000) i;
            ANALYZE {Schema}.jobs;
            """);
        Assert.InRange(await PagesAsync("mail", most: 16, "10 seconds"), 1, 60); // 300 where it looks at all that runs for longer
    }

    // The least of some tries in one connection: what it reads of the catalogue, and reads anew when others have changed that, is not the lease's.
    private async Task<long> PagesAsync(string listener, int most, string duration)
    {
        await using var connection = await Source.OpenConnectionAsync(Cancelled);
        var least = long.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            await using var transaction = await connection.BeginTransactionAsync(Cancelled);
            await using var command = new NpgsqlCommand(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT * FROM {Schema}.lease('worker', ARRAY['placed'], ARRAY['{listener}'], ARRAY[{most}], {most}, '{duration}')"),
                connection,
                transaction);
            using var plan = JsonDocument.Parse((string)(await command.ExecuteScalarAsync(Cancelled))!);
            await transaction.RollbackAsync(Cancelled);
            var read = plan.RootElement[0].GetProperty("Plan");
            least = Math.Min(least, read.GetProperty("Shared Hit Blocks").GetInt64() + read.GetProperty("Shared Read Blocks").GetInt64());
        }

        return least;
    }

    private async Task FillAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancelled);
    }

    private async Task<long> ScalarAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(Cancelled))!;
    }
}
