using System.Data.Common;
using System.Diagnostics;
using System.Text;
using Microsoft.Data.Sqlite;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Outbox;

public sealed class OutboxRelayTests : OutboxTest
{
    [Fact]
    public async Task What_was_committed_is_moved_with_the_id_that_the_emit_answered()
    {
        var id = await PlaceAsync();
        Assert.Empty(await JobsAsync());
        using var relay = Relay();
        Assert.Equal(1, await relay.PassAsync(Cancelled));
        var job = Assert.Single(await JobsAsync());
        Assert.Equal(id, job.EventId);
        Assert.Equal("{\"number\":17}", Encoding.UTF8.GetString(job.Payload.Span));
        Assert.Equal(0, await CountAsync(OutboxTable.Name));
        Assert.Equal(0, await relay.PassAsync(Cancelled));
        Assert.Equal(["sockeye.background.outbox.moved 1 {event}"], Moved);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(2_000)] // where the application's own options allow it
    public void A_payload_is_read_again_however_deep_it_is(int depth)
    {
        var payload = new string('[', depth) + new string(']', depth);
        var row = OutboxJson.Write(new NewEvent { Id = Guid.CreateVersion7(), Name = "placed", Payload = Encoding.UTF8.GetBytes(payload) }, Time.GetUtcNow());

        Assert.Equal(payload, Encoding.UTF8.GetString(OutboxJson.Read(row, null).Payload.Span));
    }

    [Fact]
    public async Task The_trace_of_the_emitter_comes_along()
    {
        using var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C);
        request.TraceStateString = "shop=1";
        request.Start();
        await PlaceAsync();
        request.Stop();
        using var relay = Relay();
        await relay.PassAsync(Cancelled);

