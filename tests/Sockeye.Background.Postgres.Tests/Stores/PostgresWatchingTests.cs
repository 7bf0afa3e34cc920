using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using Sockeye.TestKit;

namespace Sockeye.Background.Postgres.Tests.Stores;

/// <summary>Who watches a job hears of what other nodes do, whenever they began, however quiet it was, and though a notification failed.</summary>
public sealed class PostgresWatchingTests : OwnSchema
{
    private const int Here = PostgresWatching.Here;

    private readonly ManualTimeProvider _time = new();
    private readonly ConcurrentQueue<int> _told = new();
    private readonly CancellationTokenSource _watching = new();
    private NpgsqlConnection? _ear;

    private NpgsqlConnection Ear => _ear ?? throw new InvalidOperationException("The test has not started.");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _ear = await Source.OpenConnectionAsync(Cancelled);
        _ear.Notification += (_, told) => _told.Enqueue(int.Parse(told.Payload.Split(' ')[1], CultureInfo.InvariantCulture));
        await ExecuteAsync($"LISTEN {Schema}");
    }

    public override async ValueTask DisposeAsync()
    {
        await _watching.CancelAsync();
        _watching.Dispose();
        await Ear.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_node_that_begins_to_listen_after_it_was_told_of_a_watch_tells_of_its_changes_too()
    {
        await using var store = await PostgresStore.OpenAsync(Source, Schema);
        var watched = await WatchAsync(store);
        await HearAsync(Here);

        await using var other = await PostgresStore.OpenAsync(Source, Schema);

        await ChangeAndSeeAsync(other, watched);
    }

    [Fact]
    public async Task A_watch_is_known_elsewhere_as_long_as_it_lasts_though_nothing_happens()
    {
        await using var store = await PostgresStore.OpenAsync(Source, Schema, _time);
        await using var other = await PostgresStore.OpenAsync(Source, Schema, _time);
        await ListenAsync(store);
        await ListenAsync(other);
        var watched = await WatchAsync(store);
        await HearAsync(Here);

        for (var passed = 0; passed < 60; passed += 10)
        {
            _told.Clear();
            _time.Advance(TimeSpan.FromSeconds(10));
            await HearAsync(Here);
        }

        await ChangeAndSeeAsync(other, watched);
    }

    [Fact]
    public async Task Others_are_told_again_and_again_while_somebody_watches_and_only_then()
    {
        var (told, signal) = (new List<int>(), new JobSignal());
        await using var watching = new PostgresWatching(signal, _time, told.Add);
        Assert.Equal(PostgresWatching.Asking, watching.WhenHeard());
        using (signal.Watch(1))
        using (signal.Watch(2))
        {
            Assert.Equal([Here], told);
            Assert.Equal(PostgresWatching.Asking | Here, watching.WhenHeard());
            watching.Hear(PostgresWatching.Asking); // somebody else begins to listen
            Assert.Equal([Here, Here], told);
            _time.Advance(TimeSpan.FromSeconds(20));
            Assert.Equal(4, told.Count);
        }

        _time.Advance(TimeSpan.FromSeconds(60));
        watching.Hear(PostgresWatching.Asking);
        Assert.Equal(4, told.Count);

        using var again = signal.Watch(1);
        Assert.Equal(5, told.Count);
    }

    [Fact]
    public async Task What_could_not_be_told_is_told_later()
    {
        await using var few = NpgsqlDataSource.Create($"{(await PostgresStore.ServerAsync()).ConnectionString};Maximum Pool Size=2;Timeout=8");
        await using var store = await PostgresStore.OpenAsync(few, Schema, _time);
        await ListenAsync(store);
        await using (await few.OpenConnectionAsync(Cancelled))
        {
            var timers = _time.ArmedTimers;
            using var watch = store.Signal.Watch(1); // it has no connection to tell of it
            await Eventually.TrueAsync(() => _time.ArmedTimers >= timers + 2);
        }

        _time.Advance(TimeSpan.FromSeconds(1));

        await HearAsync(Here);
    }

    private async Task<IAsyncEnumerator<Job>> WatchAsync(PostgresJobStore store)
    {
        await store.RegisterAsync([new ListenerRegistration("placed", "stock")], Cancelled);
        await store.AddAsync([new NewEvent { Id = Guid.CreateVersion7(), Name = "placed", Payload = "{}"u8.ToArray() }], Cancelled);
        var job = Assert.Single(await store.ListAsync(new JobFilter(), new JobPage(), Cancelled));
        var jobs = new StoredJobs(new StoreReadiness(store), new BackgroundOptions { WatchInterval = TimeSpan.FromDays(45) });
        var watched = jobs.WatchAsync(job.Id, _watching.Token).GetAsyncEnumerator(Cancelled);
        Assert.True(await watched.MoveNextAsync().AsTask().DefaultTimeout());
        return watched;
    }

    private async Task ChangeAndSeeAsync(PostgresJobStore other, IAsyncEnumerator<Job> watched)
    {
        var request = new LeaseRequest("tester", [new ListenerSlots("placed", "stock", 1)], 1, TimeSpan.FromDays(1));
        var hold = Assert.Single((await other.LeaseAsync(request, Cancelled)).Jobs).Hold;
        Assert.True(await watched.MoveNextAsync().AsTask().DefaultTimeout()); // at the latest when it looks by itself, once
        var next = watched.MoveNextAsync().AsTask();

        Assert.Equal([true], await other.SettleAsync([new Settlement(hold, JobEnding.Complete)], Cancelled));

        await UntilAsync(() => next.IsCompleted);
        Assert.True(await next);
        Assert.Equal(JobState.Completed, watched.Current.State);
    }

    private static async Task ListenAsync(PostgresJobStore store) =>
        Assert.Equal(WakeUps.Cancellation, await store.Signal.WaitAsync(0, WakeUps.Cancellation, TimeSpan.FromSeconds(20), TimeProvider.System, Cancelled));

    private Task HearAsync(int kinds) => UntilAsync(() => _told.Any(told => (told & kinds) == kinds));

    private async Task UntilAsync(Func<bool> condition)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            Assert.False(late.IsCancellationRequested, "Waited 60 s in vain to be told.");
            _time.Advance(TimeSpan.FromMilliseconds(10)); // a node waits a moment before it tells more
            await ExecuteAsync("SELECT 1");
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, Ear);
        await command.ExecuteNonQueryAsync(Cancelled);
    }
}
