using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Sockeye.Background.Tests.Cron;
using Sockeye.Background.Tests.Workers;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Diagnostics;

/// <summary>What applications report of their background events.</summary>
public sealed class MeterTests : IDisposable
{
    private const int TimersWithoutListeners = 2; // who measures the queues, and who claims the slots of schedules

    private readonly Measurements _measurements = new();

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public void Dispose() => _measurements.Dispose();

    [Fact]
    public async Task What_is_emitted_is_counted_by_what_became_of_it()
    {
        await using var application = await StartAsync(static background => background.Configure(static options => options.MaxPayloadSize = 100));
        var events = application.Events;
        await events.EmitAsync("placed", 1, new BackgroundEmitOptions { UniqueKey = "one" }, CancellationToken);
        await events.EmitAsync("placed", 1, new BackgroundEmitOptions { UniqueKey = "one" }, CancellationToken);
        await events.EmitManyAsync(
            [BackgroundEvent.Create("placed", 2), BackgroundEvent.Create("unheard", 3, new BackgroundEmitOptions { IfUnknown = UnknownEventPolicy.Keep })], CancellationToken);
        await Assert.ThrowsAsync<UnknownEventException>(() => events.EmitAsync("misspelt", 1, cancellationToken: CancellationToken).AsTask());
        await Assert.ThrowsAsync<EventPayloadException>(() => events.EmitAsync("placed", new string('x', 200), cancellationToken: CancellationToken).AsTask());

        string[] expected =
        [
            "placed sockeye.emit.outcome=stored", "placed sockeye.emit.outcome=duplicate", "placed sockeye.emit.outcome=stored", "unheard sockeye.emit.outcome=kept",
            "misspelt sockeye.emit.outcome=unknown", "placed sockeye.emit.outcome=refused",
        ];
        Assert.Equal(expected.Select(static line => $"sockeye.background.events.emitted 1 {{event}} sockeye.event.name={line}"), Lines("sockeye.background.events.emitted "));
        Assert.Equal(3, Lines("sockeye.background.emit.duration 0 s").Count(static line => !line.Contains("error.type", StringComparison.Ordinal)));
        Assert.Single(Lines("sockeye.background.emit.duration 0 s error.type=Sockeye.UnknownEventException"));
    }

    [Fact]
    public async Task Jobs_are_timed_from_the_emit_to_the_start_and_while_they_run()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var application = await StartAsync(background => background.On<int>("counted", "count", (_, _) =>
        {
            started.TrySetResult();
            return end.Task;
        }));
        await application.Jobs.PauseAsync("default", CancellationToken);
        await application.Events.EmitAsync("counted", 1, cancellationToken: CancellationToken);
        application.Time.Advance(TimeSpan.FromSeconds(2));
        await application.Jobs.ResumeAsync("default", CancellationToken);
        await started.Task.DefaultTimeout();
        Assert.Contains("sockeye.background.jobs.running 1 {job}", _measurements.Observe());
        application.Time.Advance(TimeSpan.FromSeconds(3));
        end.SetResult();

