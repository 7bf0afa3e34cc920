namespace Sockeye.Background.Tests.Workers;

/// <summary>A listener that puts its job off.</summary>
public sealed class PostponingTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_that_is_put_off_waits_as_long_as_it_was_told_and_costs_no_attempt()
    {
        await using var application = await StartAsync(static context => context.Postponements < 3
            ? throw new JobPostponedException(TimeSpan.FromSeconds(8), "The circuit is open.")
            : Task.CompletedTask);
        await application.Events.EmitAsync("placed", new Order(1), cancellationToken: CancellationToken);

        for (var i = 0; i < 3; i++)
        {
            var waiting = await WaitingAsync(application);
            Assert.Equal((0, i + 1, FailureKind.Postponed), (waiting.Attempt, waiting.Postponements, waiting.LastFailure!.Kind));
            Assert.Equal("The circuit is open.", waiting.LastFailure.Message);
            Assert.InRange(waiting.Due - application.Time.GetUtcNow(), TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(8 * 1.2));
            application.Time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(1, (await application.WhenAsync(static job => job.State == JobState.Completed)).Attempt); // of two
    }

    [Fact]
    public async Task Who_puts_off_for_nothing_and_for_ever_waits_all_the_same_and_is_given_up()
    {
        var starts = 0;
        await using var application = await StartAsync(_ =>
        {
            Interlocked.Increment(ref starts);
            throw new JobPostponedException(TimeSpan.Zero, "Not yet.");
        });
        await application.Events.EmitAsync("placed", new Order(1), cancellationToken: CancellationToken);

        for (var i = 0; i < 4; i++)
        {
            var waiting = await WaitingAsync(application);
            Assert.Equal(i < 3 ? 0 : 1, waiting.Attempt); // put off three times, then it counts
            Assert.InRange(waiting.Due - application.Time.GetUtcNow(), TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(1.2)); // as between attempts
            application.Time.Advance(TimeSpan.FromSeconds(2));
        }

        var dead = await application.WhenAsync(static job => job.State == JobState.Dead);
        Assert.Equal((2, 3, FailureKind.Postponed), (dead.Attempt, dead.Postponements, dead.LastFailure!.Kind));
        Assert.Contains("put off 3 times", dead.LastFailure.Message, StringComparison.Ordinal);
        Assert.Contains("Not yet.", dead.LastFailure.Message, StringComparison.Ordinal);
        Assert.Equal(5, starts);
    }

    [Fact]
    public void A_time_that_cannot_be_meant_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new JobPostponedException(TimeSpan.FromTicks(-1), "no"));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new JobPostponedException(TimeSpan.MaxValue, "no"));
    }

    private static async Task<Job> WaitingAsync(Application application)
    {
        var waiting = await application.WhenAsync(job => job is { State: JobState.Waiting, LastFailure: not null } && job.Due > application.Time.GetUtcNow());
        await application.SettleAsync(Application.TimersWhileNoneRuns);
        return waiting;
    }

    private static Task<Application> StartAsync(Func<JobContext, Task> listener) => Application.StartAsync(background => background.On<Order>(
        "placed",
        "stock",
        (_, context) => listener(context),
        static options => (options.Retry.MaxAttempts, options.Retry.MaxPostponements) = (2, 3)));
}
