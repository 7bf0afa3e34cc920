using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Emitting;

public sealed class EmittingTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_nobody_is_known_for_is_refused_with_its_name()
    {
        await using var application = await Application.StartAsync(static _ => { });

        var exception = await Assert.ThrowsAsync<UnknownEventException>(async () => await application.Events.EmitAsync("plcaed", new Order(1), cancellationToken: CancellationToken));

        Assert.Equal("plcaed", exception.EventName);
        Assert.Contains("'plcaed'", exception.Message, StringComparison.Ordinal);
        BackgroundEvent[] many = [BackgroundEvent.Create("plcaed", 1)];
        var among = await Assert.ThrowsAsync<UnknownEventException>(async () => await application.Events.EmitManyAsync(many, CancellationToken));
        Assert.Contains("The others of these events were stored", among.Message, StringComparison.Ordinal); // who emits them again doubles them
        var kept = await application.Events.EmitAsync("later", 1, new BackgroundEmitOptions { IfUnknown = UnknownEventPolicy.Keep }, CancellationToken);
        Assert.Equal(EmitOutcome.Kept, kept.Outcome);
        var ignored = await application.Events.EmitAsync("later", 1, new BackgroundEmitOptions { IfUnknown = UnknownEventPolicy.Ignore }, CancellationToken);
        Assert.Equal(EmitOutcome.Ignored, ignored.Outcome);
    }

    [Fact]
    public async Task A_payload_that_cannot_be_written_is_refused_with_the_reason()
    {
        await using var application = await Application.StartAsync(static background => background.On<Order>("placed", "stock", static (_, _) => Task.CompletedTask));
        var circle = new Circle();
        circle.Self = circle;

        var exception = await Assert.ThrowsAsync<EventPayloadException>(async () => await application.Events.EmitAsync("placed", circle, cancellationToken: CancellationToken));
        Assert.Equal("placed", exception.EventName);
        await Assert.ThrowsAsync<EventPayloadException>(async () => await application.Events.EmitAsync<Action>("placed", static () => { }, cancellationToken: CancellationToken));
        var thrown = await Assert.ThrowsAsync<EventPayloadException>(async () => await application.Events.EmitAsync("placed", new Unreadable(), cancellationToken: CancellationToken));
        Assert.Contains("no longer there", thrown.Message, StringComparison.Ordinal);
        Assert.Empty(await application.Jobs.ListAsync(cancellationToken: CancellationToken));
    }

    [Fact]
    public async Task A_payload_that_is_too_large_is_refused_with_both_sizes()
    {
        await using var application = await Application.StartAsync(static background => background
            .Configure(static options => options.MaxPayloadSize = 102)
            .On<string>("placed", "stock", static (_, _) => Task.CompletedTask));

        Assert.Equal(1, (await application.Events.EmitAsync("placed", new string('x', 100), cancellationToken: CancellationToken)).Jobs);
        var exception = await Assert.ThrowsAsync<EventPayloadException>(
            async () => await application.Events.EmitAsync("placed", new string('x', 101), cancellationToken: CancellationToken));

        Assert.Contains("103 bytes", exception.Message, StringComparison.Ordinal);
        Assert.Contains("102 are allowed", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_that_cannot_be_meant_are_refused()
    {
        await using var application = await Application.StartAsync(static background => background.On<int>("placed", "stock", static (_, _) => Task.CompletedTask));

        await AssertRefusedAsync<ArgumentOutOfRangeException>(new BackgroundEmitOptions { Delay = TimeSpan.FromTicks(-1) });
        await AssertRefusedAsync<ArgumentException>(new BackgroundEmitOptions { UniqueKey = "" });
        await AssertRefusedAsync<ArgumentException>(new BackgroundEmitOptions { Key = new string('k', 501) });
        await AssertRefusedAsync<ArgumentException>(new BackgroundEmitOptions { Key = "a\0b" });
        await AssertRefusedAsync<ArgumentException>(new BackgroundEmitOptions { Key = "half \ud83d" });
        await AssertRefusedAsync<ArgumentException>(new BackgroundEmitOptions { UniqueKey = "\ude00 the other" });
        await AssertRefusedAsync<ArgumentException>(new BackgroundEmitOptions { UniqueFor = TimeSpan.FromSeconds(1) });
        await AssertRefusedAsync<ArgumentOutOfRangeException>(new BackgroundEmitOptions { IfUnknown = (UnknownEventPolicy)7 });
        await Assert.ThrowsAsync<ArgumentException>(async () => await application.Events.EmitAsync(new string('e', 201), 1, cancellationToken: CancellationToken));

        async Task AssertRefusedAsync<TException>(BackgroundEmitOptions options)
            where TException : Exception =>
            await Assert.ThrowsAsync<TException>(async () => await application.Events.EmitAsync("placed", 1, options, CancellationToken));
    }

    [Fact]
    public async Task Options_can_be_given_without_the_name_of_their_type_though_a_transaction_could_stand_there()
    {
        await using var application = await Application.StartAsync(static background => background.On<int>("placed", "stock", static (_, _) => Task.CompletedTask));

        await application.Events.EmitAsync("placed", 1, new() { UniqueKey = "one" }, CancellationToken); // without a priority of overloads this is ambiguous
        var second = await application.Events.EmitAsync("placed", 1, new() { UniqueKey = "one" }, CancellationToken);

        Assert.Equal(EmitOutcome.Duplicate, second.Outcome);
    }

    [Theory]
    [InlineData("Åse O'Neill")]
    [InlineData("R&D <ops>")]
    [InlineData("中村, Ωμέγα")]
    public async Task What_a_payload_says_is_found_as_it_was_spelt(string customer)
    {
        var read = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var application = await Application.StartAsync(background => background.On<Dictionary<string, string>>("placed", "stock", (order, _) =>
        {
            read.TrySetResult(order["customer"]);
            return Task.CompletedTask;
        }));
        await application.Events.EmitAsync("placed", new { customer }, cancellationToken: CancellationToken);

        Assert.Single(await application.Jobs.ListAsync(new JobFilter { Text = customer }, cancellationToken: CancellationToken));
        Assert.Equal(customer, await read.Task.DefaultTimeout());
    }

    [Fact]
    public async Task Names_that_not_every_store_can_keep_are_refused_wherever_they_are_given()
    {
        var builder = new ServiceCollection();
        string[] wrong = ["", new string('n', 201), "a\0b", "half \ud83d"];
        await using var application = await Application.StartAsync(static background => background.On<int>("placed", "stock", static (_, _) => Task.CompletedTask));
        BackgroundEvent[] events = [BackgroundEvent.Create("placed", 1)];

        foreach (var name in wrong)
        {
            builder.AddSockeyeBackground(background =>
            {
                Assert.Throws<ArgumentException>(() => background.On<int>(name, "stock", static (_, _) => Task.CompletedTask));
                Assert.Throws<ArgumentException>(() => background.On<int>("placed", name, static (_, _) => Task.CompletedTask));
                Assert.Throws<ArgumentException>(() => background.On<int>("placed", "stock", static (_, _) => Task.CompletedTask, options => options.Queue = name));
            });
            await Assert.ThrowsAsync<ArgumentException>(async () => await application.Events.EmitAsync(name, 1, cancellationToken: CancellationToken));
            await Assert.ThrowsAsync<ArgumentException>(async () => await application.Events.EmitBatchAsync(events, name, CancellationToken));
            await Assert.ThrowsAsync<ArgumentException>(async () => await application.Jobs.PauseAsync(name, CancellationToken));
            await Assert.ThrowsAsync<ArgumentException>(async () => await application.Jobs.ResumeAsync(name, CancellationToken));
            await Assert.ThrowsAsync<ArgumentException>(async () => await application.Schedules.AddAsync(name, "0 9 * * *", "UTC", "placed", 1, cancellationToken: CancellationToken));
        }

        Assert.Empty(await application.Jobs.ListAsync(cancellationToken: CancellationToken));
        Assert.Equal("default", Assert.Single(await application.Jobs.GetQueuesAsync(CancellationToken)).Name);
    }

    [Fact]
    public async Task A_time_that_is_for_ever_is_one()
    {
        await using var application = await Application.StartAsync(static background => background.On<int>("placed", "stock", static (_, _) => Task.CompletedTask));
        var options = new BackgroundEmitOptions { Delay = TimeSpan.MaxValue, UniqueKey = "one", UniqueFor = TimeSpan.MaxValue };

        var first = await application.Events.EmitAsync("placed", 1, options, CancellationToken);
        var second = await application.Events.EmitAsync("placed", 1, options, CancellationToken);

        Assert.Equal((EmitOutcome.Stored, EmitOutcome.Duplicate), (first.Outcome, second.Outcome));
        Assert.True(Assert.Single(await application.Jobs.ListAsync(cancellationToken: CancellationToken)).Due > application.Time.GetUtcNow().AddYears(900));
    }

    [Fact]
    public async Task A_second_emit_with_a_unique_key_tells_the_first_ones_id()
    {
        await using var application = await Application.StartAsync(static background => background.On<int>("placed", "stock", static (_, _) => Task.CompletedTask));
        var options = new BackgroundEmitOptions { UniqueKey = "order 1" };

        var first = await application.Events.EmitAsync("placed", 1, options, CancellationToken);
        var second = await application.Events.EmitAsync("placed", 1, options, CancellationToken);

        Assert.Equal(new EmitResult(first.EventId, EmitOutcome.Duplicate, 0), second);
        Assert.Equal(7, first.EventId.Version);
    }

    [Fact]
    public async Task A_process_that_runs_no_listeners_emits_to_those_known_in_the_store()
    {
        await using var worker = await Application.StartAsync(static background => background.On<Order>("placed", "stock", static (_, _) => Task.CompletedTask));
        var store = worker.Services.GetRequiredService<IJobStore>();
        var services = new ServiceCollection();
        services.AddSockeyeBackground(background => background.UseStore(_ => store));
        var provider = services.BuildServiceProvider(); // not disposed of: the store is the worker's

        var placed = await provider.GetRequiredService<IBackgroundEvents>().EmitAsync("placed", new Order(1), cancellationToken: CancellationToken);

        Assert.Equal(1, placed.Jobs);
        await worker.WhenAsync(static job => job.State == JobState.Completed);
    }

    [Fact]
    public async Task The_trace_of_the_emitter_goes_on_in_the_listener()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is "Sockeye.Background" or "test",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("test");
        var seen = new TaskCompletionSource<(ActivityTraceId Trace, ActivitySpanId Parent, string? State, string Name)>();
        await using var application = await Application.StartAsync(background => background.On<int>("placed", "stock", (_, _) =>
        {
            var current = Activity.Current!;
            seen.SetResult((current.TraceId, current.ParentSpanId, current.TraceStateString, current.OperationName));
            return Task.CompletedTask;
        }));

        using var request = source.StartActivity("request")!;
        request.TraceStateString = "shop=1";
        await application.Events.EmitAsync("placed", 1, cancellationToken: CancellationToken);

        Assert.Equal((request.TraceId, request.SpanId, "shop=1", "process placed"), await seen.Task.DefaultTimeout());
    }

    [Fact]
    public async Task A_batch_tells_when_the_last_of_its_jobs_has_ended()
    {
        var completion = new TaskCompletionSource<BatchCompletion>();
        await using var application = await Application.StartAsync(background => background
            .On<int>("resize", "resizer", static (number, _) => number == 2 ? throw new JobRejectedException("no image") : Task.CompletedTask)
            .On<BatchCompletion>("resized", "tell", (batch, _) =>
            {
                completion.SetResult(batch);
                return Task.CompletedTask;
            }));

        var batch = await application.Events.EmitBatchAsync([.. Enumerable.Range(0, 5).Select(static i => BackgroundEvent.Create("resize", i))], "resized", CancellationToken);

        Assert.Equal(new BatchCompletion(batch.BatchId, 5, 4, 1, 0), await completion.Task.DefaultTimeout());
        Assert.Equal(0, (await application.Jobs.FindBatchAsync(batch.BatchId, CancellationToken))!.Remaining);
    }

    [Fact]
    public async Task What_need_not_be_durable_is_dropped_where_there_is_no_room()
    {
        var (gate, runs) = (new TaskCompletionSource(), 0);
        await using var application = await Application.StartAsync(background => background
            .Configure(static options => options.OptionalCapacity = 2)
            .On<int>("seen", "count", async (_, _) =>
            {
                Interlocked.Increment(ref runs);
                await gate.Task;
            }));
        var options = new BackgroundEmitOptions { Durable = false };

        var outcomes = new List<EmitOutcome>();
        for (var i = 0; i < 4; i++)
        {
            outcomes.Add((await application.Events.EmitAsync("seen", i, options, CancellationToken)).Outcome);
        }

        gate.SetResult();
        Assert.Equal([EmitOutcome.Stored, EmitOutcome.Stored, EmitOutcome.Dropped, EmitOutcome.Dropped], outcomes);
        await Eventually.TrueAsync(() => Volatile.Read(ref runs) >= 2);

        Assert.Empty(await application.Jobs.ListAsync(cancellationToken: CancellationToken)); // none of the store's
    }

    [Fact]
    public async Task What_need_not_be_durable_may_wait_for_room()
    {
        var gate = new SemaphoreSlim(0);
        await using var application = await Application.StartAsync(background => background
            .Configure(static options => (options.OptionalCapacity, options.WhenFull) = (1, WhenFull.Wait))
            .On<int>("seen", "count", async (_, context) => await gate.WaitAsync(context.CancellationToken)));
        var options = new BackgroundEmitOptions { Durable = false };

        await application.Events.EmitAsync("seen", 1, options, CancellationToken);
        var second = application.Events.EmitAsync("seen", 2, options, CancellationToken).AsTask();
        using var impatient = new CancellationTokenSource();
        var third = application.Events.EmitAsync("seen", 3, options, impatient.Token).AsTask();
        Assert.False(second.IsCompleted);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);

        gate.Release();
        Assert.Equal(EmitOutcome.Stored, (await second.DefaultTimeout()).Outcome);
        gate.Release();
    }

    [Fact]
    public async Task Many_that_need_not_be_durable_make_room_for_each_other()
    {
        var runs = 0;
        await using var application = await Application.StartAsync(background => background
            .Configure(static options => (options.OptionalCapacity, options.WhenFull) = (2, WhenFull.Wait))
            .On<int>("seen", "count", (_, _) => Task.FromResult(Interlocked.Increment(ref runs))));
        BackgroundEvent[] events = [.. Enumerable.Range(0, 20).Select(static i => BackgroundEvent.Create("seen", i, new BackgroundEmitOptions { Durable = false }))];

        var emitted = await application.Events.EmitManyAsync(events, CancellationToken).AsTask().DefaultTimeout(); // the clock stands: nobody looks by themselves

        Assert.All(emitted, static one => Assert.Equal(EmitOutcome.Stored, one.Outcome));
        await Eventually.TrueAsync(() => Volatile.Read(ref runs) >= events.Length);
    }

    [Fact]
    public async Task What_need_not_be_durable_is_kept_for_nobody_within_bounds_and_not_for_ever()
    {
        await using var application = await Application.StartAsync(static background => background
            .Configure(static options => (options.OptionalCapacity, options.WhenFull, options.SweepInterval, options.KeepUnclaimed)
                = (2, WhenFull.Wait, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)))
            .On<int>("seen", "count", static (_, _) => Task.CompletedTask));
        var options = new BackgroundEmitOptions { Durable = false, IfUnknown = UnknownEventPolicy.Keep };

        Assert.Equal([EmitOutcome.Kept, EmitOutcome.Kept, EmitOutcome.Dropped], await EmitAsync(3));
        await application.SettleAsync(Application.TimersWhileNoneRuns);
        application.Time.Advance(TimeSpan.FromMinutes(1));
        await application.SettleAsync(Application.TimersWhileNoneRuns);
        Assert.Equal([EmitOutcome.Kept], await EmitAsync(1));

        async Task<EmitOutcome[]> EmitAsync(int count)
        {
            var outcomes = new EmitOutcome[count];
            for (var i = 0; i < count; i++)
            {
                outcomes[i] = (await application.Events.EmitAsync("unseen", i, options, CancellationToken)).Outcome;
            }

            return outcomes;
        }
    }

    [Fact]
    public async Task Among_many_none_may_be_missing()
    {
        await using var application = await Application.StartAsync(static background => background.On<int>("placed", "stock", static (_, _) => Task.CompletedTask));
        BackgroundEvent[] events = [BackgroundEvent.Create("placed", 1), null!];

        Assert.Contains("is null", (await Assert.ThrowsAsync<ArgumentException>(async () => await application.Events.EmitManyAsync(events, CancellationToken))).Message, StringComparison.Ordinal);
        Assert.Contains("is null", (await Assert.ThrowsAsync<ArgumentException>(async () => await application.Events.EmitBatchAsync(events, null, CancellationToken))).Message, StringComparison.Ordinal);
        Assert.Empty(await application.Events.EmitManyAsync([], CancellationToken));
        Assert.Empty(await application.Jobs.ListAsync(cancellationToken: CancellationToken));
    }

    [Fact]
    public async Task Emitting_in_a_transaction_needs_one()
    {
        await using var application = await Application.StartAsync(static background => background.On<int>("placed", "stock", static (_, _) => Task.CompletedTask));

        await Assert.ThrowsAsync<ArgumentNullException>(async () => await application.Events.EmitAsync("placed", 1, transaction: null!, cancellationToken: CancellationToken));
    }

    [Fact]
    public async Task Without_a_store_the_start_says_how_to_have_one()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSockeyeBackground(static background => background.On<int>("placed", "stock", static (_, _) => Task.CompletedTask));
        using var host = builder.Build();

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(CancellationToken));

        Assert.Contains("UseSqlite", exception.Message, StringComparison.Ordinal);
    }

    private sealed class Unreadable
    {
        private readonly string _why = "What it is read from is no longer there.";

        public int Number => throw new System.Data.DataException(_why);
    }

    private sealed class Circle
    {
        public Circle? Self { get; set; }
    }
}