        await _measurements.WhenAsync("sockeye.background.attempt.duration 3 s sockeye.event.name=counted sockeye.listener.name=count sockeye.attempt.result=completed").DefaultTimeout();
        Assert.Equal(["sockeye.background.job.latency 2 s sockeye.event.name=counted sockeye.listener.name=count"], Lines("sockeye.background.job.latency"));
    }

    [Fact]
    public async Task Retries_and_dead_letters_are_counted_with_their_reason()
    {
        await using var application = await StartAsync(static background => background.On<int>(
            "counted", "count", static (_, _) => throw new InvalidOperationException("no"), static options => options.Retry.MaxAttempts = 2));
        await application.Events.EmitAsync("counted", 1, cancellationToken: CancellationToken);
        await application.WhenAsync(static job => job.State == JobState.Dead, TimeSpan.FromMilliseconds(200));

        const string Tags = "sockeye.event.name=counted sockeye.listener.name=count sockeye.failure.kind=failed";
        await _measurements.WhenAsync($"sockeye.background.dead_letters 1 {{job}} {Tags}").DefaultTimeout();
        Assert.Equal([$"sockeye.background.retries 1 {{job}} {Tags}"], Lines("sockeye.background.retries"));
        Assert.Single(Lines("sockeye.background.dead_letters"));
        Assert.Equal(2, Lines("sockeye.background.attempt.duration").Count(static line => line.EndsWith("sockeye.attempt.result=failed", StringComparison.Ordinal)));
        Assert.Single(Lines("sockeye.background.job.latency")); // of the first attempt
    }

    [Fact]
    public async Task Leases_that_are_lost_and_failures_of_the_store_are_counted()
    {
        BreakableStore store = null!;
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var application = await StartAsync(
            background => background.On<int>("counted", "count", async (_, context) =>
            {
                started.TrySetResult();
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
            }),
            time => BreakableStore.Create(time, out store));
        await application.Events.EmitAsync("counted", 1, cancellationToken: CancellationToken);
        await started.Task.DefaultTimeout();
        await application.SettleAsync(Application.TimersWhileOneRuns);
        store.IsBroken = true;
        var lost = _measurements.WhenAsync("sockeye.background.leases.lost 1 {lease} sockeye.event.name=counted sockeye.listener.name=count");
        for (var i = 0; i < 26 && !lost.IsCompleted; i++)
        {
            application.Time.Advance(TimeSpan.FromSeconds(1));
            await application.SettleAsync(Application.TimersWhileOneRuns, lost);
        }

        await lost.DefaultTimeout();
        await _measurements.WhenAsync("sockeye.background.store.failures 1 {failure} sockeye.store.failure=unavailable").DefaultTimeout();
        store.IsBroken = false;
    }

    [Fact]
    public async Task Queues_are_measured_now_and_then_and_whoever_collects_waits_for_nothing()
    {
        CountingStore store = null!;
        await using var application = await StartAsync(
            static background => background.Configure(static options =>
            {
                options.RunsListeners = false;
                options.MeasureInterval = TimeSpan.FromSeconds(10);
            }),
            time => CountingStore.Create(time, out store));
        await application.Events.EmitAsync("placed", 1, cancellationToken: CancellationToken);
        await application.Events.EmitAsync("placed", 2, new BackgroundEmitOptions { Delay = TimeSpan.FromHours(1) }, CancellationToken);
        await application.SettleAsync(TimersWithoutListeners);
        var before = store.Asked;
        application.Time.Advance(TimeSpan.FromSeconds(10));
        await Eventually.TrueAsync(() => store.Asked > before && Observe().Length > 0);

        string[] expected =
        [
            "sockeye.background.queue.jobs 2 {job} sockeye.queue.name=default sockeye.job.state=waiting", "sockeye.background.queue.jobs 0 {job} sockeye.queue.name=default sockeye.job.state=running",
            "sockeye.background.queue.jobs 0 {job} sockeye.queue.name=default sockeye.job.state=dead", "sockeye.background.queue.oldest_age 10 s sockeye.queue.name=default",
        ];
        Assert.Equal(expected, Observe());
        var asked = store.Asked;
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(expected, Observe());
        }

        Assert.Equal(asked, store.Asked);
        store.IsBroken = true;
        await application.SettleAsync(TimersWithoutListeners); // what was measured can be seen before the next time is waited for
        application.Time.Advance(TimeSpan.FromSeconds(10));
        await Eventually.TrueAsync(() => Observe().Length == 0); // what is not known is not told
    }

    [Fact]
    public async Task A_store_is_not_asked_about_its_queues_while_nobody_listens()
    {
        using var counters = new Measurements("sockeye.background.retries");
        CountingStore store = null!;
        await using var application = await StartAsync(static _ => { }, time => CountingStore.Create(time, out store), counters);
        for (var i = 0; i < 5; i++)
        {
            await application.SettleAsync(Application.TimersWhileNoneRuns);
            application.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await application.SettleAsync(Application.TimersWhileNoneRuns);
        Assert.Equal(0, store.Asked);
        Assert.Equal(Application.TimersWhileNoneRuns, application.Time.ArmedTimers); // which other tests count on
    }

    [Fact]
    public async Task Slots_of_schedules_are_counted_that_were_claimed_late_missed_or_overlapped()
    {
        await using var node = await CronNode.StartAsync(_measurements);
        await node.AddAsync("0 * * * *", MissedRuns.RunOnce, OverlappingRuns.Skip);
        await node.PassAsync(TimeSpan.FromHours(1));
        await node.PassAsync(TimeSpan.FromHours(1)); // the former has not ended
        await node.CompleteAsync(Assert.Single(await node.LeaseAsync()));
        await node.PassAsync(TimeSpan.FromMinutes(210)); // three o'clock, four o'clock and, half an hour ago, five o'clock

        Assert.Equal(
            ["1 {slot} sockeye.slot.result=claimed", "1 {slot} sockeye.slot.result=overlapping", "2 {slot} sockeye.slot.result=missed", "1 {slot} sockeye.slot.result=late"],
            Lines("sockeye.background.schedule.slots ").Select(static line => line["sockeye.background.schedule.slots ".Length..]));
    }

    [Fact]
    public async Task Slots_that_are_skipped_are_missed_too()
    {
        await using var node = await CronNode.StartAsync(_measurements);
        await node.AddAsync("0 * * * *", MissedRuns.Skip);
        await node.PassAsync(TimeSpan.FromMinutes(210));

        Assert.Equal(["sockeye.background.schedule.slots 3 {slot} sockeye.slot.result=missed"], Lines("sockeye.background.schedule.slots "));
    }

    private Task<Application> StartAsync(Action<SockeyeBackgroundBuilder> configure, Func<TimeProvider, IJobStore>? store = null, Measurements? measurements = null) => Application.StartAsync(
        background => configure(background.On<int>("placed", "stock", static (_, _) => Task.CompletedTask)),
        services => services.AddSingleton<IMeterFactory>(new Borrowed(measurements ?? _measurements)),
        store);

    private string[] Observe() => [.. _measurements.Observe().Where(static line => line.StartsWith("sockeye.background.queue.", StringComparison.Ordinal))];

    private string[] Lines(string beginning) => [.. _measurements.Lines.Where(line => line.StartsWith(beginning, StringComparison.Ordinal))];

    // The host disposes of what it makes; this is the test's.
    private sealed class Borrowed(IMeterFactory owner) : IMeterFactory
    {
        public Meter Create(MeterOptions options) => owner.Create(options);

        public void Dispose()
        {
        }
    }
}
