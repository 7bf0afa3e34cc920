namespace Sockeye.Background.Specification;

/// <summary>Which jobs a worker gets, and what its hold on them is worth.</summary>
public abstract class LeasingSpecification(Func<ValueTask<StoreUnderTest>> start) : StoreSpecification(start)
{
    [Fact]
    public async Task Jobs_come_by_priority_then_by_time_then_in_order_of_adding()
    {
        await RegisterStockAsync();
        await AddAsync(
            Event(payload: "1") with { Delay = 2 * Second }, Event(payload: "2") with { Delay = Second }, Event(payload: "3") with { Delay = Second },
            Event(payload: "4") with { Priority = 5, Delay = 3 * Second }, Event(payload: "5") with { Priority = -1 });

        await Tested.PassAsync(4 * Second);

        Assert.Equal(["4", "2", "3", "1", "5"], (await LeaseAsync()).Select(static job => Text(job.Payload)));
    }

    [Fact]
    public async Task A_job_is_not_started_before_its_time()
    {
        await RegisterStockAsync();
        var now = await Store.GetTimeAsync(CancellationToken);
        await AddAsync(
            Event(payload: "1") with { Delay = 60 * Second }, Event(payload: "2") with { NotBefore = now + (30 * Second) },
            Event(payload: "3") with { NotBefore = now - (30 * Second) }, Event(payload: "4") with { NotBefore = now + (30 * Second), Delay = 90 * Second });

        var leased = await AskAsync();
        Assert.Equal("3", Text(Assert.Single(leased.Jobs).Payload));
        Assert.InRange(leased.NextDueIn!.Value, 20 * Second, 30 * Second);

        await Tested.PassAsync(30 * Second);
        Assert.Contains("2", (await LeaseAsync()).Select(static job => Text(job.Payload)));
        await Tested.PassAsync(30 * Second);
        Assert.Contains("1", (await LeaseAsync()).Select(static job => Text(job.Payload)));
        await Tested.PassAsync(30 * Second);
        Assert.Contains("4", (await LeaseAsync()).Select(static job => Text(job.Payload)));
    }

    [Fact]
    public async Task A_job_for_the_end_of_time_holds_up_no_other()
    {
        await RegisterStockAsync();
        await AddAsync(Event(payload: "1") with { NotBefore = DateTimeOffset.MaxValue });
        await AddAsync(Event(payload: "2") with { NotBefore = DateTimeOffset.MaxValue, Key = "key" }, Event(payload: "3") with { NotBefore = DateTimeOffset.MinValue });

        var leased = await AskAsync();

        Assert.Equal("3", Text(Assert.Single(leased.Jobs).Payload));
        Assert.True(leased.NextDueIn >= TimeSpan.Zero);
        Assert.Empty((await AskAsync()).Jobs);
        Assert.Equal(9999, (await ListAsync())[0].Due.Year);
        Assert.Equal(2, Assert.Single(await Store.GetQueuesAsync(CancellationToken)).Waiting);
    }

    [Fact]
    public async Task A_worker_gets_what_it_hosts_and_has_room_for()
    {
        await RegisterAsync(new("placed", "stock"), new("placed", "mail"), new("paid", "stock"));
        await AddAsync([.. Enumerable.Range(0, 5).Select(static _ => Event())]);
        await AddAsync(Event("paid"));

        var request = new LeaseRequest("tester", [new("placed", "stock", 2), new("placed", "mail", 10), new("nothing", "known", 1)], 4, LeaseTime);
        var leased = (await Store.LeaseAsync(request, CancellationToken)).Jobs;

        Assert.Equal(4, leased.Count);
        Assert.All(leased, static job => Assert.Equal("placed", job.EventName));
        Assert.InRange(leased.Count(static job => job.Listener == "stock"), 0, 2);
    }

