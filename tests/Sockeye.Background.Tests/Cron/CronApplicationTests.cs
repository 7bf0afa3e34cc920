using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Sockeye.Background.Tests.Workers;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Cron;

public sealed class CronApplicationTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_handler_runs_on_its_schedule()
    {
        var ran = new TaskCompletionSource<(string?, DateTimeOffset?, string)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var application = await Application.StartAsync(background => background
            .Cron("birthdays", "1 1 * * *", "Europe/Berlin", context =>
            {
                ran.TrySetResult((context.Schedule, context.Slot, context.Listener));
                return Task.CompletedTask;
            }));

        await application.WhenAsync(static job => job.Schedule is not null, Second);

        Assert.Equal(("birthdays", new DateTimeOffset(2030, 1, 1, 0, 1, 0, TimeSpan.Zero), "birthdays"), await ran.Task.DefaultTimeout());
        Assert.Equal(TimeSpan.Zero, (await ran.Task).Item2!.Value.Offset); // as stores keep it that know no offset
        Assert.Equal("cron:birthdays", Assert.Single(await application.Schedules.ListAsync(CancellationToken)).EventName);
    }

    [Fact]
    public async Task A_store_that_throws_what_no_store_should_stops_no_schedule()
    {
        BreakableStore? handle = null;
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var application = await Application.StartAsync(
            background => background.Cron("birthdays", "* * * * *", "UTC", _ =>
            {
                ran.TrySetResult();
                return Task.CompletedTask;
            }),
            store: time => BreakableStore.Create(time, out handle));
        handle!.OfSchedules = new InvalidOperationException("The test has broken the store.");
        for (var i = 0; i < 10; i++)
        {
            application.Store.Signal.Raise(WakeUps.Schedules);
            application.Time.Advance(Second);
            await Task.Yield();
        }

        handle.OfSchedules = null;
        await Eventually.TrueAsync(() => ran.Task.IsCompleted, () => application.Time.Advance(Second));
    }

    [Fact]
    public async Task A_handler_that_fails_is_tried_again()
    {
        var succeeded = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var application = await Application.StartAsync(background => background
            .Cron("birthdays", "0 0 1 1 *", "UTC", context => context.Attempt == 1 ? throw new InvalidOperationException("not yet") : Succeed(context)));
        Assert.NotNull(await application.Schedules.RunNowAsync("birthdays", CancellationToken));

        await application.WhenAsync(static job => job is { State: JobState.Completed, Attempt: 2 }, Second);

        Assert.Equal(2, await succeeded.Task.DefaultTimeout());

        Task Succeed(JobContext context)
        {
            succeeded.TrySetResult(context.Attempt);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task An_event_on_a_schedule_reaches_its_listeners_with_its_payload()
    {
        var got = new ConcurrentBag<string>();
        using var both = new CountdownEvent(2);
        await using var application = await Application.StartAsync(background => background
            .On<Order>("placed", "stock", (order, context) => Take(order, context))
            .On<Order>("placed", "mail", (order, context) => Take(order, context))
            .Cron("orders", "30 0 0 1 1 *", "UTC", "placed", new Order(7, "åß∂"), static schedule => schedule.Priority = 3));

        Task Take(Order order, JobContext context)
        {
            got.Add($"{context.Listener} {order.Number} {order.Text}");
            both.Signal();
            return Task.CompletedTask;
        }

        var job = await application.WhenAsync(static job => job.Schedule == "orders", Second);
        await Task.Run(() => both.Wait(CancellationToken), CancellationToken).DefaultTimeout();

        Assert.Equal(["mail 7 åß∂", "stock 7 åß∂"], got.Order());
        Assert.Equal(3, job.Priority);
    }

    [Fact]
    public async Task A_schedule_that_is_added_while_running_runs_and_one_by_hand_does_at_once()
    {
        var ran = new ConcurrentBag<Guid>();
        await using var application = await Application.StartAsync(background => background.On<Order>("placed", "stock", (_, context) =>
        {
            ran.Add(context.EventId);
            return Task.CompletedTask;
        }));

        Assert.True(await application.Schedules.AddAsync("orders", "*/10 * * * * *", "UTC", "placed", new Order(1, ""), cancellationToken: CancellationToken));
        var job = await application.WhenAsync(static job => job.Schedule == "orders", Second);
        await application.Schedules.PauseAsync("orders", CancellationToken);
        var byHand = await application.Schedules.RunNowAsync("orders", CancellationToken);

        Assert.Equal(0, job.Slot!.Value.Second % 10);
        await RanAsync().DefaultTimeout();

        async Task RanAsync()
        {
            await Eventually.TrueAsync(() => ran.Contains(job.EventId) && ran.Contains(byHand!.Value));
        }
    }

    [Fact]
    public async Task Many_nodes_that_declare_the_same_run_each_slot_once()
    {
        var time = new ManualTimeProvider();
        var store = new MemoryJobStore(time);
        var nodes = new List<Application>();
        for (var i = 0; i < 4; i++)
        {
            nodes.Add(await Application.StartAsync(
                background => background.Cron("birthdays", "*/5 * * * * *", "UTC", static _ => Task.CompletedTask), store: _ => store, time: time));
        }

        // A slot at a time, and only when all nodes wait for it: a clock that runs ahead of them lets them miss some, as it should.
        for (var passed = 1; passed <= 12; passed++)
        {
            await nodes[0].SettleAsync(nodes.Count * Application.TimersWhileNoneRuns);
            time.Advance(5 * Second);
            await Eventually.TrueAsync(async () => (await JobsAsync()).Count >= passed);
        }

        var jobs = await JobsAsync();

        foreach (var node in nodes)
        {
            await node.StopAsync();
            await node.DisposeAsync();
        }

        var slots = jobs.Select(static job => job.Slot!.Value);
        Assert.Equal(Enumerable.Range(1, 12).Select(i => new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero) + i * 5 * Second), slots);

        Task<IReadOnlyList<Job>> JobsAsync() => store.ListAsync(new JobFilter(), new JobPage { OldestFirst = true, Limit = 1000 }, CancellationToken).AsTask();
    }

    [Fact]
    public async Task A_node_may_only_declare()
    {
        await using var application = await Application.StartAsync(background => background
            .Cron("birthdays", "* * * * * *", "UTC", static _ => Task.CompletedTask)
            .ConfigureCron(static cron => cron.RunsSchedules = false));
        Assert.Single(await application.Schedules.ListAsync(CancellationToken));
        for (var i = 0; i < 100; i++)
        {
            application.Time.Advance(Second);
            await Task.Yield();
        }

        Assert.Empty(await application.Jobs.ListAsync(cancellationToken: CancellationToken));
    }

    [Fact]
    public async Task What_cannot_run_is_refused_before_the_application_starts()
    {
        static Task Start(Action<SockeyeBackgroundBuilder> configure) => Application.StartAsync(configure);

        await Assert.ThrowsAsync<CronFormatException>(() => Start(static background => background.Cron("a", "61 * * * *", "UTC", static _ => Task.CompletedTask)));
        await Assert.ThrowsAsync<ArgumentException>(() => Start(static background => background.Cron("a", "* * * * *", "Mars/Olympus", static _ => Task.CompletedTask)));
        await Assert.ThrowsAsync<ArgumentException>(() => Start(static background => background.Cron("", "* * * * *", "UTC", static _ => Task.CompletedTask)));
        await Assert.ThrowsAsync<ArgumentException>(() => Start(static background => background
            .Cron("a", "* * * * *", "UTC", static _ => Task.CompletedTask).Cron("a", "* * * * *", "UTC", "placed", 1)));
        await Assert.ThrowsAsync<OptionsValidationException>(() => Start(static background => background.ConfigureCron(static cron => cron.LookAgainAfter = TimeSpan.Zero)));
    }
}
