namespace Sockeye.Background.Specification;

/// <summary>Looking for jobs, and counting them.</summary>
public abstract class CatalogSpecification(Func<ValueTask<StoreUnderTest>> start) : StoreSpecification(start)
{
    [Fact]
    public async Task Each_part_of_a_filter_finds_what_it_says()
    {
        await RegisterAsync(new("placed", "stock"), new("paid", "mail", "mails"));
        var first = Event(payload: """{"customer":"Åse 100%_'x"}""") with { Key = "k1", UniqueKey = "u1", Schedule = "nightly" };
        var second = Event(payload: """{"customer":"Bo"}""") with { Key = "k2", UniqueKey = "u2" };
        await AddAsync(first, second);
        await Tested.PassAsync(10 * Second);
        await AddAsync(Event("paid"));
        var jobs = await ListAsync();
        var (one, two, three) = (jobs[0].Id, jobs[1].Id, jobs[2].Id);
        await SettleAsync((await LeaseAsync(1))[0], JobEnding.Bury, failure: new JobFailure(FailureKind.TimedOut, "the gateway's answer was late"));

        await AssertFoundAsync(new JobFilter(), one, two, three);
        await AssertFoundAsync(new JobFilter { Ids = [three, one, long.MaxValue] }, one, three);
        await AssertFoundAsync(new JobFilter { Ids = [] });
        await AssertFoundAsync(new JobFilter { EventId = second.Id }, two);
        await AssertFoundAsync(new JobFilter { EventName = "placed" }, one, two);
        await AssertFoundAsync(new JobFilter { Listener = "mail" }, three);
        await AssertFoundAsync(new JobFilter { Queue = "mails" }, three);
        await AssertFoundAsync(new JobFilter { States = [JobState.Dead] }, one);
        await AssertFoundAsync(new JobFilter { States = [JobState.Dead, JobState.Waiting] }, one, two, three);
        await AssertFoundAsync(new JobFilter { Key = "k2" }, two);
        await AssertFoundAsync(new JobFilter { UniqueKey = "u1" }, one);
        await AssertFoundAsync(new JobFilter { Schedule = "nightly" }, one);
        await AssertFoundAsync(new JobFilter { Worker = "tester" }, one);
        await AssertFoundAsync(new JobFilter { Worker = "nobody" });
        await AssertFoundAsync(new JobFilter { Text = "100%_'x" }, one);
        await AssertFoundAsync(new JobFilter { Text = "gateway's" }, one);
        await AssertFoundAsync(new JobFilter { Text = "customer" }, one, two);
        await AssertFoundAsync(new JobFilter { Text = "Customer" });
        await AssertFoundAsync(new JobFilter { CreatedFrom = jobs[2].Created }, three);
        await AssertFoundAsync(new JobFilter { CreatedBefore = jobs[2].Created }, one, two);
        await AssertFoundAsync(new JobFilter { EventName = "placed", States = [JobState.Waiting] }, two);
    }

    [Fact]
    public async Task What_lies_at_the_ends_of_what_can_be_said_is_understood()
    {
        await RegisterStockAsync();
        await AddAsync(
            Event(payload: "1") with { Priority = int.MinValue, NotBefore = DateTimeOffset.MinValue },
            Event(payload: "2") with { Priority = int.MaxValue, NotBefore = DateTimeOffset.MinValue },
            Event(payload: "3") with { NotBefore = DateTimeOffset.MaxValue });
        var ids = (await ListAsync()).Select(static job => job.Id).ToArray();

        await AssertFoundAsync(new JobFilter { CreatedFrom = DateTimeOffset.MinValue, CreatedBefore = DateTimeOffset.MaxValue }, ids);
        await AssertFoundAsync(new JobFilter { CreatedFrom = DateTimeOffset.MaxValue });
        await AssertFoundAsync(new JobFilter { Ids = [long.MinValue, -1, 0] });
        await AssertFoundAsync(new JobFilter { Ids = [ids[0], ids[0]] }, ids[0]);
        await AssertFoundAsync(new JobFilter { States = [(JobState)99] });
        await AssertFoundAsync(new JobFilter { Text = "%" });
        await AssertFoundAsync(new JobFilter { Text = "\\" });
        await AssertFoundAsync(new JobFilter { EventName = "", Listener = "", Key = "", Worker = "" });
        Assert.Empty(await ListAsync(page: new JobPage { OldestFirst = true, After = long.MaxValue }));
        Assert.Equal(3, (await ListAsync(page: new JobPage { OldestFirst = true, After = long.MinValue })).Count);
        Assert.Empty(await ListAsync(page: new JobPage { After = long.MinValue }));
        Assert.Equal(["2", "1"], (await LeaseAsync()).Select(static job => Text(job.Payload)));
        Assert.Equal(0, await Store.CancelAsync(new JobFilter { Ids = [] }, CancellationToken));
        Assert.Equal(0, await Store.ReplayAsync(new JobFilter { States = [] }, CancellationToken));
    }

