using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Emitting;

/// <summary>The way to the store is lost between a step and its answer.</summary>
public sealed class LostAnswerTests : IAsyncLifetime
{
    private Application? _application;
    private LossyStore? _store;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    private Application Application => _application ?? throw new InvalidOperationException("The test has not started.");

    private LossyStore Store => _store ?? throw new InvalidOperationException("The test has not started.");

    public async ValueTask InitializeAsync() => _application = await Application.StartAsync(
        static background => background
            .Configure(static options => options.RunsListeners = false)
            .On<int>("placed", "stock", static (_, _) => Task.CompletedTask)
            .On<int>("placed", "mail", static (_, _) => Task.CompletedTask),
        store: time => LossyStore.Create(time, out _store));

    public async ValueTask DisposeAsync() => await Application.DisposeAsync();

    [Theory]
    [InlineData(true, null)]
    [InlineData(true, "order 1")]
    [InlineData(false, null)]
    public async Task An_emit_whose_answer_was_lost_is_repeated_and_stored_once(bool takes, string? uniqueKey)
    {
        (Store.Losses, Store.Takes) = (3, takes);

        var emitted = await InTimeAsync(Application.Events.EmitAsync("placed", 1, new BackgroundEmitOptions { UniqueKey = uniqueKey }, CancellationToken).AsTask());

        Assert.Equal((EmitOutcome.Stored, 2), (emitted.Outcome, emitted.Jobs));
        Assert.Equal([emitted.EventId, emitted.EventId], await EventIdsAsync());
        Assert.Equal(4, Store.Tries);
    }

    [Fact]
    public async Task An_emit_that_was_kept_and_one_that_is_a_duplicate_are_told_as_such()
    {
        var options = new BackgroundEmitOptions { UniqueKey = "order 1", IfUnknown = UnknownEventPolicy.Keep };
        var first = await Application.Events.EmitAsync("placed", 1, options, CancellationToken);
        Store.Losses = 1;
        Assert.Equal(EmitOutcome.Kept, (await InTimeAsync(Application.Events.EmitAsync("unheard", 1, options, CancellationToken).AsTask())).Outcome);
        Store.Losses = 1;
        var second = await InTimeAsync(Application.Events.EmitAsync("placed", 1, options, CancellationToken).AsTask());
        Assert.Equal((EmitOutcome.Duplicate, first.EventId), (second.Outcome, second.EventId));
    }

    [Fact]
    public async Task Many_events_are_stored_once_each()
    {
        Store.Losses = 2;
        var emitted = await InTimeAsync(Application.Events.EmitManyAsync([.. Enumerable.Range(0, 10).Select(static i => BackgroundEvent.Create("placed", i))], CancellationToken).AsTask());

        Assert.All(emitted, static one => Assert.Equal((EmitOutcome.Stored, 2), (one.Outcome, one.Jobs)));
        Assert.Equal(emitted.SelectMany(static one => new[] { one.EventId, one.EventId }), await EventIdsAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_batch_is_stored_once(bool takes)
    {
        var first = await Application.Events.EmitAsync("placed", 1, new BackgroundEmitOptions { UniqueKey = "order 1" }, CancellationToken);
        (Store.Losses, Store.Takes) = (2, takes);
        var batch = await InTimeAsync(Application.Events.EmitBatchAsync(
            [
                BackgroundEvent.Create("placed", 1), BackgroundEvent.Create("placed", 2, new BackgroundEmitOptions { UniqueKey = "order 1" }),
                BackgroundEvent.Create("unheard", 3, new BackgroundEmitOptions { IfUnknown = UnknownEventPolicy.Ignore }),
            ],
            cancellationToken: CancellationToken).AsTask());

        Assert.Equal([(EmitOutcome.Stored, 2), (EmitOutcome.Duplicate, 0), (EmitOutcome.Ignored, 0)], batch.Events.Select(static one => (one.Outcome, one.Jobs)));
        Assert.Equal(first.EventId, batch.Events[1].EventId);
        Assert.Equal(2, (await Application.Jobs.FindBatchAsync(batch.BatchId, CancellationToken))!.Total);
        Assert.Equal(4, (await EventIdsAsync()).Length);
    }

    [Fact]
    public async Task A_way_that_stays_lost_is_an_error_that_says_what_is_not_known()
    {
        Store.Losses = int.MaxValue;
        var began = Application.Time.GetTimestamp();
        var emitting = Application.Events.EmitAsync("placed", 1, cancellationToken: CancellationToken).AsTask();
        var failure = await Assert.ThrowsAsync<JobStoreException>(() => InTimeAsync(emitting));

        Assert.True(Application.Time.GetElapsedTime(began) >= TimeSpan.FromSeconds(10));
        Assert.InRange(Store.Tries, 3, 17); // with pauses that grow to a second
        Assert.True(failure.IsTransient);
        Assert.Contains("it is not known whether the event 'placed'", failure.Message, StringComparison.Ordinal);
        Assert.Contains("EmitDeadline", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await EventIdsAsync()).Length); // it was, and once
    }

    [Fact]
    public async Task Who_waits_behind_others_for_a_way_that_stays_lost_does_not_wait_for_each_of_them()
    {
        const int Count = 3_000; // of which some go at once, and 500 at a time afterwards
        (Store.Losses, Store.Takes) = (int.MaxValue, false);
        var emits = Enumerable.Range(0, Count).Select(i => Application.Events.EmitAsync("placed", i, cancellationToken: CancellationToken).AsTask()).ToArray();
        await InTimeAsync(Task.WhenAll(emits).ContinueWith(static _ => true, TaskScheduler.Default));

        var failures = emits.Select(static emit => Assert.IsType<JobStoreException>(emit.Exception?.InnerException)).ToArray();
        Assert.All(failures, static failure => Assert.True(failure.IsTransient));
        Assert.InRange(failures.Count(static failure => failure.Message.Contains("was not stored", StringComparison.Ordinal)), Count - 100, Count - 1);
        Assert.Empty(await EventIdsAsync());
    }

    [Fact]
    public async Task What_is_certain_to_fail_fails_at_once()
    {
        (Store.Losses, Store.Takes, Store.IsTransient) = (1, false, false);
        var failure = await Assert.ThrowsAsync<JobStoreException>(() => Application.Events.EmitAsync("placed", 1, cancellationToken: CancellationToken).AsTask().DefaultTimeout());
        Assert.Equal((1, "The connection was lost."), (Store.Tries, failure.Message));
    }

    private async Task<T> InTimeAsync<T>(Task<T> emitting)
    {
        await Eventually.TrueAsync(
            async () =>
            {
                if (!emitting.IsCompleted)
                {
                    await Task.Yield(); // behind what the pool has to do
                    Application.Time.Advance(TimeSpan.FromMilliseconds(5));
                }

                return emitting.IsCompleted;
            },
            "the end of the emit");
        return await emitting;
    }

    private async Task<Guid[]> EventIdsAsync() =>
        [.. (await Application.Jobs.ListAsync(page: new JobPage { OldestFirst = true }, cancellationToken: CancellationToken)).Select(static job => job.EventId)];
}
