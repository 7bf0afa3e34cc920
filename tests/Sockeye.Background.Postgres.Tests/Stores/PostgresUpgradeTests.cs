namespace Sockeye.Background.Postgres.Tests.Stores;

/// <summary>Nodes of two versions on one schema: what a running node asks is answered after a newer one has upgraded, and where it cannot be, it is told why and loses nothing.</summary>
public sealed class PostgresUpgradeTests : OwnSchema
{
    [Fact]
    public async Task A_running_node_goes_on_after_a_newer_one_has_made_answers_longer_and_cannot_be_started_again()
    {
        await using var running = await PostgresStore.OpenAsync(Source, Schema);
        await running.RegisterAsync([new ListenerRegistration("placed", "stock")], Cancelled);
        for (var i = 0; i < 10; i++)
        {
            await DoOneAsync(running); // often enough for its statements to be prepared
        }

        var hold = await LeaseAsync(running, add: true);
        await UpgradeAsync();

        Assert.Equal([true], await running.SettleAsync([new Settlement(hold, JobEnding.Complete)], Cancelled)); // what ran meanwhile counts
        for (var i = 0; i < 10; i++)
        {
            await DoOneAsync(running);
        }

        Assert.Equal(21, (await running.CountAsync(new JobFilter { States = [JobState.Completed] }, Cancelled)).Sum(static count => count.Count));
        var refused = await Assert.ThrowsAsync<JobStoreException>(() => PostgresStore.OpenAsync(Source, Schema));
        Assert.Equal(JobStoreFailure.NewerSchema, refused.Failure);
    }

