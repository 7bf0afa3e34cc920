using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using Sockeye.TestKit;

namespace Sockeye.Background.Postgres.Tests.Stores;

/// <summary>What nodes tell each other.</summary>
public sealed class PostgresWakeUpTests : OwnSchema
{
    private const int Events = 400;

    private PostgresJobStore? _store;

    private PostgresJobStore Store => _store ?? throw new InvalidOperationException("The test has not started.");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _store = await PostgresStore.OpenAsync(Source, Schema);
        await _store.RegisterAsync([new ListenerRegistration("placed", "stock"), new ListenerRegistration("ended", "tell")], Cancelled);
    }

    public override async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Work_that_one_node_adds_wakes_up_another()
    {
        await using var other = await PostgresStore.OpenAsync(Source, Schema);
        Assert.Equal(WakeUps.Cancellation, await WaitAsync(other, 0, WakeUps.Cancellation)); // it listens, and lets everybody look once

        var before = other.Signal.Version;
        await Store.AddAsync([Event()], Cancelled);

        Assert.Equal(WakeUps.Work, await WaitAsync(other, before, WakeUps.Work));
    }

    [Fact]
    public async Task A_burst_of_events_is_told_a_few_times_and_never_once_for_each()
    {
        var (told, time, schema) = (new ConcurrentQueue<string>(), new ManualTimeProvider(), PostgresStore.NextSchema());
        await using var connection = await Source.OpenConnectionAsync(Cancelled);
        connection.Notification += (_, notification) => Count(told, notification.Payload);
        await using (var listen = new NpgsqlCommand($"LISTEN {schema}", connection))
        {
            await listen.ExecuteNonQueryAsync(Cancelled);
        }

        await using var store = await PostgresStore.OpenAsync(Source, schema, time);
        await store.RegisterAsync([new ListenerRegistration("placed", "stock")], Cancelled);
        await HearAsync(1);
        for (var i = 0; i < Events; i++)
        {
            await store.AddAsync([Event()], Cancelled);
        }

        await Eventually.TrueAsync(() => time.ArmedTimers > 0); // until the store waits with what it has to tell

        await AskAsync();
        Assert.Single(told);
        time.Advance(TimeSpan.FromMilliseconds(6));
        await HearAsync(2); // of all of them

        time.Advance(TimeSpan.FromMilliseconds(5));
        await store.AddAsync([Event()], Cancelled);
        await AskAsync();
        Assert.Equal(3, told.Count); // along with the first after a while
        await store.AddAsync([Event()], Cancelled);
        await AskAsync();
        Assert.Equal(3, told.Count);

        async Task HearAsync(int many)
        {
            while (told.Count < many)
            {
                await connection.WaitAsync(Cancelled).DefaultTimeout();
            }
        }

        async Task AskAsync()
        {
            await using var ask = new NpgsqlCommand("SELECT 1", connection);
            await ask.ExecuteNonQueryAsync(Cancelled);
        }
    }

    [Fact]
    public async Task Many_transactions_that_emit_are_told_a_few_times_and_each_commit_is_heard_of()
    {
        const int Transactions = 50;
        var (told, time, schema) = (new ConcurrentQueue<string>(), new ManualTimeProvider(), PostgresStore.NextSchema());
        await using var connection = await Source.OpenConnectionAsync(Cancelled);
        connection.Notification += (_, notification) => Count(told, notification.Payload);
        await ExecuteAsync(connection, $"LISTEN {schema}");
        await using var store = await PostgresStore.OpenAsync(Source, schema, time);
        await store.RegisterAsync([new ListenerRegistration("placed", "stock")], Cancelled);
        await HearAsync(1);
        time.Advance(TimeSpan.FromMilliseconds(20));

        for (var i = 0; i < Transactions; i++)
        {
            await using var client = await Source.OpenConnectionAsync(Cancelled);
            await using var transaction = await client.BeginTransactionAsync(Cancelled);
            Assert.Equal(AddOutcome.Added, (await store.AddInAsync(transaction, Event(), Cancelled)).Outcome);
            await transaction.CommitAsync(Cancelled);
        }

        await ExecuteAsync(connection, "SELECT 1");
        Assert.Equal(2, told.Count); // the first of them
        await HearAsync(3, TimeSpan.FromMilliseconds(5)); // the others
        await PassManyAsync(20);
        Assert.InRange(told.Count, 3, 4);

        // Told by nobody while it is open, and soon after it has committed.
        await using var late = await Source.OpenConnectionAsync(Cancelled);
        await using var open = await late.BeginTransactionAsync(Cancelled);
        await store.AddAsync([Event()], Cancelled); // may tell, so that the next does not
        await store.AddInAsync(open, Event(), Cancelled);
        await PassManyAsync(100);
        var before = (Told: told.Count, store.Signal.Version);
        await open.CommitAsync(Cancelled);
        await HearAsync(before.Told + 1, TimeSpan.FromMilliseconds(50));
        Assert.Equal(WakeUps.Work, await WaitAsync(store, before.Version, WakeUps.Work)); // this node too

        Task HearAsync(int many, TimeSpan step = default) => Eventually.TrueAsync(async () =>
        {
            if (told.Count < many)
            {
                await PassAsync(step);
            }

            return told.Count >= many;
        });

        async Task PassManyAsync(int times)
        {
            for (var i = 0; i < times; i++)
            {
                await PassAsync(TimeSpan.FromMilliseconds(50));
            }
        }

        async Task PassAsync(TimeSpan step)
        {
            Cancelled.ThrowIfCancellationRequested();
            time.Advance(step);
            await Task.Yield(); // behind what the pool has to do
            await ExecuteAsync(connection, "SELECT 1");
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancelled);
    }

    [Fact]
    public async Task A_batch_ends_with_the_payload_that_every_store_writes()
    {
        var id = Guid.CreateVersion7();
        await Store.AddBatchAsync(new NewBatch(id, [Event(), Event()], "ended"), Cancelled);
        var request = new LeaseRequest("tester", [new("placed", "stock", 10), new("ended", "tell", 10)], 10, TimeSpan.FromSeconds(30));
        var jobs = (await Store.LeaseAsync(request, Cancelled)).Jobs;

        await Store.SettleAsync([new(jobs[0].Hold, JobEnding.Complete), new(jobs[1].Hold, JobEnding.Bury)], Cancelled);

        var end = Assert.Single((await Store.LeaseAsync(request, Cancelled)).Jobs);
        Assert.Equal(BatchCompletionPayload.Write(new BatchCompletion(id, 2, 1, 1, 0)), end.Payload.ToArray());
        Assert.Equal(7, end.EventId.Version);
        Assert.Equal(2, JsonSerializer.Deserialize<BatchCompletion>(end.Payload.Span, JsonSerializerOptions.Web)!.Total);
    }

    // A node that begins to listen says so once; that is none of what is counted here.
    private static void Count(ConcurrentQueue<string> told, string payload)
    {
        if ((int.Parse(payload.Split(' ')[1], CultureInfo.InvariantCulture) & PostgresWatching.Asking) == 0)
        {
            told.Enqueue(payload);
        }
    }

    private static NewEvent Event() => new() { Id = Guid.CreateVersion7(), Name = "placed", Payload = "{}"u8.ToArray() };

    private static async Task<WakeUps> WaitAsync(PostgresJobStore store, long since, WakeUps kinds) =>
        await store.Signal.WaitAsync(since, kinds, TimeSpan.FromSeconds(20), TimeProvider.System, Cancelled);
}
