namespace Sockeye.Background.Specification;

/// <summary>Order and concurrency within a key, and rates.</summary>
public abstract class KeySpecification(Func<ValueTask<StoreUnderTest>> start) : StoreSpecification(start)
{
    [Theory]
    [InlineData(JobEnding.Complete)]
    [InlineData(JobEnding.Bury)]
    [InlineData(JobEnding.Cancel)]
    public async Task Within_a_key_the_next_starts_when_the_former_has_ended(JobEnding ending)
    {
        await RegisterStockAsync();
        var events = await AddAsync(Keyed("a"), Keyed("a"), Keyed("b"), Event(), Keyed("a"));

        var first = await LeaseAsync();
        Assert.Equal([events[0].EventId, events[2].EventId, events[3].EventId], first.Select(static job => job.EventId));
        Assert.Empty(await LeaseAsync());

        await SettleAsync(first[0], ending);
        Assert.Equal(events[1].EventId, Assert.Single(await LeaseAsync()).EventId);
        Assert.Empty(await LeaseAsync());
    }

    [Fact]
    public async Task Waiting_to_be_tried_again_a_job_holds_back_those_after_it()
    {
        await RegisterStockAsync();
        await AddAsync(Keyed("a"), Keyed("a"));
        var first = await LeaseOneAsync();

        await SettleAsync(first, JobEnding.Retry, 60 * Second);
        Assert.Empty(await LeaseAsync());
        await Tested.PassAsync(60 * Second);
        Assert.Equal(first.Id, Assert.Single(await LeaseAsync()).Id);
        await Tested.PassAsync(LeaseTime); // and when its worker dies
        Assert.Equal(first.Id, Assert.Single(await LeaseAsync()).Id);
    }

    [Fact]
    public async Task A_key_keeps_the_order_of_adding_whatever_delays_and_priorities_say()
    {
        await RegisterStockAsync();
        var events = await AddAsync(Keyed("a") with { Delay = 10 * Second }, Keyed("a") with { Priority = 9 });

        Assert.Empty(await LeaseAsync());
        await Tested.PassAsync(10 * Second);
        Assert.Equal(events[0].EventId, Assert.Single(await LeaseAsync()).EventId);
    }

    [Fact]
    public async Task A_key_is_its_listeners_own()
    {
        await RegisterAsync(new("placed", "stock"), new("placed", "mail"), new("paid", "stock"));
        await AddAsync(Keyed("a"), Keyed("a", "paid"));

        Assert.Single(await LeaseAsync());
        Assert.Single(await LeaseAsync(listener: "mail"));
        Assert.Single(await LeaseAsync(eventName: "paid"));
    }

    [Fact]
    public async Task As_many_of_a_key_run_as_its_listener_allows()
    {
        await RegisterStockAsync(keyConcurrency: 2);
        await AddAsync([.. Enumerable.Range(0, 4).Select(static _ => Keyed("a"))]);

        var running = await LeaseAsync();
        Assert.Equal(2, running.Count);
        await SettleAsync(running[1], JobEnding.Complete);
        Assert.Single(await LeaseAsync());
        Assert.Empty(await LeaseAsync());
    }

    [Fact]
    public async Task A_cancelled_job_makes_room_in_its_key()
    {
        await RegisterStockAsync();
        await AddAsync(Keyed("a") with { Delay = 60 * Second }, Keyed("a"));
        var first = (await ListAsync())[0];

        await Store.CancelAsync(Only(first.Id), CancellationToken);

        Assert.True(Assert.Single(await LeaseAsync()).Id > first.Id);
    }

    [Fact]
    public async Task One_that_is_replayed_has_its_place_and_waits_for_what_runs()
    {
        await RegisterStockAsync();
        await AddAsync(Keyed("a"), Keyed("a"), Keyed("a"));
        var first = await LeaseOneAsync();
        await SettleAsync(first, JobEnding.Bury);
        var second = await LeaseOneAsync();

        await Store.ReplayAsync(Only(first.Id), CancellationToken);
        Assert.Empty(await LeaseAsync()); // one runs
        await SettleAsync(second, JobEnding.Complete);
        Assert.Equal(first.Id, Assert.Single(await LeaseAsync()).Id); // before the third
        Assert.Empty(await LeaseAsync());
    }

    [Fact]
    public async Task Of_many_workers_one_gets_the_next_of_a_key()
    {
        await RegisterStockAsync();
        var other = await Tested.OpenAnotherAsync();
        for (var round = 0; round < 10; round++)
        {
            // Adding races with leasing: whichever is added first, two never run.
            var adds = Enumerable.Range(0, 4).Select(i => (i % 2 == 0 ? Store : other).AddAsync([Keyed("a"), Keyed("a")], CancellationToken).AsTask());
            var leases = Enumerable.Range(0, 8).Select(i => AskAsync(store: i % 2 == 0 ? Store : other));
            var adding = Task.WhenAll(adds);
            var jobs = (await Task.WhenAll(leases)).SelectMany(static leased => leased.Jobs).ToList();
            await adding;
            jobs.AddRange(await LeaseAsync());

            var job = Assert.Single(jobs);
            await SettleAsync(job, JobEnding.Complete);
        }
    }