    [Fact]
    public async Task A_running_node_goes_on_at_once_however_many_of_its_connections_have_prepared_a_shorter_answer()
    {
        const int connections = 20;
        await using var running = await PostgresStore.OpenAsync(Source, Schema);
        await running.RegisterAsync([new ListenerRegistration("placed", "stock")], Cancelled);
        var request = new LeaseRequest("worker", [new ListenerSlots("placed", "stock", 1)], 1, TimeSpan.FromMinutes(1));
        var opened = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Source.OpenConnectionAsync(Cancelled).AsTask()));
        foreach (var connection in opened)
        {
            await connection.DisposeAsync();
        }

        for (var i = 0; i < 10 * connections; i++)
        {
            Assert.Empty((await running.LeaseAsync(request, Cancelled)).Jobs); // the pool gives one after the other
        }

        await UpgradeAsync();

        Assert.Empty((await running.LeaseAsync(request, Cancelled)).Jobs);
    }

    [Fact]
    public async Task A_running_node_that_asks_for_what_is_gone_is_told_why_and_loses_nothing()
    {
        await using var running = await PostgresStore.OpenAsync(Source, Schema);
        await running.RegisterAsync([new ListenerRegistration("placed", "stock")], Cancelled);
        var hold = await LeaseAsync(running, add: true);
        await ExecuteAsync($"ALTER FUNCTION {Schema}.settle RENAME TO settle_anew; ALTER FUNCTION {Schema}.add_lone RENAME TO add_one");

        var settling = await Assert.ThrowsAsync<JobStoreException>(() => running.SettleAsync([new Settlement(hold, JobEnding.Complete)], Cancelled).AsTask());
        var adding = await Assert.ThrowsAsync<JobStoreException>(() => running.AddAsync([Event()], Cancelled).AsTask());

        Assert.All([settling, adding], static exception => Assert.Equal((JobStoreFailure.NewerSchema, false), (exception.Failure, exception.IsTransient)));
        Assert.Contains("start it anew with that version", settling.Message, StringComparison.Ordinal);
        Assert.Equal(JobState.Running, Assert.Single(await running.ListAsync(new JobFilter(), new JobPage(), Cancelled)).State); // until its lease lapses
    }

    [Fact]
    public async Task What_nodes_of_versions_before_ask_for_is_still_there_and_answers_begin_as_they_did()
    {
        await (await PostgresStore.OpenAsync(Source, Schema)).DisposeAsync();
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var command = Source.CreateCommand($"""
            SELECT p.proname || '(' || oidvectortypes(p.proargtypes) || ')', coalesce(
              (SELECT string_agg(a.name || ' ' || format_type(a.type, NULL), ', ' ORDER BY a.ord)
                FROM unnest(p.proallargtypes, p.proargmodes::text[], p.proargnames) WITH ORDINALITY AS a (type, mode, name, ord) WHERE a.mode IN ('o', 't')),
              pg_get_function_result(p.oid))
            FROM pg_proc p WHERE p.pronamespace = '{Schema}'::regnamespace
            UNION ALL SELECT c.relname, string_agg(a.attname || ' ' || format_type(a.atttypid, NULL), ', ' ORDER BY a.attnum)
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 WHERE c.relnamespace = '{Schema}'::regnamespace AND c.relkind = 'c' GROUP BY c.relname
            """);
        await using var rows = await command.ExecuteReaderAsync(Cancelled);
        while (await rows.ReadAsync(Cancelled))
        {
            answers.Add(rows.GetString(0).Replace($"{Schema}.", "", StringComparison.Ordinal), rows.GetString(1).Replace($"{Schema}.", "", StringComparison.Ordinal));
        }

        Assert.All(AskedByVersion5, asked =>
        {
            Assert.True(answers.TryGetValue(asked.Key, out var answer), $"{asked.Key} is gone: there are {string.Join(", ", answers.Keys)}");
            Assert.StartsWith(asked.Value, answer, StringComparison.Ordinal);
        });
    }

    // What nodes of that version call, by position, and what they read of it. It is never changed, only dropped with the version's support.
    private static readonly Dictionary<string, string> AskedByVersion5 = new(StringComparer.Ordinal)
    {
        ["add_batch(uuid, text, new_event[])"] = "SETOF add_result",
        ["add_events(new_event[], uuid)"] = "SETOF add_result",
        ["add_held_events(new_event[], interval[])"] = "SETOF add_result",
        ["add_lone(uuid, text, bytea, text, text, integer, interval, timestamp with time zone, smallint)"] = "integer",
        ["add_result"] = "ord integer, outcome smallint, event_id uuid, jobs integer",
        ["cancel(bigint[])"] = "integer",
        ["claim_slot(text, bigint, timestamp with time zone, timestamp with time zone, boolean, new_event[])"] =
            "outcome smallint, new_version bigint, add_outcome smallint, event_id uuid, jobs integer",
        ["clock()"] = "timestamp with time zone",
        ["lease(text, text[], text[], integer[], integer, interval)"] =
            "id bigint, token bigint, event_id uuid, event text, listener text, queue text, payload bytea, attempt integer, created timestamp with time zone, "
            + "due timestamp with time zone, leased timestamp with time zone, priority integer, key text, unique_key text, batch uuid, schedule text, "
            + "slot timestamp with time zone, trace_parent text, trace_state text, next_in interval, postponed integer",
        ["new_events(uuid[], text[], bytea[], text[], text[], integer[], interval[], timestamp with time zone[], text[], interval[], text[], text[], "
            + "timestamp with time zone[], smallint[])"] = "new_event[]",
        ["oldest_due(bigint)"] = "timestamp with time zone",
        ["register(text[], text[], text[], integer[], integer[], interval[], boolean[])"] = "void",
        ["renew(bigint[], bigint[], interval)"] = "ord integer, cancel_requested boolean",
        ["replay(bigint[])"] = "integer",
        ["report(bigint, bigint, bytea)"] = "boolean",
        ["report_worker(uuid, text, integer, integer, interval)"] = "void",
        ["settle(bigint[], bigint[], smallint[], interval[], smallint[], text[], text[], text[])"] = "counted integer[], woken boolean",
        ["sweep(interval, interval, interval, interval, integer)"] = "integer",
    };

    private static NewEvent Event() => new() { Id = Guid.CreateVersion7(), Name = "placed", Payload = "{}"u8.ToArray() };

    private static async Task<LeaseHold> LeaseAsync(PostgresJobStore store, bool add)
    {
        if (add)
        {
            Assert.Equal(AddOutcome.Added, Assert.Single(await store.AddAsync([Event()], Cancelled)).Outcome);
        }

        var request = new LeaseRequest("worker", [new ListenerSlots("placed", "stock", 1)], 1, TimeSpan.FromMinutes(1));
        return Assert.Single((await store.LeaseAsync(request, Cancelled)).Jobs).Hold;
    }

    private static async Task DoOneAsync(PostgresJobStore store)
    {
        var hold = await LeaseAsync(store, add: true);
        Assert.Equal([RenewResult.Renewed], await store.RenewAsync([hold], TimeSpan.FromMinutes(1), Cancelled));
        Assert.Equal([true], await store.SettleAsync([new Settlement(hold, JobEnding.Complete)], Cancelled));
    }

    // As a version to come may: what is new comes last, in tables and in answers.
    private async Task UpgradeAsync()
    {
        var lease = await ScalarAsync($"SELECT pg_get_functiondef('{Schema}.lease'::regproc)");
        var longer = lease.Replace("taken_back bigint[])", "taken_back bigint[], more integer)", StringComparison.Ordinal)
            .Replace("NULL::bigint[]\n", "NULL::bigint[], 7\n", StringComparison.Ordinal);
        Assert.Equal(lease.Length + ", more integer".Length + ", 7".Length, longer.Length);
        await ExecuteAsync($"""
            BEGIN;
            ALTER TABLE {Schema}.jobs ADD COLUMN more int NOT NULL DEFAULT 0;
            DROP FUNCTION {Schema}.lease;
            {longer};
            INSERT INTO {Schema}.schema_version VALUES (99);
            COMMIT;
            """);
    }

    private async Task<string> ScalarAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync(Cancelled))!;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancelled);
    }
}