        var leased = await Store.LeaseAsync(new LeaseRequest("tester", [new ListenerSlots("placed", "stock", 1)], 1, TimeSpan.FromMinutes(1)), Cancelled);
        Assert.Equal((request.Id, "shop=1"), (Assert.Single(leased.Jobs).TraceParent, leased.Jobs[0].TraceState));
    }

    [Fact]
    public async Task A_rollback_leaves_nothing()
    {
        await PlaceAsync(commit: false);
        using var relay = Relay();
        Assert.Equal(0, await relay.PassAsync(Cancelled));
        Assert.Empty(await JobsAsync());
        Assert.Equal(0, await CountAsync("orders"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("order-17")]
    public async Task A_relay_that_dies_before_it_adds_loses_nothing(string? uniqueKey)
    {
        await PlaceAsync(options: new BackgroundEmitOptions { UniqueKey = uniqueKey });
        using var dying = Relay(CrashingStore.Wrap(Store, adds: false));
        await Assert.ThrowsAsync<IOException>(() => dying.PassAsync(Cancelled));
        Assert.Empty(await JobsAsync());
        Assert.Equal(1, await CountAsync(OutboxTable.Name));

        using var next = Relay();
        await next.PassAsync(Cancelled);
        Assert.Single(await JobsAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("order-17")]
    public async Task A_relay_that_dies_after_it_has_added_doubles_nothing(string? uniqueKey)
    {
        await PlaceAsync(options: new BackgroundEmitOptions { UniqueKey = uniqueKey });
        using var dying = Relay(CrashingStore.Wrap(Store, adds: true));
        await Assert.ThrowsAsync<IOException>(() => dying.PassAsync(Cancelled));
        Assert.Single(await JobsAsync());
        Assert.Equal(1, await CountAsync(OutboxTable.Name));

        using var next = Relay();
        Assert.Equal(1, await next.PassAsync(Cancelled));
        Assert.Single(await JobsAsync());
        Assert.Equal(0, await CountAsync(OutboxTable.Name));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("order-17")] // which is free again when the job is removed: it is the row's own id that tells
    public async Task A_row_that_was_added_is_known_again_after_its_job_was_done_and_removed(string? uniqueKey)
    {
        await PlaceAsync(options: new BackgroundEmitOptions { UniqueKey = uniqueKey });
        using var dying = Relay(CrashingStore.Wrap(Store, adds: true));
        await Assert.ThrowsAsync<IOException>(() => dying.PassAsync(Cancelled));
        var leased = await Store.LeaseAsync(new LeaseRequest("tester", [new ListenerSlots("placed", "stock", 1)], 1, TimeSpan.FromMinutes(1)), Cancelled);
        await Store.SettleAsync([new Settlement(leased.Jobs[0].Hold, JobEnding.Complete)], Cancelled);
        await Store.SweepAsync(new RetentionPolicy(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero), Cancelled);
        Assert.Empty(await JobsAsync());

        using var next = Relay();
        Assert.Equal(1, await next.PassAsync(Cancelled));
        Assert.Empty(await JobsAsync());
        Assert.Equal(0, await CountAsync(OutboxTable.Name));
    }

    [Fact]
    public async Task A_relay_that_dies_while_it_deletes_doubles_nothing()
    {
        await PlaceAsync();
        await using (var connection = await OpenAsync())
        {
            await ExecuteAsync(connection, $"CREATE TRIGGER dies BEFORE DELETE ON {OutboxTable.Name} BEGIN SELECT RAISE(ROLLBACK, 'died'); END");
            using var dying = Relay();
            await Assert.ThrowsAsync<SqliteException>(() => dying.PassAsync(Cancelled));
            await ExecuteAsync(connection, "DROP TRIGGER dies");
        }

        using var next = Relay();
        await next.PassAsync(Cancelled);
        Assert.Single(await JobsAsync());
        Assert.Equal(0, await CountAsync(OutboxTable.Name));
    }

    [Fact]
    public async Task Many_relays_at_once_move_each_row_once()
    {
        const int rows = 150;
        for (var i = 0; i < rows; i++)
        {
            await PlaceAsync();
        }

        OutboxRelay[] relays = [.. Enumerable.Range(0, 4).Select(_ => Relay(batchSize: 40))];
        await Task.WhenAll(relays.Select(static relay => Task.Run(() => relay.PassAsync(Cancelled), Cancelled))).DefaultTimeout();
        Array.ForEach(relays, static relay => relay.Dispose());
        Assert.Equal(rows, (await JobsAsync()).Select(static job => job.EventId).Distinct().Count());
        Assert.Equal(0, await CountAsync(OutboxTable.Name));
    }

    [Fact]
    public async Task The_relay_makes_its_table_and_looks_again_at_every_interval()
    {
        await using (var connection = await OpenAsync())
        {
            await ExecuteAsync(connection, $"DROP TABLE {OutboxTable.Name}");
        }

        using var relay = Relay();
        await relay.StartAsync(Cancelled);
        await PlaceAsync();
        await Eventually.TrueAsync(async () =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(250));
            return (await JobsAsync()).Count > 0;
        });

        await relay.StopAsync(Cancelled).DefaultTimeout();
    }

    [Fact]
    public async Task What_was_said_of_an_emit_is_kept_in_the_outbox()
    {
        var (due, delay) = (Time.GetUtcNow() + TimeSpan.FromHours(1), TimeSpan.FromMinutes(5));
        await PlaceAsync(options: new BackgroundEmitOptions { Priority = -3, Key = "shop 4", UniqueKey = "order-17", At = due, Delay = delay });
        await PlaceAsync(options: new BackgroundEmitOptions { Delay = delay });
        Time.Advance(TimeSpan.FromMinutes(1)); // it lies for a while
        using var relay = Relay();
        await relay.PassAsync(Cancelled);
        var jobs = await JobsAsync();
        Assert.Equal((-3, "shop 4", "order-17", due), (jobs[0].Priority, jobs[0].Key, jobs[0].UniqueKey, jobs[0].Due));
        Assert.Equal(Time.GetUtcNow() - TimeSpan.FromMinutes(1) + delay, jobs[1].Due);
    }

    [Fact]
    public async Task An_event_that_nobody_is_known_for_is_kept_since_it_cannot_be_refused_any_more()
    {
        await PlaceAsync(eventName: "unheard");
        using var relay = Relay();
        await relay.PassAsync(Cancelled);
        Assert.Empty(await JobsAsync());
        await Store.RegisterAsync([new ListenerRegistration("unheard", "late")], Cancelled);
        Assert.Equal("late", Assert.Single(await JobsAsync()).Listener);
    }

    [Fact]
    public async Task A_row_that_is_no_emit_is_told_of_once_however_often_the_outbox_is_looked_into_and_anew_when_it_is_back()
    {
        var log = new RecordingLog();
        using var relay = Relay(batchSize: 1, log: log);
        await using var connection = await OpenAsync();
        for (var round = 1; round <= 2; round++)
        {
            await ExecuteAsync(connection, $"INSERT INTO {OutboxTable.Name} VALUES ('0-nobodys', 'who knows'), ('zzz', '[]')");
            for (var pass = 0; pass < 3; pass++)
            {
                var id = await PlaceAsync(); // between them
                Assert.Equal(1, await relay.PassAsync(Cancelled));
                Assert.Contains(await JobsAsync(), job => job.EventId == id);
            }

            Assert.Equal(2 * round, log.Complaints.Count);
            Assert.Equal(2 * round, Moved.Count(static line => line == "sockeye.background.outbox.unreadable 1 {row}"));
            await ExecuteAsync(connection, $"DELETE FROM {OutboxTable.Name}");
            await relay.PassAsync(Cancelled);
        }

        Assert.Contains("zzz", log.Complaints.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void So_many_rows_that_are_no_emits_are_remembered_at_most()
    {
        var rows = new UnreadableRows();
        var ids = Enumerable.Range(0, UnreadableRows.Most + 500).Select(static id => $"{id}").ToArray();
        Assert.Equal(UnreadableRows.Most, ids.Count(rows.IsNew));
        rows.EndPass();
        rows.BeginPass();
        Assert.Equal(0, ids.Count(rows.IsNew));
        rows.EndPass();
        rows.BeginPass();
        Assert.Equal(0, ids.Skip(300).Count(rows.IsNew)); // the first have gone, which is known when all was read
        rows.EndPass();
        rows.BeginPass();
        Assert.Equal(300, ids.Skip(300).Count(rows.IsNew));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"name":"placed","payload":1,"priority":"high"}""")]
    [InlineData("""{"name":"placed","payload":1,"priority":0.5}""")]
    [InlineData("""{"name":"placed","payload":1,"notBefore":"soon"}""")]
    [InlineData("""{"name":"","payload":1}""")]
    [InlineData("""{"name":"placed","payload":1,"key":"a\u0000"}""")]
    [InlineData("""{"name":"placed","payload":1,"uniqueKey":"a","uniqueFor":9223372036854775807}""")] // more than stores can reckon with
    public async Task A_row_that_is_no_emit_stays_and_holds_up_none(string emit)
    {
        await using (var connection = await OpenAsync())
        {
            await ExecuteAsync(connection, $"INSERT INTO {OutboxTable.Name} VALUES ('{Guid.Empty.ToString()[..^1]}1', '{emit}')");
        }

        await PlaceAsync();
        using var relay = Relay(batchSize: 1);
        await relay.PassAsync(Cancelled);
        Assert.Single(await JobsAsync());
        Assert.Equal(1, await CountAsync(OutboxTable.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("no id of ours")]
    public async Task A_row_whose_id_is_none_of_ours_stays_and_holds_up_none(string id)
    {
        await using (var connection = await OpenAsync())
        {
            await ExecuteAsync(connection, $"INSERT INTO {OutboxTable.Name} VALUES ('{id}', '{{\"name\":\"placed\",\"payload\":1}}')");
        }

        await PlaceAsync();
        using var relay = Relay(batchSize: 1);
        await relay.PassAsync(Cancelled);
        await relay.PassAsync(Cancelled);
        Assert.Single(await JobsAsync());
        Assert.Equal(1, await CountAsync(OutboxTable.Name));
    }

    [Fact]
    public async Task A_transaction_that_has_ended_and_a_table_that_is_missing_are_named()
    {
        await using var connection = await OpenAsync();
        await using (var ended = await connection.BeginTransactionAsync(Cancelled))
        {
            await ended.CommitAsync(Cancelled);
            var late = await Assert.ThrowsAsync<InvalidOperationException>(() => Events.EmitAsync("placed", 1, ended, null, Cancelled).AsTask());
            Assert.Contains("committed or rolled back", late.Message, StringComparison.Ordinal);
        }

        await ExecuteAsync(connection, $"DROP TABLE {OutboxTable.Name}");
        await using DbTransaction transaction = await connection.BeginTransactionAsync(Cancelled);
        var missing = await Assert.ThrowsAsync<InvalidOperationException>(() => Events.EmitAsync("placed", 1, transaction, null, Cancelled).AsTask());
        Assert.Contains("OutboxTable.CreateAsync", missing.Message, StringComparison.Ordinal);
    }
}
