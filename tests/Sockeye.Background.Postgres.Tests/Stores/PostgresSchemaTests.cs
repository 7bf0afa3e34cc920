using System.Transactions;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Sockeye.TestKit;

namespace Sockeye.Background.Postgres.Tests.Stores;

/// <summary>Tables in versions.</summary>
public sealed class PostgresSchemaTests : OwnSchema
{
    [Fact]
    public async Task Many_nodes_that_start_together_make_one_schema()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => PostgresStore.OpenAsync(Source, Schema)))).DefaultTimeout();

        Assert.Equal(1L, await ScalarAsync($"SELECT count(*) FROM {Schema}.schema_version"));
        await stores[0].RegisterAsync([new ListenerRegistration("placed", "stock")], Cancelled);
        Assert.Single(await stores[7].GetListenersAsync(Cancelled));
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_schema_of_an_older_version_is_migrated_by_one_of_many_nodes_and_its_jobs_are_done()
    {
        await using (var store = await PostgresStore.OpenAsync(Source, Schema))
        {
            await store.RegisterAsync([new ListenerRegistration("placed", "stock")], Cancelled);
            await store.AddAsync([new NewEvent { Id = Guid.CreateVersion7(), Name = "placed", Payload = "{}"u8.ToArray() }], Cancelled);
        }

        // What the first version had: its tables, and functions that knew no others.
        await ScalarAsync($"""
            ALTER TABLE {Schema}.jobs DROP COLUMN lease_time, DROP COLUMN postponed;
            DROP TABLE {Schema}.workers;
            DROP FUNCTION {Schema}.report_worker, {Schema}.heed_clock, {Schema}.add_held_events, {Schema}.add_lone, {Schema}.lease;
            CREATE FUNCTION {Schema}.lease(text, text[], text[], int[], int, interval) RETURNS TABLE (id bigint, next_in interval) LANGUAGE sql AS 'SELECT NULL::bigint, NULL::interval';
            DELETE FROM {Schema}.schema_version;
            INSERT INTO {Schema}.schema_version VALUES (1);
            """);
        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => PostgresStore.OpenAsync(Source, Schema)))).DefaultTimeout();

        Assert.Equal([1, 6], await ColumnAsync($"SELECT version FROM {Schema}.schema_version ORDER BY version"));
        await stores[3].AddAsync([new NewEvent { Id = Guid.CreateVersion7(), Name = "placed", Payload = "{}"u8.ToArray() }], Cancelled);
        var leased = await stores[5].LeaseAsync(new LeaseRequest("worker", [new ListenerSlots("placed", "stock", 2)], 2, TimeSpan.FromMinutes(1)), Cancelled);
        Assert.Equal(2, leased.Jobs.Count);
        Assert.All(leased.Jobs, static job => Assert.Equal(0, job.Postponed));
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_schema_of_a_newer_version_is_refused_with_both_numbers()
    {
        await (await PostgresStore.OpenAsync(Source, Schema)).DisposeAsync();
        await ScalarAsync($"INSERT INTO {Schema}.schema_version VALUES (99)");

        var exception = await Assert.ThrowsAsync<JobStoreException>(() => PostgresStore.OpenAsync(Source, Schema));

        Assert.Equal(JobStoreFailure.NewerSchema, exception.Failure);
        Assert.Contains("version 99", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stores_in_schemas_of_their_own_know_nothing_of_each_other()
    {
        await using var one = await PostgresStore.OpenAsync(Source, Schema);
        await using var other = await PostgresStore.OpenAsync(Source, PostgresStore.NextSchema());

        await one.RegisterAsync([new ListenerRegistration("placed", "stock")], Cancelled);

        Assert.Empty(await other.GetListenersAsync(Cancelled));
    }

    [Fact]
    public async Task A_default_isolation_that_the_store_cannot_work_with_is_refused()
    {
        await using var strict = NpgsqlDataSource.Create($"{(await PostgresStore.ServerAsync()).ConnectionString};Options=-c default_transaction_isolation=serializable");

        var exception = await Assert.ThrowsAsync<JobStoreException>(() => PostgresStore.OpenAsync(strict, Schema));

        Assert.Contains("'serializable'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        await using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=postgres;Database=jobs;Timeout=2");
        await using var store = new PostgresJobStore(nowhere, ownsSource: false, Schema, TimeProvider.System, NullLogger.Instance);

        var exception = await Assert.ThrowsAsync<JobStoreException>(() => store.InitializeAsync(Cancelled).AsTask());

        Assert.Equal(JobStoreFailure.Unavailable, exception.Failure);
        Assert.Contains("'jobs on 127.0.0.1'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_emit_inside_a_transaction_scope_stays_when_that_is_rolled_back()
    {
        await using var store = await PostgresStore.OpenAsync(Source, Schema);
        await store.RegisterAsync([new ListenerRegistration("placed", "stock")], Cancelled);

        using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            await store.AddAsync([new NewEvent { Id = Guid.CreateVersion7(), Name = "placed", Payload = "{}"u8.ToArray() }], Cancelled);
        }

        Assert.Single(await store.ListAsync(new JobFilter(), new JobPage(), Cancelled));
    }

    private async Task<List<int>> ColumnAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Cancelled);
        var values = new List<int>();
        while (await reader.ReadAsync(Cancelled))
        {
            values.Add(reader.GetInt32(0));
        }

        return values;
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Cancelled);
    }
}
