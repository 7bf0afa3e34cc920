using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Listeners;

/// <summary>Listeners that are no longer in the code: each event adds a job that waits for them, until they are forgotten.</summary>
public sealed class ForgettingTests
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_listener_that_is_no_more_is_forgotten_and_its_jobs_can_be_cancelled()
    {
        await using var application = await Application.StartAsync(static background => background.On<Order>("placed", "stock", static (_, _) => Task.CompletedTask));
        await application.Store.RegisterAsync([new ListenerRegistration("placed", "renamed")], CancellationToken); // by the version before
        Assert.Equal(2, (await EmitAsync(application)).Jobs);

        Assert.False(await application.Jobs.ForgetListenerAsync("placed", "sms", CancellationToken));
        Assert.True(await application.Jobs.ForgetListenerAsync("placed", "renamed", CancellationToken));
        Assert.False(await application.Jobs.ForgetListenerAsync("placed", "renamed", CancellationToken));

        Assert.Equal(1, (await EmitAsync(application)).Jobs);
        var filter = new JobFilter { EventName = "placed", Listener = "renamed" };
        Assert.Equal(JobState.Waiting, Assert.Single(await application.Jobs.ListAsync(filter, cancellationToken: CancellationToken)).State);
        Assert.Equal(1, await application.Jobs.CancelAsync(filter, CancellationToken));
        Assert.Equal(JobState.Cancelled, Assert.Single(await application.Jobs.ListAsync(filter, cancellationToken: CancellationToken)).State);
    }

    [Fact]
    public async Task A_process_that_hosts_it_does_the_jobs_it_has_and_one_that_starts_makes_it_known_again()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        IJobStore? store = null;
        Action<SockeyeBackgroundBuilder> configure = background => background.Configure(static options => options.Concurrency = 1).On<Order>("placed", "stock", (_, _) => gate.Task);
        await using (var application = await Application.StartAsync(configure, store: time => store = new MemoryJobStore(time)))
        {
            await EmitAsync(application);
            await EmitAsync(application);
            Assert.True(await application.Jobs.ForgetListenerAsync("placed", "stock", CancellationToken));
            await Assert.ThrowsAsync<UnknownEventException>(() => EmitAsync(application));

            gate.SetResult();
            await Eventually.TrueAsync(async () => (await application.Jobs.CountAsync(cancellationToken: CancellationToken)) is [{ State: JobState.Completed, Count: 2 }]);
        }

        await using var next = await Application.StartAsync(configure, store: _ => store!);
        Assert.Equal(1, (await EmitAsync(next)).Jobs);
    }

    [Fact]
    public async Task Names_that_nothing_can_have_are_refused()
    {
        await using var application = await Application.StartAsync(static background => background.On<Order>("placed", "stock", static (_, _) => Task.CompletedTask));

        Assert.Equal("event", (await Assert.ThrowsAsync<ArgumentException>(() => application.Jobs.ForgetListenerAsync("", "stock", CancellationToken).AsTask())).ParamName);
        Assert.Equal("listener", (await Assert.ThrowsAsync<ArgumentException>(() => application.Jobs.ForgetListenerAsync("placed", "\0", CancellationToken).AsTask())).ParamName);
    }

    private static async Task<EmitResult> EmitAsync(Application application) =>
        await application.Events.EmitAsync("placed", new Order(1), cancellationToken: CancellationToken);
}
