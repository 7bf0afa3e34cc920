using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Cron;

public sealed class CronApplicationTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_handler_runs_on_its_schedule()
    {
        var ran = new ConcurrentQueue<(string?, DateTimeOffset?, string)>();
        await using var application = await Application.StartAsync(background => background
            .Cron("birthdays", "1 1 * * *", "Europe/Berlin", context =>
            {
                ran.Enqueue((context.Schedule, context.Slot, context.Listener));
                return Task.CompletedTask;
            }));

        await application.WhenAsync(static job => job.State == JobState.Completed, Second);

        Assert.Equal([("birthdays", new DateTimeOffset(2030, 1, 1, 0, 1, 0, TimeSpan.Zero), "birthdays")], ran);
        Assert.Equal("cron:birthdays", Assert.Single(await application.Schedules.ListAsync(CancellationToken)).EventName);
    }

    [Fact]
    public async Task A_handler_that_fails_is_tried_again()
    {
        await using var application = await Application.StartAsync(background => background
            .Cron("birthdays", "* * * * *", "UTC", static context => context.Attempt == 1 ? throw new InvalidOperationException("not yet") : Task.CompletedTask));

        var job = await application.WhenAsync(static job => job.State == JobState.Completed, Second);

        Assert.Equal((2, "not yet"), (job.Attempt, job.LastFailure?.Message));
    }

    [Fact]
    public async Task An_event_on_a_schedule_reaches_its_listeners_with_its_payload()
    {
        var got = new ConcurrentBag<string>();
        await using var application = await Application.StartAsync(background => background
            .On<Order>("placed", "stock", (order, context) => Take(order, context))
            .On<Order>("placed", "mail", (order, context) => Take(order, context))
            .Cron("orders", "30 0 0 1 1 *", "UTC", "placed", new Order(7, "åß∂"), static schedule => schedule.Priority = 3));

        Task Take(Order order, JobContext context)
        {
            got.Add($"{context.Listener} {order.Number} {order.Text}");
            return Task.CompletedTask;
        }

        var stock = await application.WhenAsync(static job => job is { Listener: "stock", State: JobState.Completed }, Second);
        await application.WhenAsync(static job => job is { Listener: "mail", State: JobState.Completed }, Second);

        Assert.Equal(["mail 7 åß∂", "stock 7 åß∂"], got.Order());
        Assert.Equal(3, stock.Priority);
    }

    [Fact]
    public async Task A_schedule_that_is_added_while_running_runs_and_one_by_hand_does_at_once()
    {
        await using var application = await Application.StartAsync(static background => background.On<Order>("placed", "stock", static (_, _) => Task.CompletedTask));

        Assert.True(await application.Schedules.AddAsync("orders", "*/10 * * * * *", "UTC", "placed", new Order(1, ""), cancellationToken: CancellationToken));
        var slot = await application.WhenAsync(static job => job.State == JobState.Completed, Second);
        await application.Schedules.PauseAsync("orders", CancellationToken);
        var byHand = await application.Schedules.RunNowAsync("orders", CancellationToken);
        await application.WhenAsync(job => job.EventId == byHand && job.State == JobState.Completed, Second);

        Assert.Equal(0, slot.Slot!.Value.Second % 10);
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
                background => background.Configure(options => options.TimeProvider = time).Cron("birthdays", "*/5 * * * * *", "UTC", static _ => Task.CompletedTask), store: store));
        }

        IReadOnlyList<Job> jobs;
        do
        {
            time.Advance(Second);
            await Task.Yield();
            jobs = await store.ListAsync(new JobFilter(), new JobPage { OldestFirst = true, Limit = 1000 }, CancellationToken);
        }
        while (jobs.Count < 12);

        foreach (var node in nodes)
        {
            await node.StopAsync();
            await node.DisposeAsync();
        }

        var slots = jobs.Select(static job => job.Slot!.Value);
        Assert.Equal(Enumerable.Range(1, jobs.Count).Select(i => new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero) + i * 5 * Second), slots);
    }

    [Fact]
    public async Task A_node_may_only_declare()
    {
        await using var application = await Application.StartAsync(background => background
            .Cron("birthdays", "* * * * * *", "UTC", static _ => Task.CompletedTask)
            .ConfigureCron(static cron => cron.RunsSchedules = false));
        while ((await application.Schedules.ListAsync(CancellationToken)).Count == 0)
        {
            await Task.Yield();
        }

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
