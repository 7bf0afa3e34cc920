using Sockeye.Background.Postgres.Tests.Outbox;
using Sockeye.TestKit;

namespace Sockeye.Background.Postgres.Tests.Stores;

/// <summary>The server goes, and comes back.</summary>
public sealed class PostgresBadDayTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_is_killed_makes_steps_fail_and_when_it_is_back_they_are_repeated_and_nothing_is_lost()
    {
        await using var server = new PostgresServer();
        await server.InitializeAsync();
        await using var source = PostgresStore.Source(server);
        await using var store = await PostgresStore.OpenAsync(source, "jobs");
        await store.RegisterAsync([new ListenerRegistration("placed", "stock")], Cancelled);
        var (kept, repeated) = (Event(), Event());
        await store.AddAsync([kept], Cancelled);
        var request = new LeaseRequest("tester", [new("placed", "stock", 1)], 1, TimeSpan.FromMinutes(5));
        var held = Assert.Single((await store.LeaseAsync(request, Cancelled)).Jobs);

        await server.KillAsync();
        var failures = new List<JobStoreException>
        {
            await Assert.ThrowsAsync<JobStoreException>(() => store.AddAsync([repeated], Cancelled).AsTask()),
            await Assert.ThrowsAsync<JobStoreException>(() => store.SettleAsync([new(held.Hold, JobEnding.Complete)], Cancelled).AsTask()),
            await Assert.ThrowsAsync<JobStoreException>(() => store.LeaseAsync(request, Cancelled).AsTask()),
        };
        Assert.All(failures, static failure => Assert.Equal(JobStoreFailure.Unavailable, failure.Failure));
        var before = store.Signal.Version;

        await server.StartAsync();

        Assert.Equal(AddOutcome.Added, Assert.Single(await store.AddAsync([repeated], Cancelled)).Outcome);
        Assert.Equal(new AddResult(AddOutcome.Duplicate, repeated.Id, 0), Assert.Single(await store.AddAsync([repeated], Cancelled))); // as after an answer that was lost
        Assert.True(Assert.Single(await store.SettleAsync([new(held.Hold, JobEnding.Complete)], Cancelled)));
        Assert.Equal(repeated.Id, Assert.Single((await store.LeaseAsync(request, Cancelled)).Jobs).EventId);
        Assert.Equal(2, (await store.ListAsync(new JobFilter(), new JobPage(), Cancelled)).Count);

        // It listens again, and lets everybody look.
        Assert.Equal(WakeUps.Cancellation, await store.Signal.WaitAsync(before, WakeUps.Cancellation, TimeSpan.FromSeconds(20), TimeProvider.System, Cancelled).AsTask().DefaultTimeout());
    }

    private static NewEvent Event() => new() { Id = Guid.CreateVersion7(), Name = "placed", Payload = "{}"u8.ToArray() };
}