    [Fact]
    public async Task Steps_for_nothing_do_nothing()
    {
        await RegisterStockAsync();
        await AddAsync(Event());

        Assert.Empty(await Store.AddAsync([], CancellationToken));
        Assert.Empty(await Store.RenewAsync([], LeaseTime, CancellationToken));
        Assert.Empty(await Store.SettleAsync([], CancellationToken));
        await Store.RegisterAsync([], CancellationToken);
        Assert.Empty((await Store.LeaseAsync(new LeaseRequest("tester", [], 10, LeaseTime), CancellationToken)).Jobs);
        Assert.Empty((await Store.LeaseAsync(new LeaseRequest("tester", [new ListenerSlots("placed", "stock", 0)], 10, LeaseTime), CancellationToken)).Jobs);
        Assert.Empty((await Store.LeaseAsync(new LeaseRequest("tester", [new ListenerSlots("placed", "nobody", 5)], 5, LeaseTime), CancellationToken)).Jobs);
        var job = await LeaseOneAsync();
        Assert.Equal([true, false], await Store.SettleAsync([new(job.Hold, JobEnding.Complete), new(job.Hold, JobEnding.Bury)], CancellationToken)); // an attempt ends once
        Assert.Equal([JobState.Completed], await StatesAsync());
    }

    [Fact]
    public async Task A_list_comes_in_pages_from_either_end()
    {
        await RegisterStockAsync();
        await AddAsync([.. Enumerable.Range(0, 5).Select(static i => Event(payload: $"{i}"))]);

        var oldest = await ListAsync(page: new JobPage { OldestFirst = true, Limit = 2 });
        Assert.Equal(["0", "1"], oldest.Select(static job => Text(job.Payload)));
        Assert.Equal(["2", "3"], (await ListAsync(page: new JobPage { OldestFirst = true, Limit = 2, After = oldest[1].Id })).Select(static job => Text(job.Payload)));

        var newest = await ListAsync(page: new JobPage { Limit = 3 });
        Assert.Equal(["4", "3", "2"], newest.Select(static job => Text(job.Payload)));
        Assert.Equal(["1", "0"], (await ListAsync(page: new JobPage { Limit = 3, After = newest[2].Id })).Select(static job => Text(job.Payload)));
    }

    [Fact]
    public async Task Jobs_are_counted_by_listener_queue_and_state()
    {
        await RegisterAsync(new("placed", "stock"), new("placed", "mail", "mails"));
        await AddAsync(Event(), Event(), Event());
        await SettleAsync(await LeaseOneAsync(), JobEnding.Complete);
        await LeaseOneAsync();

        JobCount[] expected =
        [
            new("placed", "mail", "mails", JobState.Waiting, 3), new("placed", "stock", "default", JobState.Completed, 1),
            new("placed", "stock", "default", JobState.Running, 1), new("placed", "stock", "default", JobState.Waiting, 1),
        ];
        Assert.Equal(expected.ToHashSet(), (await Store.CountAsync(new JobFilter(), CancellationToken)).ToHashSet());
        Assert.Equal(expected[..1], await Store.CountAsync(new JobFilter { Queue = "mails" }, CancellationToken));
        Assert.Empty(await Store.CountAsync(new JobFilter { Queue = "none" }, CancellationToken));
    }

    [Fact]
    public async Task A_queue_tells_how_long_its_oldest_job_has_been_due()
    {
        await RegisterAsync(new("placed", "stock"), new("paid", "mail", "mails"));
        await AddAsync(Event() with { Delay = 5 * Second }, Event() with { Delay = 60 * Second });
        await Tested.PassAsync(10 * Second);
        await Store.SetPausedAsync("unheard", true, CancellationToken);

        var queues = await Store.GetQueuesAsync(CancellationToken);

        Assert.Equal([("default", false), ("mails", false), ("unheard", true)], queues.Select(static queue => (queue.Name, queue.IsPaused)));
        Assert.InRange(queues[0].OldestAge!.Value, 5 * Second, 9 * Second);
        Assert.All(queues.Skip(1), static queue => Assert.Null(queue.OldestAge));
        await LeaseOneAsync();
        Assert.Null((await Store.GetQueuesAsync(CancellationToken))[0].OldestAge);
    }