    [Fact]
    public async Task A_rate_bounds_the_starts_in_a_window()
    {
        await RegisterStockAsync(rate: new StartRate(3, 10 * Second));
        await AddAsync([.. Enumerable.Range(0, 8).Select(static _ => Event())]);

        Assert.Equal(2, (await LeaseAsync(2)).Count);
        var leased = await AskAsync();
        Assert.Single(leased.Jobs);
        Assert.InRange(leased.NextDueIn!.Value, TimeSpan.Zero, 10 * Second);
        Assert.Empty(await LeaseAsync());

        await Tested.PassAsync(10 * Second);
        Assert.Equal(3, (await LeaseAsync()).Count);
        Assert.Empty(await LeaseAsync());
    }

    [Fact]
    public async Task A_rate_may_be_each_keys_own()
    {
        await RegisterStockAsync(keyConcurrency: 10, rate: new StartRate(2, 10 * Second, IsPerKey: true));
        await AddAsync([.. Enumerable.Range(0, 3).SelectMany(static _ => new[] { Keyed("a"), Keyed("b"), Event() })]);

        var leased = await LeaseAsync();
        Assert.Equal([("", 3), ("a", 2), ("b", 2)], leased.GroupBy(static job => job.Key ?? "").Select(static group => (group.Key, group.Count())).Order());

        await Tested.PassAsync(10 * Second);
        Assert.Equal(["a", "b"], (await LeaseAsync()).Select(static job => job.Key).Order());
    }

    [Fact]
    public async Task Jobs_that_wait_for_their_keys_window_are_still_counted_cancelled_and_old()
    {
        await RegisterStockAsync(rate: new StartRate(1, 60 * Second, IsPerKey: true));
        await AddAsync(Keyed("a"), Keyed("a"), Keyed("b"), Keyed("b"));
        foreach (var first in await LeaseAsync())
        {
            await SettleAsync(first, JobEnding.Complete);
        }

        var asked = await AskAsync();
        Assert.Empty(asked.Jobs);
        Assert.InRange(asked.NextDueIn!.Value, 50 * Second, 60 * Second);
        await Tested.PassAsync(5 * Second);
        Assert.Empty(await LeaseAsync());

        Assert.Equal(2, (await Store.CountAsync(new JobFilter(), CancellationToken)).Single(static count => count.State == JobState.Waiting).Count);
        var queue = Assert.Single(await Store.GetQueuesAsync(CancellationToken));
        Assert.Equal(2, queue.Waiting);
        Assert.InRange(queue.OldestAge!.Value, 5 * Second, 10 * Second);
        Assert.Equal(1, await Store.CancelAsync(new JobFilter { Key = "a" }, CancellationToken));

        await Tested.PassAsync(56 * Second);
        Assert.Equal("b", Assert.Single(await LeaseAsync()).Key);
    }

    [Fact]
    public async Task What_is_cancelled_while_it_waits_for_its_keys_window_or_its_time_never_starts()
    {
        await RegisterStockAsync(keyConcurrency: 3, rate: new StartRate(1, 10 * Second, IsPerKey: true));
        await AddAsync(Keyed("a"), Keyed("a"), Keyed("a") with { Delay = 5 * Second });
        var first = Assert.Single(await LeaseAsync());
        await Tested.PassAsync(6 * Second);
        await SettleAsync(first, JobEnding.Complete);

        Assert.Equal(2, await Store.CancelAsync(new JobFilter(), CancellationToken));
        await Tested.PassAsync(20 * Second);

        Assert.Empty(await LeaseAsync());
        Assert.Equal([JobState.Completed, JobState.Cancelled, JobState.Cancelled], await StatesAsync());
    }

    [Fact]
    public async Task A_rate_that_is_changed_holds_at_once()
    {
        await RegisterStockAsync(keyConcurrency: 5, rate: new StartRate(1, 60 * Second, IsPerKey: true));
        await AddAsync(Keyed("a"), Keyed("a"), Keyed("a"));
        await LeaseOneAsync();
        Assert.Empty(await LeaseAsync());

        await RegisterStockAsync(keyConcurrency: 5, rate: new StartRate(2, 60 * Second, IsPerKey: true));
        await LeaseOneAsync();
        Assert.Empty(await LeaseAsync());

        await RegisterStockAsync(keyConcurrency: 5);
        await LeaseOneAsync();
    }

    [Fact]
    public async Task A_rate_holds_over_all_nodes()
    {
        await RegisterStockAsync(rate: new StartRate(3, 60 * Second));
        await AddAsync([.. Enumerable.Range(0, 20).Select(static _ => Event())]);
        var other = await Tested.OpenAnotherAsync();

        var leases = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => AskAsync(2, store: i % 2 == 0 ? Store : other)));
        var rest = await LeaseAsync();

        Assert.Equal(3, leases.Sum(static leased => leased.Jobs.Count) + rest.Count);
    }
}
