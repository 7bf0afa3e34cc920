using System.Collections.Concurrent;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Workers;

public sealed class WorkerTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_that_is_emitted_runs_its_listeners()
    {
        var got = new ConcurrentQueue<string>();
        var both = new CountdownEvent(2);
        await using var application = await Application.StartAsync(background => background
            .On<Order>("placed", "stock", (order, context) => Take(order, context))
            .On<Order>("placed", "mail", (order, context) => Take(order, context)));

        Task Take(Order order, JobContext context)
        {
            got.Enqueue($"{context.Listener} {order.Number} {order.Text} {context.Attempt}");
            both.Signal();
            return Task.CompletedTask;
        }

        var placed = await application.Events.EmitAsync("placed", new Order(7, "åß∂"), cancellationToken: CancellationToken);

        Assert.Equal((EmitOutcome.Stored, 2), (placed.Outcome, placed.Jobs));
        await Task.Run(() => both.Wait(CancellationToken), CancellationToken).DefaultTimeout();
        Assert.Equal(["mail 7 åß∂ 1", "stock 7 åß∂ 1"], got.Order());
        await application.WhenAsync(static job => job is { Listener: "stock", State: JobState.Completed });
        await application.WhenAsync(static job => job is { Listener: "mail", State: JobState.Completed });
    }

    [Fact]
    public async Task Many_events_are_all_done()
    {
        const int Count = 20_000;
        var done = new ConcurrentDictionary<int, int>();
        await using var application = await Application.StartAsync(background => background
            .On<int>("counted", "count", (number, _) =>
            {
                done.AddOrUpdate(number, 1, static (_, times) => times + 1);
                return Task.CompletedTask;
            }));

        await application.Events.EmitManyAsync([.. Enumerable.Range(0, Count).Select(static i => BackgroundEvent.Create("counted", i))], CancellationToken);
        await Eventually.TrueAsync(async () => (await application.Jobs.CountAsync(new JobFilter { States = [JobState.Completed] }, CancellationToken)).Sum(static count => count.Count) >= Count);

        Assert.Equal(Count, done.Count);
        Assert.All(done.Values, static times => Assert.Equal(1, times));
    }

    [Fact]
    public async Task What_waits_for_its_own_listener_does_not_hold_up_the_others()
    {
        var began = new SemaphoreSlim(0);
        var mayEnd = new SemaphoreSlim(0);
        using var ending = new CancellationTokenSource(); // so that what runs does not hold up the stop, whatever is found
        await using var application = await Application.StartAsync(background => background
            .On<int>("quick", "quick", static (_, _) => Task.CompletedTask)
            .On<int>(
                "slow",
                "slow",
                async (number, _) =>
                {
                    if (number > 0)
                    {
                        began.Release();
                        await mayEnd.WaitAsync(ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    }
                },
                static options => options.Concurrency = 1));
        await application.Events.EmitManyAsync([BackgroundEvent.Create("quick", 0), BackgroundEvent.Create("slow", 0)], CancellationToken);
        await application.WhenAsync(static job => job is { Listener: "quick", State: JobState.Completed });
        await application.WhenAsync(static job => job is { Listener: "slow", State: JobState.Completed }); // so quick that more of it is fetched ahead

        await application.Events.EmitManyAsync([.. Enumerable.Range(1, 10).Select(static i => BackgroundEvent.Create("slow", i))], CancellationToken);
        await began.WaitAsync(CancellationToken).DefaultTimeout();
        await Eventually.TrueAsync(async () => await RunningAsync() == 10); // leased

        for (var i = 0; i < 60; i++)
        {
            await application.SettleAsync(Application.TimersWhileOneRuns); // with one fewer a renewal may be left behind, and the leases end
            application.Time.Advance(TimeSpan.FromSeconds(1));
        }

        mayEnd.Release(); // now it is known to be slow
        await began.WaitAsync(CancellationToken).DefaultTimeout();
        await application.Events.EmitAsync("quick", 1, cancellationToken: CancellationToken);

        try
        {
            await Eventually.TrueAsync(async () => await CompletedAsync("quick") == 2);
        }
        finally
        {
            await ending.CancelAsync();
        }

        async Task<long> RunningAsync() => Sum(await application.Jobs.CountAsync(new JobFilter { States = [JobState.Running] }, CancellationToken));

        async Task<long> CompletedAsync(string listener) =>
            Sum(await application.Jobs.CountAsync(new JobFilter { Listener = listener, States = [JobState.Completed] }, CancellationToken));

        static long Sum(IReadOnlyList<JobCount> counts) => counts.Sum(static count => count.Count);
    }

    [Fact]
    public async Task A_listener_that_fails_is_tried_again_with_back_off_and_given_up_in_the_end()
    {
        var attempts = new ConcurrentQueue<int>();
        await using var application = await Application.StartAsync(background => background
            .On<Order>(
                "placed",
                "stock",
                (_, context) =>
                {
                    attempts.Enqueue(context.Attempt);
                    throw new InvalidOperationException("no room");
                },
                options => options.Retry.MaxAttempts = 3));

        await application.Events.EmitAsync("placed", new Order(1), cancellationToken: CancellationToken);

        var failed = await application.WhenAsync(static job => job is { State: JobState.Waiting, Attempt: 1 });
        Assert.InRange(failed.Due - failed.Started!.Value, TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(1.2));
        var dead = await application.WhenAsync(static job => job.State == JobState.Dead, TimeSpan.FromMilliseconds(100));
        Assert.Equal([1, 2, 3], attempts);
        Assert.Equal((FailureKind.Failed, "no room", "System.InvalidOperationException"), (dead.LastFailure!.Kind, dead.LastFailure.Message, dead.LastFailure.ExceptionType));
        Assert.Contains(nameof(WorkerTests), dead.LastFailure.Stack, StringComparison.Ordinal);
    }
}
