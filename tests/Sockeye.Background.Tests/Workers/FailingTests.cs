using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Workers;

/// <summary>Attempts that do not end well, or not at all.</summary>
public sealed class FailingTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_attempt_that_takes_too_long_is_cancelled_and_tried_again()
    {
        var reasons = new TaskCompletionSource<AttemptCancelReason?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var application = await Application.StartAsync(background => background.On<Order>(
            "placed",
            "stock",
            async (_, context) =>
            {
                if (context.Attempt == 1)
                {
                    started.SetResult();
                    await Task.Delay(Timeout.Infinite, context.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    reasons.TrySetResult(context.CancelReason);
                    context.CancellationToken.ThrowIfCancellationRequested();
                }
            },
            options => options.AttemptTimeout = TimeSpan.FromSeconds(7)));
        await EmitAsync(application);
        await started.Task.DefaultTimeout();
        await application.SettleAsync(Application.TimersWhileOneRuns); // its own timer among them

        application.Time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.False(reasons.Task.IsCompleted);
        for (var i = 0; i < 100 && !reasons.Task.IsCompleted; i++)
        {
            application.Time.Advance(TimeSpan.FromSeconds(0.1));
            await application.SettleAsync(Application.TimersWhileOneRuns, reasons.Task);
        }

        Assert.Equal(AttemptCancelReason.TimedOut, await reasons.Task.DefaultTimeout());
        var failed = await application.WhenAsync(static job => job is { State: JobState.Waiting, Attempt: 1 });
        Assert.Equal(FailureKind.TimedOut, failed.LastFailure!.Kind);
        await application.WhenAsync(static job => job is { State: JobState.Completed, Attempt: 2 }, TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task An_attempt_that_keeps_its_thread_is_cancelled_too_when_its_time_is_up()
    {
        var reasons = new TaskCompletionSource<AttemptCancelReason?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var application = await Application.StartAsync(background => background.On<Order>(
            "placed",
            "stock",
            (_, context) =>
            {
                if (context.Attempt == 1)
                {
                    started.SetResult();
                    context.CancellationToken.WaitHandle.WaitOne(TimeSpan.FromSeconds(20)); // what reckons, and looks at its token
                    reasons.TrySetResult(context.CancelReason);
                    context.CancellationToken.ThrowIfCancellationRequested();
                }

                return Task.CompletedTask;
            },
            options => options.AttemptTimeout = TimeSpan.FromSeconds(7)));
        await EmitAsync(application);
        await started.Task.DefaultTimeout();
        for (var i = 0; i < 40 && !reasons.Task.IsCompleted; i++)
        {
            await application.SettleAsync(Application.TimersWhileNoneRuns, reasons.Task);
            application.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(AttemptCancelReason.TimedOut, await reasons.Task.DefaultTimeout());
        var failed = await application.WhenAsync(static job => job is { State: JobState.Waiting or JobState.Completed });
        Assert.Equal(FailureKind.TimedOut, failed.LastFailure!.Kind);
    }

    [Fact]
    public async Task A_listener_that_does_not_heed_its_token_is_left_behind()
    {
        var never = new TaskCompletionSource();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var application = await Application.StartAsync(background => background.On<Order>(
            "placed",
            "stock",
            (_, context) =>
            {
                started.TrySetResult();
                return context.Attempt == 1 ? never.Task : Task.CompletedTask;
            },
            options => options.AttemptTimeout = TimeSpan.FromSeconds(1)));
        await EmitAsync(application);
        await started.Task.DefaultTimeout();

        await application.WhenAsync(static job => job is { State: JobState.Completed, Attempt: 2 }, TimeSpan.FromMilliseconds(500));
        never.SetResult();
    }

    [Fact]
    public async Task A_listener_may_say_that_trying_again_is_of_no_use()
    {
        await using var application = await Application.StartAsync(background => background
            .On<Order>("placed", "stock", static (_, _) => throw new JobRejectedException("no such product")));
        await EmitAsync(application);

        var dead = await application.WhenAsync(static job => job.State == JobState.Dead);

        Assert.Equal((FailureKind.Rejected, "no such product", 1), (dead.LastFailure!.Kind, dead.LastFailure.Message, dead.Attempt));
    }

    [Fact]
    public async Task A_payload_that_cannot_be_read_is_a_dead_letter_at_once()
    {
        await using var application = await Application.StartAsync(background => background.On<Order>("placed", "stock", static (_, _) => Task.CompletedTask));
        await application.Events.EmitAsync("placed", "not an order", cancellationToken: CancellationToken);

        var dead = await application.WhenAsync(static job => job.State == JobState.Dead);

        Assert.Equal((FailureKind.Unreadable, 1), (dead.LastFailure!.Kind, dead.Attempt));
        Assert.Contains("Order", dead.LastFailure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task So_is_one_that_the_listeners_type_refuses_in_its_own_words()
    {
        await using var application = await Application.StartAsync(background => background.On<Counted>("counted", "stock", static (_, _) => Task.CompletedTask));
        await application.Events.EmitAsync("counted", new { Number = -1 }, cancellationToken: CancellationToken);

        var dead = await application.WhenAsync(static job => job.State == JobState.Dead || job.Attempt > 1);

        Assert.Equal((FailureKind.Unreadable, 1), (dead.LastFailure!.Kind, dead.Attempt));
        Assert.Contains("non-negative", dead.LastFailure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_letter_that_is_replayed_runs_again()
    {
        var isOpen = false;
        await using var application = await Application.StartAsync(background => background.On<Order>(
            "placed", "stock", (_, _) => isOpen ? Task.CompletedTask : throw new InvalidOperationException("closed"), static options => options.Retry.MaxAttempts = 1));
        await EmitAsync(application);
        var dead = await application.WhenAsync(static job => job.State == JobState.Dead);

        isOpen = true;
        Assert.Equal(1, await application.Jobs.ReplayAsync(new JobFilter { Ids = [dead.Id] }, CancellationToken));

        await application.WhenAsync(static job => job.State == JobState.Completed);
    }

    [Fact]
    public async Task What_one_listener_fails_of_is_not_the_others_failure()
    {
        await using var application = await Application.StartAsync(background => background
            .On<Order>("placed", "bad", static (_, _) => throw new InvalidOperationException("bad"), static options => options.Retry.MaxAttempts = 1)
            .On<Order>("placed", "good", static (_, _) => Task.CompletedTask));
        await EmitAsync(application);

        await application.WhenAsync(static job => job is { Listener: "bad", State: JobState.Dead });
        await application.WhenAsync(static job => job is { Listener: "good", State: JobState.Completed });
    }

    [Fact]
    public async Task A_job_whose_workers_die_again_and_again_is_given_up()
    {
        var store = new MemoryJobStore(TimeProvider.System);
        await store.RegisterAsync([new ListenerRegistration("placed", "stock")], CancellationToken);
        await store.AddAsync([new NewEvent { Id = Guid.CreateVersion7(), Name = "placed", Payload = "{}"u8.ToArray() }], CancellationToken);
        for (var i = 0; i < 2; i++)
        {
            // A worker that dies with its first breath.
            var leased = await store.LeaseAsync(new LeaseRequest("dying", [new("placed", "stock", 1)], 1, TimeSpan.FromTicks(1)), CancellationToken);
            Assert.Single(leased.Jobs);
        }

        var runs = 0;
        await using var application = await Application.StartAsync(
            background => background.On<Order>(
                "placed",
                "stock",
                (_, _) =>
                {
                    runs++;
                    return Task.CompletedTask;
                },
                static options => options.Retry.MaxAttempts = 2),
            store: _ => store);

        var dead = await application.WhenAsync(static job => job.State == JobState.Dead);
        Assert.Equal((FailureKind.Abandoned, 0), (dead.LastFailure!.Kind, runs));
        Assert.StartsWith("The last of its 2 attempts did not end: its worker died, or could not keep the lease", dead.LastFailure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "Its only attempt did not end: ")]
    [InlineData(3, "The last of its 3 attempts did not end: ")]
    public async Task What_is_given_up_after_failures_says_that_the_last_attempt_did_not_end(int attempts, string message)
    {
        var store = new MemoryJobStore(TimeProvider.System);
        await store.RegisterAsync([new ListenerRegistration("placed", "stock")], CancellationToken);
        await store.AddAsync([new NewEvent { Id = Guid.CreateVersion7(), Name = "placed", Payload = "{}"u8.ToArray() }], CancellationToken);
        for (var i = 1; i < attempts; i++)
        {
            var failing = Assert.Single((await store.LeaseAsync(new LeaseRequest("failing", [new("placed", "stock", 1)], 1, TimeSpan.FromMinutes(1)), CancellationToken)).Jobs);
            await store.SettleAsync([new Settlement(failing.Hold, JobEnding.Retry, TimeSpan.Zero, new JobFailure(FailureKind.Failed, "no answer"))], CancellationToken);
        }

        Assert.Single((await store.LeaseAsync(new LeaseRequest("dying", [new("placed", "stock", 1)], 1, TimeSpan.FromTicks(1)), CancellationToken)).Jobs);
        await using var application = await Application.StartAsync(
            background => background.On<Order>("placed", "stock", static (_, _) => Task.CompletedTask, options => options.Retry.MaxAttempts = attempts), store: _ => store);

        var dead = await application.WhenAsync(static job => job.State == JobState.Dead);
        Assert.Equal(FailureKind.Abandoned, dead.LastFailure!.Kind);
        Assert.StartsWith(message, dead.LastFailure.Message, StringComparison.Ordinal);
    }

    private static async Task EmitAsync(Application application) =>
        await application.Events.EmitAsync("placed", new Order(1), cancellationToken: CancellationToken);

    private sealed class Counted
    {
        public Counted(int number)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(number);
            Number = number;
        }

        public int Number { get; }
    }
}
