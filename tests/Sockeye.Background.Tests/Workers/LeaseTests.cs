using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Sockeye.Background.Tests.Listeners;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Workers;

/// <summary>Leases that are kept, lost and given back.</summary>
public sealed class LeaseTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_that_runs_for_long_keeps_its_lease()
    {
        var (started, end) = (NewSignal(), NewSignal());
        await using var application = await StartAsync(started, _ => end.Task);

        for (var i = 0; i < 300; i++)
        {
            application.Time.Advance(TimeSpan.FromSeconds(1)); // ten leases long
            await application.SettleAsync(Application.TimersWhileOneRuns);
        }

        end.SetResult();
        var done = await application.WhenAsync(static job => job.State == JobState.Completed);
        Assert.Equal(1, done.Attempt);
    }

    [Fact]
    public async Task When_renewing_fails_the_token_is_cancelled_before_the_lease_ends()
    {
        BreakableStore store = null!;
        var (started, cancelled) = (NewSignal(), new TaskCompletionSource<AttemptCancelReason?>(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var application = await StartAsync(started, context => UntilCancelledAsync(context, cancelled), time => BreakableStore.Create(time, out store));
        var end = (await application.Jobs.ListAsync(cancellationToken: CancellationToken))[0].LeaseEnd!.Value;

        await application.SettleAsync(Application.TimersWhileOneRuns);
        store.IsBroken = true;
        for (var i = 0; i < 26; i++) // four seconds before the end
        {
            application.Time.Advance(TimeSpan.FromSeconds(1));
            await application.SettleAsync(Application.TimersWhileOneRuns, cancelled.Task);
        }

        Assert.Equal(AttemptCancelReason.LeaseLost, await cancelled.Task.DefaultTimeout());
        Assert.True(application.Time.GetUtcNow() < end);
        store.IsBroken = false;
    }

    [Fact]
    public async Task A_process_that_stood_still_until_the_lease_had_ended_does_not_begin_the_work()
    {
        BreakableStore store = null!;
        var attempts = new ConcurrentQueue<int>();
        var stood = NewSignal();
        await using var application = await Application.StartAsync(
            background => background.On<Order>(
                "placed",
                "stock",
                (_, context) =>
                {
                    attempts.Enqueue(context.Attempt);
                    return Task.CompletedTask;
                }),
            store: time => BreakableStore.Create(time, out store));
        await application.SettleAsync(Application.TimersWhileOneRuns - 1);
        store.OnLeased = () =>
        {
            application.Time.Advance(TimeSpan.FromMinutes(1));
            application.SettleAsync(Application.TimersWhileOneRuns - 2).GetAwaiter().GetResult(); // whoever guards leases has looked, and not seen this one
            stood.SetResult();
        };
        await application.Events.EmitAsync("placed", new Order(1), cancellationToken: CancellationToken);

        await stood.Task.DefaultTimeout();
        await application.WhenAsync(static job => job.State == JobState.Completed, TimeSpan.FromSeconds(1));

        Assert.Equal([2], attempts);
    }

    [Fact]
    public async Task A_clock_that_is_put_forward_makes_what_runs_start_again_and_the_former_attempt_hears_of_it_at_once()
    {
        var (started, cancelled) = (NewSignal(), new TaskCompletionSource<AttemptCancelReason?>(TaskCreationOptions.RunContinuationsAsynchronously));
        var starts = 0;
        await using var application = await StartAsync(started, context => Interlocked.Increment(ref starts) == 1 ? UntilCancelledAsync(context, cancelled) : Task.CompletedTask);

        application.Time.PutClock(TimeSpan.FromHours(1));
        await application.Events.EmitAsync("placed", new Order(2), cancellationToken: CancellationToken); // so that the worker asks again; timers do not notice

        Assert.Equal(AttemptCancelReason.LeaseLost, await cancelled.Task.DefaultTimeout());
        var done = await application.WhenAsync(static job => job is { State: JobState.Completed, Attempt: 2 });
        Assert.Equal(2, done.Attempt);
    }

    [Fact]
    public async Task A_clock_that_is_put_back_disturbs_nothing_that_runs()
    {
        var (started, end) = (NewSignal(), NewSignal());
        await using var application = await StartAsync(started, _ => end.Task);

        application.Time.PutClock(-TimeSpan.FromHours(1));
        for (var i = 0; i < 60; i++)
        {
            application.Time.Advance(TimeSpan.FromSeconds(1)); // two leases long
            await application.SettleAsync(Application.TimersWhileOneRuns);
        }

        end.SetResult();
        Assert.Equal(1, (await application.WhenAsync(static job => job.State == JobState.Completed)).Attempt);
    }

    [Fact]
    public async Task A_job_that_runs_is_cancelled_without_waiting_for_the_next_renewal()
    {
        var (started, cancelled) = (NewSignal(), new TaskCompletionSource<AttemptCancelReason?>(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var application = await StartAsync(started, context => UntilCancelledAsync(context, cancelled));

        Assert.Equal(1, await application.Jobs.CancelAsync(new JobFilter { EventName = "placed" }, CancellationToken));

        Assert.Equal(AttemptCancelReason.Cancelled, await cancelled.Task.DefaultTimeout()); // the clock stands
        await application.WhenAsync(static job => job.State == JobState.Cancelled);
    }

    [Fact]
    public async Task What_runs_may_end_while_the_process_stops()
    {
        var (started, end) = (NewSignal(), NewSignal());
        await using var application = await StartAsync(started, _ => end.Task);

        var stopping = application.StopAsync();
        await application.FallToAsync(4); // the attempt's, who renews and guards its lease, and who waits for it
        Assert.False(stopping.IsCompleted);
        end.SetResult();
        await stopping;

        Assert.Equal(JobState.Completed, Assert.Single(await application.Jobs.ListAsync(cancellationToken: CancellationToken)).State);
    }

    [Fact]
    public async Task What_does_not_end_in_time_is_handed_back_without_the_attempt()
    {
        var (started, cancelled) = (NewSignal(), new TaskCompletionSource<AttemptCancelReason?>(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var application = await StartAsync(started, context => UntilCancelledAsync(context, cancelled), shutdownTime: TimeSpan.Zero);

        await application.StopAsync();

        Assert.Equal(AttemptCancelReason.Stopping, await cancelled.Task.DefaultTimeout());
        var job = Assert.Single(await application.Jobs.ListAsync(cancellationToken: CancellationToken));
        Assert.Equal((JobState.Waiting, 0), (job.State, job.Attempt));
    }

    [Fact]
    public async Task What_is_leased_at_the_moment_of_stopping_is_handed_back_too_though_there_is_no_time_to_finish()
    {
        var (leased, mayHear) = (NewSignal(), NewSignal());
        BreakableStore store = null!;
        await using var application = await Application.StartAsync(
            static background => background
                .Configure(static options => options.ShutdownTime = TimeSpan.Zero)
                .On<Order>("placed", "stock", static (_, _) => Task.CompletedTask),
            store: time => BreakableStore.Create(time, out store));
        store.OnLeased = () =>
        {
            leased.SetResult();
            mayHear.Task.Wait(TimeSpan.FromSeconds(30));
        };
        await application.Events.EmitAsync("placed", new Order(1), cancellationToken: CancellationToken);
        await leased.Task.DefaultTimeout();

        var stopping = application.StopAsync();
        await application.FallToAsync(3); // who renews and guards, and who waits for what is being leased
        mayHear.SetResult();
        await stopping;

        var job = Assert.Single(await application.Jobs.ListAsync(cancellationToken: CancellationToken));
        Assert.Equal((JobState.Waiting, 0), (job.State, job.Attempt));
    }

    [Fact]
    public async Task What_a_listener_left_behind_still_does_is_waited_for_when_the_process_stops()
    {
        var (started, end) = (NewSignal(), NewSignal());
        await using var application = await StartAbandonedAsync(started, end);

        var stopping = application.StopAsync();
        await application.FallToAsync(1); // who waits for what was left behind
        Assert.False(stopping.IsCompleted);
        end.SetResult();
        await stopping;

        Assert.Equal(1, application.Services.GetRequiredService<Journal>().Closed); // with the scope of its services
    }

    [Fact]
    public async Task What_a_listener_left_behind_and_never_ends_does_not_hold_up_the_stop_for_ever()
    {
        var (started, end) = (NewSignal(), NewSignal());
        await using var application = await StartAbandonedAsync(started, end);

        var stopping = application.StopAsync();
        await application.FallToAsync(1); // who waits for what was left behind
        while (!stopping.IsCompleted)
        {
            await application.SettleAsync(1, stopping);
            application.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await stopping;
        Assert.Equal(0, application.Services.GetRequiredService<Journal>().Closed);
        end.SetResult();
    }

    [Fact]
    public async Task A_store_that_fails_for_a_while_loses_nothing()
    {
        BreakableStore store = null!;
        var runs = 0;
        await using var application = await Application.StartAsync(
            background => background.On<int>(
                "counted",
                "count",
                (_, _) =>
                {
                    store.IsBroken = Interlocked.Increment(ref runs) == 3; // before its end can be stored
                    return Task.CompletedTask;
                },
                static options => options.Concurrency = 1),
            store: time => BreakableStore.Create(time, out store));
        await application.Events.EmitManyAsync([.. Enumerable.Range(0, 3).Select(static i => BackgroundEvent.Create("counted", i))], CancellationToken);
        await Eventually.TrueAsync(() => Volatile.Read(ref runs) == 3);
        for (var i = 0; i < 20; i++)
        {
            await application.SettleAsync(Application.TimersWhileNoneRuns + 1); // who ends attempts waits to try again, too
            application.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        store.IsBroken = false;
        await EndAsync().DefaultTimeout();
        Assert.Equal([(JobState.Completed, 1), (JobState.Completed, 1), (JobState.Completed, 1)], (await JobsAsync()).Select(static job => (job.State, job.Attempt)));

        async Task EndAsync()
        {
            while ((await JobsAsync()).Any(static job => job.State != JobState.Completed))
            {
                await application.SettleAsync(Application.TimersWhileNoneRuns);
                application.Time.Advance(TimeSpan.FromMilliseconds(100));
            }
        }

        Task<IReadOnlyList<Job>> JobsAsync() => application.Jobs.ListAsync(cancellationToken: CancellationToken).AsTask();
    }

    // The first attempt opens a service, does not heed its token, and is left behind; the second completes the job.
    private static async Task<Application> StartAbandonedAsync(TaskCompletionSource started, TaskCompletionSource end)
    {
        var application = await Application.StartAsync(
            background => background.On<Order>(
                "placed",
                "stock",
                (_, context) =>
                {
                    if (context.Attempt > 1)
                    {
                        return Task.CompletedTask;
                    }

                    context.Services.GetRequiredService<Connection>().Open();
                    started.TrySetResult();
                    return end.Task;
                },
                static options => options.AttemptTimeout = TimeSpan.FromSeconds(1)),
            static services => services.AddSingleton<Journal>().AddScoped<Connection>());
        await application.Events.EmitAsync("placed", new Order(1), cancellationToken: CancellationToken);
        await started.Task.DefaultTimeout();
        await application.WhenAsync(static job => job is { State: JobState.Completed, Attempt: 2 }, TimeSpan.FromMilliseconds(500));
        return application;
    }

    private static async Task<Application> StartAsync(TaskCompletionSource started, Func<JobContext, Task> work, Func<TimeProvider, IJobStore>? store = null, TimeSpan? shutdownTime = null)
    {
        var application = await Application.StartAsync(
            background => background.Configure(options => options.ShutdownTime = shutdownTime ?? options.ShutdownTime).On<Order>(
                "placed",
                "stock",
                (_, context) =>
                {
                    started.TrySetResult();
                    return work(context);
                }),
            store: store);
        await application.Events.EmitAsync("placed", new Order(1), cancellationToken: CancellationToken);
        await started.Task.DefaultTimeout();
        return application;
    }

    private static async Task UntilCancelledAsync(JobContext context, TaskCompletionSource<AttemptCancelReason?> cancelled)
    {
        await Task.Delay(Timeout.Infinite, context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancelled.TrySetResult(context.CancelReason);
        context.CancellationToken.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
