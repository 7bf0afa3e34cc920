namespace Sockeye.Background.Specification;

/// <summary>What a sweep removes, and what it leaves.</summary>
public abstract class RetentionSpecification(Func<ValueTask<StoreUnderTest>> start) : StoreSpecification(start)
{
    private static readonly RetentionPolicy Policy = new(10 * Second, 20 * Second, 30 * Second, 40 * Second);

    [Fact]
    public async Task What_has_ended_is_kept_as_long_as_the_policy_says()
    {
        await RegisterStockAsync();
        await AddAsync([.. Enumerable.Range(0, 5).Select(static _ => Event())]);
        var jobs = await LeaseAsync(4);
        await SettleAsync(jobs[0], JobEnding.Complete);
        await SettleAsync(jobs[1], JobEnding.Cancel);
        await SettleAsync(jobs[2], JobEnding.Bury);

        Assert.Equal(0, await SweepAsync());
        await Tested.PassAsync(12 * Second);
        Assert.Equal(1, await SweepAsync());
        Assert.DoesNotContain(JobState.Completed, await StatesAsync());
        await Tested.PassAsync(10 * Second);
        Assert.Equal(1, await SweepAsync());
        Assert.DoesNotContain(JobState.Cancelled, await StatesAsync());
        await Tested.PassAsync(10 * Second);
        Assert.Equal(1, await SweepAsync());
        await Tested.PassAsync(100 * Second);
        Assert.Equal(0, await SweepAsync());
        Assert.Equal(2, (await ListAsync()).Count); // what waits, and what ran when its worker went
        Assert.Equal(2, (await LeaseAsync()).Count);
    }

    [Fact]
    public async Task A_sweep_removes_no_more_than_its_limit()
    {
        await RegisterStockAsync();
        await AddAsync([.. Enumerable.Range(0, 7).Select(static _ => Event())]);
        await Store.SettleAsync([.. (await LeaseAsync()).Select(static job => new Settlement(job.Hold, JobEnding.Complete))], CancellationToken);
        await Tested.PassAsync(20 * Second);

        Assert.Equal(3, await Store.SweepAsync(Policy with { Limit = 3 }, CancellationToken));
        Assert.Equal(4, (await ListAsync()).Count);
        Assert.Equal(4, await SweepAsync());
    }

    [Fact]
    public async Task A_unique_key_is_held_until_the_last_job_of_its_event_is_removed()
    {
        await RegisterAsync(new("placed", "stock"), new("placed", "mail"));
        await AddAsync(Event() with { UniqueKey = "order 1" });
        await SettleAsync(await LeaseOneAsync(), JobEnding.Complete);
        await Tested.PassAsync(20 * Second);

        Assert.Equal(1, await SweepAsync());
        Assert.Equal(AddOutcome.Duplicate, (await AddAsync(Event() with { UniqueKey = "order 1" })).Outcome);

        await SettleAsync((await LeaseAsync(listener: "mail"))[0], JobEnding.Complete);
        await Tested.PassAsync(20 * Second);
        Assert.Equal(1, await SweepAsync());
        Assert.Equal(AddOutcome.Added, (await AddAsync(Event() with { UniqueKey = "order 1" })).Outcome);
    }

    [Fact]
    public async Task A_unique_key_may_be_held_for_longer_than_its_event()
    {
        await RegisterStockAsync();
        var added = Event() with { UniqueKey = "order 1", UniqueFor = 60 * Second };
        await AddAsync(added);
        await SettleAsync(await LeaseOneAsync(), JobEnding.Complete);
        await Tested.PassAsync(20 * Second);
        Assert.Equal(1, await SweepAsync());

        Assert.Equal(new AddResult(AddOutcome.Duplicate, added.Id, 0), await AddAsync(Event() with { UniqueKey = "order 1" }));
        await Tested.PassAsync(60 * Second);
        await SweepAsync();
        Assert.Equal(AddOutcome.Added, (await AddAsync(Event() with { UniqueKey = "order 1" })).Outcome);
    }

    [Fact]
    public async Task An_event_that_nobody_claims_is_kept_for_a_time()
    {
        var kept = Event() with { IfUnknown = UnknownEventPolicy.Keep, UniqueKey = "order 1" };
        await AddAsync(kept);
        await Tested.PassAsync(30 * Second);
        Assert.Equal(0, await SweepAsync());
        Assert.Equal(AddOutcome.Duplicate, (await AddAsync(kept with { Id = Guid.CreateVersion7() })).Outcome);

        await Tested.PassAsync(20 * Second);
        Assert.Equal(1, await SweepAsync());
        await RegisterStockAsync();
        Assert.Empty(await ListAsync());
        Assert.Equal(AddOutcome.Added, (await AddAsync(kept with { Id = Guid.CreateVersion7() })).Outcome);
    }

    [Fact]
    public async Task A_batch_goes_with_the_last_of_its_jobs()
    {
        await RegisterStockAsync();
        var id = Guid.CreateVersion7();
        await Store.AddBatchAsync(new NewBatch(id, [Event(), Event()], null), CancellationToken);
        var jobs = await LeaseAsync();
        await SettleAsync(jobs[0], JobEnding.Complete);
        await SettleAsync(jobs[1], JobEnding.Bury);

        await Tested.PassAsync(20 * Second);
        Assert.Equal(1, await SweepAsync());
        Assert.NotNull(await Store.FindBatchAsync(id, CancellationToken));
        await Tested.PassAsync(20 * Second);
        Assert.Equal(1, await SweepAsync());
        Assert.Null(await Store.FindBatchAsync(id, CancellationToken));
    }

    private async Task<int> SweepAsync() => await Store.SweepAsync(Policy, CancellationToken);
}