    [Fact]
    public async Task A_queue_counts_what_waits_runs_and_is_dead()
    {
        await RegisterAsync(new("placed", "stock"), new("placed", "mail", "mails"), new("paid", "stock", "late"));
        await AddAsync(Keyed("k"), Keyed("k"), Event(), Event() with { Delay = 60 * Second });
        await SettleAsync(await LeaseOneAsync(), JobEnding.Bury);
        await LeaseOneAsync();
        await SettleAsync(Assert.Single(await LeaseAsync(1, "mail")), JobEnding.Complete);
        await Store.CancelAsync(new JobFilter { Listener = "mail", Key = "k" }, CancellationToken);

        Assert.Equal(
            [("default", 2L, 1L, 1L), ("late", 0, 0, 0), ("mails", 2, 0, 0)],
            (await Store.GetQueuesAsync(CancellationToken)).Select(static queue => (queue.Name, queue.Waiting, queue.Running, queue.Dead)));

        await RegisterAsync(new ListenerRegistration("placed", "mail", "default")); // those it has stay where they are
        Assert.Equal(["default", "late", "mails"], (await Store.GetQueuesAsync(CancellationToken)).Select(static queue => queue.Name));
    }

    [Fact]
    public async Task A_worker_is_alive_as_long_as_it_was_heard_of_in_time()
    {
        var (one, two) = (new WorkerReport(Guid.CreateVersion7(), "one", 16, 3, 10 * Second), new WorkerReport(Guid.CreateVersion7(), "two", 4, 0, 60 * Second));
        await Store.ReportWorkerAsync(two, CancellationToken);
        await Store.ReportWorkerAsync(one, CancellationToken);
        await Tested.PassAsync(9 * Second);
        await (await Tested.OpenAnotherAsync()).ReportWorkerAsync(one with { Running = 5 }, CancellationToken);
        await Tested.PassAsync(9 * Second);

        var workers = await Store.GetWorkersAsync(CancellationToken);
        Assert.Equal([(one.Id, "one", true, 16, 5), (two.Id, "two", true, 4, 0)], workers.Select(static worker => (worker.Id, worker.Name, worker.IsAlive, worker.Concurrency, worker.Running)));
        Assert.InRange(workers[0].Seen - workers[0].Started, 9 * Second, 19 * Second);
        Assert.Equal(workers[1].Started, workers[1].Seen);

        await Tested.PassAsync(2 * Second);
        Assert.Equal([("one", false), ("two", true)], (await Store.GetWorkersAsync(CancellationToken)).Select(static worker => (worker.Name, worker.IsAlive)));
        await Store.ForgetWorkerAsync(two.Id, CancellationToken);
        Assert.Equal("one", Assert.Single(await Store.GetWorkersAsync(CancellationToken)).Name);
    }

    [Fact]
    public async Task A_worker_that_is_silent_for_long_is_swept_away()
    {
        await Store.ReportWorkerAsync(new WorkerReport(Guid.CreateVersion7(), "one", 16, 3, 10 * Second), CancellationToken);
        var policy = new RetentionPolicy(Second, Second, Second, Second) { KeepSilentWorkers = 60 * Second };
        await Tested.PassAsync(60 * Second);
        Assert.Equal(0, await Store.SweepAsync(policy, CancellationToken));
        Assert.False(Assert.Single(await Store.GetWorkersAsync(CancellationToken)).IsAlive);

        await Tested.PassAsync(11 * Second);
        Assert.Equal(0, await Store.SweepAsync(policy, CancellationToken));
        Assert.Empty(await Store.GetWorkersAsync(CancellationToken));
    }

    private async Task AssertFoundAsync(JobFilter filter, params long[] ids)
    {
        Assert.Equal(ids, (await ListAsync(filter)).Select(static job => job.Id));
        Assert.Equal(ids.Length, (await Store.CountAsync(filter, CancellationToken)).Sum(static count => count.Count));
    }
}
