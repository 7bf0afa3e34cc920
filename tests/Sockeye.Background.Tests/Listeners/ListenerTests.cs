using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Listeners;

public sealed class ListenerTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_class_has_its_own_name_and_a_scope_for_each_attempt()
    {
        var journal = new Journal();
        await using var application = await Application.StartAsync(
            static background => background.On<Order, SendMail>("placed").On<Order, SendMail>("placed", "again"),
            services => services.AddSingleton(journal).AddScoped<Connection>());
        await application.Events.EmitAsync("placed", new Order(7), cancellationToken: CancellationToken);

        await application.WhenAsync(static job => job is { Listener: "SendMail", State: JobState.Completed }, TimeSpan.FromMilliseconds(100));
        await application.WhenAsync(static job => job is { Listener: "again", State: JobState.Completed }, TimeSpan.FromMilliseconds(100));

        Assert.Equal(["SendMail 7 attempt 1", "SendMail 7 attempt 2", "again 7 attempt 1", "again 7 attempt 2"], journal.Lines.Order());
        Assert.Equal((4, 4), (journal.Opened, journal.Closed)); // and one that the start has tried is none of these
    }

    [Fact]
    public void A_lambda_without_a_name_is_refused()
    {
        var services = new ServiceCollection();

        var exception = Assert.Throws<ArgumentException>(() =>
            services.AddSockeyeBackground(static background => background.On<Order>("placed", static (_, _) => Task.CompletedTask)));

        Assert.Contains("needs a name", exception.Message, StringComparison.Ordinal);
        Assert.Contains("On(\"placed\", \"name\"", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_method_has_the_name_of_its_class_and_its_own()
    {
        await using var application = await Application.StartAsync(static background => background.On<Order>("placed", TakeAsync));
        await application.Events.EmitAsync("placed", new Order(1), cancellationToken: CancellationToken);

        await application.WhenAsync(static job => job is { Listener: "ListenerTests.TakeAsync", State: JobState.Completed });
    }

    [Fact]
    public void Names_are_given_once_and_within_bounds()
    {
        AssertRefused("already", static background => background
            .On<Order>("placed", "stock", TakeAsync).On<Order>("placed", "stock", TakeAsync));
        AssertRefused("1 to 200 characters", static background => background.On<Order>("placed", "", TakeAsync));
        AssertRefused("1 to 200 characters", static background => background.On<Order>("", "stock", TakeAsync));
        AssertRefused("KeyConcurrency is 0", static background => background.On<Order>("placed", "stock", TakeAsync, static options => options.KeyConcurrency = 0));
        AssertRefused("MaxAttempts is 0", static background => background.On<Order>("placed", "stock", TakeAsync, static options => options.Retry.MaxAttempts = 0));
        AssertRefused("Jitter is 1.5", static background => background.On<Order>("placed", "stock", TakeAsync, static options => options.Retry.Jitter = 1.5));
        AssertRefused("FirstDelay is", static background => background.On<Order>("placed", "stock", TakeAsync, static options => options.Retry.FirstDelay = TimeSpan.MaxValue));
        AssertRefused("at most a year", static background => background.On<Order>("placed", "stock", TakeAsync, static options => options.Rate = new StartRate(1, TimeSpan.MaxValue)));
        AssertRefused("AttemptTimeout is 60", static background => background.On<Order>("placed", "stock", TakeAsync, static options => options.AttemptTimeout = TimeSpan.FromDays(60)));
    }

    [Fact]
    public async Task A_class_that_cannot_be_made_fails_the_start()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => Application.StartAsync(static background => background.On<Order, SendMail>("placed")));

        Assert.Contains("SendMail", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Journal", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_many_run_at_a_time_as_the_worker_and_the_listener_allow()
    {
        var (slow, fast) = (new Gauge(), new Gauge());
        await using var application = await Application.StartAsync(background => background
            .Configure(static options => options.Concurrency = 4)
            .On<int>("counted", "slow", (_, _) => slow.PassAsync(), static options => options.Concurrency = 2)
            .On<int>("counted", "fast", (_, _) => fast.PassAsync()));

        await application.Events.EmitManyAsync([.. Enumerable.Range(0, 100).Select(static i => BackgroundEvent.Create("counted", i))], CancellationToken);
        await Eventually.TrueAsync(async () => (await application.Jobs.CountAsync(new JobFilter { States = [JobState.Completed] }, CancellationToken)).Sum(static count => count.Count) >= 200);

        Assert.InRange(slow.Most, 1, 2);
        Assert.InRange(fast.Most, 1, 4);
        Assert.Equal((100, 100), (slow.Passed, fast.Passed));
    }

    [Fact]
    public async Task Within_a_key_jobs_run_one_after_the_other_in_order()
    {
        var got = new ConcurrentDictionary<string, ConcurrentQueue<int>>();
        var running = new ConcurrentDictionary<string, int>();
        await using var application = await Application.StartAsync(background => background.On<int>("counted", "count", async (number, context) =>
        {
            Assert.Equal(1, running.AddOrUpdate(context.Key!, 1, static (_, count) => count + 1));
            await Task.Yield();
            got.GetOrAdd(context.Key!, static _ => new()).Enqueue(number);
            running.AddOrUpdate(context.Key!, 0, static (_, count) => count - 1);
        }));

        await application.Events.EmitManyAsync(
            [.. Enumerable.Range(0, 300).Select(static i => BackgroundEvent.Create("counted", i, new BackgroundEmitOptions { Key = $"{i % 7}" }))], CancellationToken);
        await Eventually.TrueAsync(() => got.Values.Sum(static numbers => numbers.Count) >= 300);

        Assert.All(got, static key => Assert.Equal(Enumerable.Range(0, 300).Where(i => $"{i % 7}" == key.Key), key.Value));
    }

    [Fact]
    public async Task Progress_can_be_watched_until_the_job_has_ended()
    {
        var go = new SemaphoreSlim(0);
        await using var application = await Application.StartAsync(background => background.Configure(InRealTime).On<int>("resize", "resizer", async (_, context) =>
        {
            for (var percent = 0; percent <= 100; percent += 50)
            {
                Assert.True(await context.ReportProgressAsync(percent, context.CancellationToken));
                await Assert.ThrowsAsync<ArgumentException>(async () => await context.ReportProgressAsync(new string('x', 1024 * 1024), context.CancellationToken));
                await go.WaitAsync(context.CancellationToken);
            }
        }));
        var placed = await application.Events.EmitAsync("resize", 1, cancellationToken: CancellationToken);
        var id = (await application.WhenAsync(job => job.EventId == placed.EventId && job.Progress is not null)).Id;

        var seen = new List<string>();
        var watching = Task.Run(async () =>
        {
            await foreach (var job in application.Jobs.WatchAsync(id, CancellationToken))
            {
                seen.Add($"{job.State} {System.Text.Encoding.UTF8.GetString(job.Progress!.Value.Span)}");
                go.Release();
            }
        }, CancellationToken);
        await watching.DefaultTimeout();
        Assert.Equal(["Running 0", "Running 50", "Running 100", "Completed 100"], seen);
    }

    [Fact]
    public async Task A_paused_queue_waits_until_it_is_resumed()
    {
        await using var application = await Application.StartAsync(static background => background.On<Order>("placed", "stock", TakeAsync, static options => options.Queue = "slow"));
        await application.Jobs.PauseAsync("slow", CancellationToken);
        await application.Events.EmitAsync("placed", new Order(1), cancellationToken: CancellationToken);
        Assert.True(Assert.Single(await application.Jobs.GetQueuesAsync(CancellationToken)).IsPaused);
        Assert.Equal(JobState.Waiting, Assert.Single(await application.Jobs.ListAsync(cancellationToken: CancellationToken)).State);

        await application.Jobs.ResumeAsync("slow", CancellationToken);

        await application.WhenAsync(static job => job.State == JobState.Completed);
    }

    [Fact]
    public async Task What_is_no_longer_kept_is_removed()
    {
        await using var application = await Application.StartAsync(static background => background
            .Configure(static options => (options.KeepCompleted, options.KeepDead) = (TimeSpan.FromMinutes(5), TimeSpan.MaxValue))
            .On<Order>("placed", "stock", TakeAsync)
            .On<Order>("placed", "mail", static (_, _) => throw new JobRejectedException("for ever")));
        await application.Events.EmitAsync("placed", new Order(1), cancellationToken: CancellationToken);
        await application.WhenAsync(static job => job.State == JobState.Completed);
        await application.WhenAsync(static job => job.State == JobState.Dead);

        application.Time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(2, (await application.Jobs.ListAsync(cancellationToken: CancellationToken)).Count);
        await Eventually.TrueAsync(async () =>
        {
            application.Time.Advance(TimeSpan.FromMinutes(1));
            return await application.Jobs.ListAsync(cancellationToken: CancellationToken) is [{ State: JobState.Dead }];
        });
    }

    // Each look is a step of the test, so nothing is to be gained by moving the clock.
    private static void InRealTime(BackgroundOptions options) =>
        (options.TimeProvider, options.WatchInterval) = (TimeProvider.System, TimeSpan.FromMilliseconds(1));

    private static Task TakeAsync(Order order, JobContext context) => Task.CompletedTask;

    private static void AssertRefused(string text, Action<SockeyeBackgroundBuilder> configure) =>
        Assert.Contains(text, Assert.Throws<ArgumentException>(() => new ServiceCollection().AddSockeyeBackground(configure)).Message, StringComparison.Ordinal);

    private sealed class Gauge
    {
        private readonly Lock _gate = new();
        private int _now;
        private int _passed;

        public int Most { get; private set; }

        public int Passed => _passed;

        public async Task PassAsync()
        {
            var now = Interlocked.Increment(ref _now);
            lock (_gate)
            {
                Most = Math.Max(Most, now);
            }

            await Task.Yield();
            Interlocked.Decrement(ref _now);
            Interlocked.Increment(ref _passed);
        }
    }
}