    [Fact]
    public async Task A_leased_job_is_nobody_elses_and_shows_who_runs_it()
    {
        await RegisterStockAsync();
        await AddAsync(Event());

        var job = await LeaseOneAsync();

        Assert.Empty(await LeaseAsync());
        var shown = await FindAsync(job.Id);
        Assert.Equal((JobState.Running, "tester", 1), (shown.State, shown.Worker, shown.Attempt));
        Assert.Equal(job.Leased, shown.Started);
        Assert.Equal(job.Leased + LeaseTime, shown.LeaseEnd!.Value, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Of_many_workers_each_gets_jobs_of_its_own()
    {
        await RegisterStockAsync();
        await AddAsync([.. Enumerable.Range(0, 200).Select(static _ => Event())]);
        var other = await Tested.OpenAnotherAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            var got = new List<long>();
            while ((await AskAsync(7, store: i % 2 == 0 ? Store : other)).Jobs is { Count: > 0 } jobs)
            {
                got.AddRange(jobs.Select(static job => job.Id));
            }

            return got;
        })));

        var all = results.SelectMany(static got => got).ToArray();
        Assert.Equal(all.Length, all.Distinct().Count());
        var rest = await LeaseAsync(200); // a worker may have passed over what another one had just in hand
        Assert.Equal(200, all.Length + rest.Count);
    }

    [Fact]
    public async Task A_lease_that_lapses_lets_another_worker_take_over_with_a_greater_token()
    {
        await RegisterStockAsync();
        await AddAsync(Event());
        var first = await LeaseOneAsync();
        Assert.InRange((await AskAsync()).NextDueIn!.Value, LeaseTime - (10 * Second), LeaseTime);

        await Tested.PassAsync(LeaseTime);
        var second = await LeaseOneAsync();

        Assert.Equal((first.Id, 2), (second.Id, second.Attempt));
        Assert.True(second.Token > first.Token);
    }

    [Fact]
    public async Task Whoever_has_lost_a_lease_can_do_nothing_more()
    {
        await RegisterStockAsync();
        await AddAsync(Event());
        var lost = await LeaseOneAsync();
        await Tested.PassAsync(LeaseTime);

        await AssertLostAsync(lost); // nobody has taken over yet
        var held = await LeaseOneAsync();
        await AssertLostAsync(lost);

        Assert.Equal(RenewResult.Renewed, await RenewAsync(held));
        Assert.Null((await FindAsync(held.Id)).Progress);
        Assert.True(await SettleAsync(held, JobEnding.Complete));
        await AssertLostAsync(held); // it has ended
    }

    [Fact]
    public async Task Renewing_keeps_a_lease_alive()
    {
        await RegisterStockAsync();
        await AddAsync(Event());
        var job = await LeaseOneAsync();

        for (var i = 0; i < 3; i++)
        {
            await Tested.PassAsync(20 * Second);
            Assert.Equal(RenewResult.Renewed, await RenewAsync(job));
            Assert.Empty(await LeaseAsync());
        }

        Assert.True(await SettleAsync(job, JobEnding.Complete));
    }

    [Fact]
    public async Task Renewing_many_answers_for_each()
    {
        await RegisterStockAsync();
        await AddAsync(Event(), Event(), Event());
        var jobs = await LeaseAsync();
        await SettleAsync(jobs[0], JobEnding.Complete);
        await Store.CancelAsync(Only(jobs[1].Id), CancellationToken);

        var results = await Store.RenewAsync([.. jobs.Select(static job => job.Hold), new LeaseHold(long.MaxValue, 1)], LeaseTime, CancellationToken);

        Assert.Equal([RenewResult.Lost, RenewResult.CancelRequested, RenewResult.Renewed, RenewResult.Lost], results);
    }

    [Fact]
    public async Task Progress_is_kept_and_the_last_report_counts()
    {
        await RegisterStockAsync();
        await AddAsync(Event());
        var job = await LeaseOneAsync();

        Assert.True(await Store.ReportProgressAsync(job.Hold, "10"u8.ToArray(), CancellationToken));
        Assert.True(await Store.ReportProgressAsync(job.Hold, "{\"done\":20}"u8.ToArray(), CancellationToken));

        Assert.Equal("{\"done\":20}", Text((await FindAsync(job.Id)).Progress!.Value));
    }

    [Fact]
    public async Task A_paused_queue_starts_nothing_and_what_runs_goes_on()
    {
        await RegisterAsync(new("placed", "stock", "slow"), new("paid", "stock"));
        await AddAsync(Event(), Event(), Event("paid"));
        var running = await LeaseOneAsync();

        await Store.SetPausedAsync("slow", true, CancellationToken);

        Assert.Empty(await LeaseAsync());
        Assert.Single(await LeaseAsync(eventName: "paid"));
        Assert.Equal(AddOutcome.Added, (await AddAsync(Event())).Outcome);
        Assert.Equal(RenewResult.Renewed, await RenewAsync(running));
        Assert.True(await SettleAsync(running, JobEnding.Complete));
        var queues = await Store.GetQueuesAsync(CancellationToken);
        Assert.Equal([("default", false), ("slow", true)], queues.Select(static queue => (queue.Name, queue.IsPaused)));

        await Store.SetPausedAsync("slow", false, CancellationToken);
        Assert.Equal(2, (await LeaseAsync()).Count);
    }

    private async Task AssertLostAsync(LeasedJob job)
    {
        Assert.Equal(RenewResult.Lost, await RenewAsync(job));
        Assert.False(await Store.ReportProgressAsync(job.Hold, "1"u8.ToArray(), CancellationToken));
        foreach (var ending in Enum.GetValues<JobEnding>())
        {
            Assert.False(await SettleAsync(job, ending, failure: new JobFailure(FailureKind.Failed, "late")));
        }

        Assert.Null((await FindAsync(job.Id)).LastFailure);
    }
}
