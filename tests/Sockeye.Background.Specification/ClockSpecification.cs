namespace Sockeye.Background.Specification;

/// <summary>The store's clock is put forward or back: jobs may start early or late, and none is lost, done for another, or held up for longer than the jump.</summary>
public abstract class ClockSpecification(Func<ValueTask<StoreUnderTest>> start) : StoreSpecification(start)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Put_forward_it_ends_leases_early_and_only_the_later_holder_counts()
    {
        await RegisterStockAsync();
        await AddAsync(Event());
        var first = await LeaseOneAsync();

        await Tested.JumpAsync(Hour);

        var second = await LeaseOneAsync();
        Assert.Equal((first.Id, first.Token + 1, 2), (second.Id, second.Token, second.Attempt));
        Assert.Equal(RenewResult.Lost, await RenewAsync(first));
        Assert.False(await SettleAsync(first, JobEnding.Complete));
        Assert.True(await SettleAsync(second, JobEnding.Complete));
        Assert.Equal([JobState.Completed], await StatesAsync());
    }

    [Fact]
    public async Task Put_back_it_takes_no_lease_from_who_renews_it_and_jobs_that_were_due_stay_so()
    {
        await RegisterStockAsync();
        await AddAsync(Event(payload: "1"), Event(payload: "2"), Event(payload: "3") with { Delay = 60 * Second });
        var running = await LeaseOneAsync();

        await Tested.JumpAsync(-Hour);

        Assert.Equal(RenewResult.Renewed, await RenewAsync(running));
        await AddAsync(Event(payload: "4"));
        Assert.Equal(["2", "4"], (await LeaseAsync()).Select(static job => Text(job.Payload)).Order());
        await Tested.PassAsync(LeaseTime + Second); // a lease that was renewed lapses as any other
        Assert.Equal(["1", "2", "4"], (await LeaseAsync()).Select(static job => Text(job.Payload)).Order());
        await Tested.PassAsync(Hour + (30 * Second));
        Assert.Contains("3", (await LeaseAsync()).Select(static job => Text(job.Payload))); // its time is a time of the clock
    }

    [Fact]
    public async Task Put_back_it_holds_up_the_job_of_a_worker_that_died_for_one_more_lease_and_no_longer()
    {
        await RegisterStockAsync();
        await AddAsync(Event());
        var dead = await LeaseOneAsync();
        await Tested.PassAsync(LeaseTime / 2);

        await Tested.JumpAsync(-24 * Hour);

        var asked = await AskAsync();
        Assert.Empty(asked.Jobs); // who holds it may be alive, and knows its lease by another clock
        Assert.InRange(asked.NextDueIn!.Value, LeaseTime / 2, LeaseTime + Second);
        await Tested.PassAsync(LeaseTime / 2);
        Assert.Empty(await LeaseAsync());
        await Tested.PassAsync((LeaseTime / 2) + Second);
        Assert.Equal((dead.Id, dead.Token + 1), ((await LeaseOneAsync()) is var next ? (next.Id, next.Token) : default));
    }

    [Fact]
    public async Task A_lease_that_was_taken_for_longer_than_others_lasts_for_as_long()
    {
        await RegisterStockAsync();
        await AddAsync(Event(), Event());
        var request = new LeaseRequest("patient", [new ListenerSlots("placed", "stock", 1)], 1, Hour);
        var held = Assert.Single((await Store.LeaseAsync(request, CancellationToken)).Jobs);
        await LeaseOneAsync();

        await Tested.PassAsync(Hour / 2);
        await LeaseOneAsync(); // the other's
        await Tested.JumpAsync(-24 * Hour);
        Assert.Empty(await LeaseAsync());
        await Tested.PassAsync(Hour - (2 * Second));

        await LeaseOneAsync();
        Assert.True(await SettleAsync(held, JobEnding.Complete));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Put_back_it_opens_a_new_window_of_a_rate(bool isPerKey)
    {
        await RegisterStockAsync(keyConcurrency: 5, rate: new StartRate(1, 10 * Second, isPerKey));
        await AddAsync(Keyed("a"), Keyed("a"), Keyed("a"));
        await LeaseOneAsync();
        Assert.Empty(await LeaseAsync());

        await Tested.JumpAsync(-Hour);

        await LeaseOneAsync();
        Assert.Empty(await LeaseAsync());
    }

    [Fact]
    public async Task However_it_jumps_a_sweep_removes_nothing_that_has_not_ended()
    {
        await RegisterStockAsync();
        await AddAsync(Event(), Event() with { Delay = 60 * Second }, Event() with { UniqueKey = "order 1" });
        await LeaseOneAsync();
        var policy = new RetentionPolicy(Second, Second, Second, Second);

        await Tested.JumpAsync(1000 * Hour);
        Assert.Equal(0, await Store.SweepAsync(policy, CancellationToken));
        await Tested.JumpAsync(-2000 * Hour);
        Assert.Equal(0, await Store.SweepAsync(policy, CancellationToken));

        Assert.Equal(3, (await ListAsync()).Count);
        Assert.Equal(AddOutcome.Duplicate, (await AddAsync(Event() with { UniqueKey = "order 1" })).Outcome);
    }
}
