namespace Sockeye.Background.Specification;

/// <summary>How attempts end, and what can be done about it from outside.</summary>
public abstract class SettlingSpecification(Func<ValueTask<StoreUnderTest>> start) : StoreSpecification(start)
{
    private static readonly JobFailure Failure = new(FailureKind.Failed, "no room", "System.InvalidOperationException", "at Stock.Take()\nat …");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await RegisterStockAsync();
    }

    [Fact]
    public async Task A_completed_job_stays_and_is_done()
    {
        await AddAsync(Event());
        var job = await LeaseOneAsync();

        Assert.True(await SettleAsync(job, JobEnding.Complete));

        var shown = await FindAsync(job.Id);
        Assert.Equal((JobState.Completed, 1), (shown.State, shown.Attempt));
        Assert.True(shown.Finished >= shown.Started);
        Assert.Null(shown.LeaseEnd);
        await Tested.PassAsync(2 * LeaseTime);
        Assert.Empty(await LeaseAsync());
    }

    [Fact]
    public async Task A_job_to_retry_waits_its_time_with_its_failure()
    {
        await AddAsync(Event());
        var job = await LeaseOneAsync();

        Assert.True(await SettleAsync(job, JobEnding.Retry, 10 * Second, Failure));

        var shown = await FindAsync(job.Id);
        Assert.Equal((JobState.Waiting, 1, Failure), (shown.State, shown.Attempt, shown.LastFailure));
        Assert.Empty(await LeaseAsync());
        await Tested.PassAsync(10 * Second);
        Assert.Equal(2, (await LeaseOneAsync()).Attempt);
    }

    [Fact]
    public async Task A_dead_letter_keeps_its_failure_and_can_be_replayed()
    {
        await AddAsync(Event(), Event());
        var jobs = await LeaseAsync();
        await SettleAsync(jobs[0], JobEnding.Bury, failure: Failure);
        await SettleAsync(jobs[1], JobEnding.Complete);
        var dead = await FindAsync(jobs[0].Id);
        Assert.Equal((JobState.Dead, Failure), (dead.State, dead.LastFailure));
        Assert.NotNull(dead.Finished);

        Assert.Equal(1, await Store.ReplayAsync(new JobFilter(), CancellationToken)); // not what is completed

        var shown = await FindAsync(dead.Id);
        Assert.Equal((JobState.Waiting, 0, Failure), (shown.State, shown.Attempt, shown.LastFailure));
        Assert.Null(shown.Finished);
        var again = await LeaseOneAsync();
        Assert.Equal((dead.Id, 1), (again.Id, again.Attempt));
        Assert.True(again.Token > jobs[0].Token);
        Assert.True(await SettleAsync(again, JobEnding.Complete));
    }

    [Fact]
    public async Task One_of_many_dead_letters_can_be_replayed()
    {
        await AddAsync(Event(), Event(), Event());
        foreach (var job in await LeaseAsync())
        {
            await SettleAsync(job, JobEnding.Bury, failure: Failure);
        }

        var second = (await ListAsync())[1];
        Assert.Equal(1, await Store.ReplayAsync(Only(second.Id), CancellationToken));
        Assert.Equal([JobState.Dead, JobState.Waiting, JobState.Dead], await StatesAsync());
        Assert.Equal(2, await Store.ReplayAsync(new JobFilter { States = [JobState.Dead] }, CancellationToken));
    }

    [Fact]
    public async Task A_job_handed_back_is_due_at_once_and_the_attempt_does_not_count()
    {
        await AddAsync(Event());
        var job = await LeaseOneAsync();

        Assert.True(await SettleAsync(job, JobEnding.HandBack));

        Assert.Equal((JobState.Waiting, 0), ((await FindAsync(job.Id)).State, (await FindAsync(job.Id)).Attempt));
        var again = await LeaseOneAsync();
        Assert.Equal(1, again.Attempt);
        Assert.True(again.Token > job.Token);
    }

    [Fact]
    public async Task Many_ends_of_all_kinds_are_one_step_with_an_answer_for_each()
    {
        await AddAsync([.. Enumerable.Range(0, 6).Select(static _ => Event())]);
        var jobs = await LeaseAsync();
        await SettleAsync(jobs[5], JobEnding.Complete);

        var results = await Store.SettleAsync(
            [
                new(jobs[4].Hold, JobEnding.HandBack), new(jobs[0].Hold, JobEnding.Complete), new(jobs[5].Hold, JobEnding.Bury, Failure: Failure),
                new(jobs[2].Hold, JobEnding.Bury, Failure: Failure), new(jobs[1].Hold, JobEnding.Retry, Second, Failure), new(jobs[3].Hold, JobEnding.Cancel),
            ],
            CancellationToken);

        Assert.Equal([true, true, false, true, true, true], results);
        Assert.Equal([JobState.Completed, JobState.Waiting, JobState.Dead, JobState.Cancelled, JobState.Waiting, JobState.Completed], await StatesAsync());
    }

    [Fact]
    public async Task What_waits_is_cancelled_at_once()
    {
        await AddAsync(Event(), Event() with { Delay = 60 * Second });

        Assert.Equal(2, await Store.CancelAsync(new JobFilter { EventName = "placed" }, CancellationToken));

        Assert.Equal([JobState.Cancelled, JobState.Cancelled], await StatesAsync());
        await Tested.PassAsync(60 * Second);
        Assert.Empty(await LeaseAsync());
        Assert.Equal(0, await Store.CancelAsync(new JobFilter(), CancellationToken));
        Assert.Equal(2, await Store.ReplayAsync(new JobFilter(), CancellationToken));
        Assert.Equal(2, (await LeaseAsync()).Count);
    }

    [Fact]
    public async Task What_runs_is_asked_to_cancel_and_tells_when_it_has()
    {
        await AddAsync(Event());
        var job = await LeaseOneAsync();

        Assert.Equal(1, await Store.CancelAsync(Only(job.Id), CancellationToken));

        var shown = await FindAsync(job.Id);
        Assert.Equal((JobState.Running, true), (shown.State, shown.CancelRequested));
        Assert.Equal(RenewResult.CancelRequested, await RenewAsync(job));
        Assert.True(await SettleAsync(job, JobEnding.Cancel));
        Assert.Equal(JobState.Cancelled, (await FindAsync(job.Id)).State);
    }

    [Theory]
    [InlineData(JobEnding.Complete, JobState.Completed)]
    [InlineData(JobEnding.Retry, JobState.Cancelled)]
    [InlineData(JobEnding.HandBack, JobState.Cancelled)]
    [InlineData(JobEnding.Bury, JobState.Dead)]
    public async Task A_job_that_is_to_be_cancelled_is_not_tried_again(JobEnding ending, JobState state)
    {
        await AddAsync(Event());
        var job = await LeaseOneAsync();
        await Store.CancelAsync(Only(job.Id), CancellationToken);

        Assert.True(await SettleAsync(job, ending, Second));

        Assert.Equal(state, (await FindAsync(job.Id)).State);
    }

    [Fact]
    public async Task A_job_that_is_to_be_cancelled_is_cancelled_when_its_worker_is_gone()
    {
        await AddAsync(Event());
        var job = await LeaseOneAsync();
        await Store.CancelAsync(Only(job.Id), CancellationToken);

        await Tested.PassAsync(LeaseTime);

        Assert.Empty(await LeaseAsync());
        Assert.Equal(JobState.Cancelled, (await FindAsync(job.Id)).State);
    }

    [Fact]
    public async Task What_happens_is_told_to_who_waits()
    {
        var before = Store.Signal.Version;
        await AddAsync(Event());
        Assert.Equal(WakeUps.Work, await WaitAsync(before, WakeUps.Work));

        var job = await LeaseOneAsync();
        before = Store.Signal.Version;
        await Store.CancelAsync(Only(job.Id), CancellationToken);
        Assert.Equal(WakeUps.Cancellation, await WaitAsync(before, WakeUps.Cancellation));

        before = Store.Signal.Version;
        await SettleAsync(job, JobEnding.Bury);
        await Store.ReplayAsync(new JobFilter(), CancellationToken);
        Assert.Equal(WakeUps.Work, await WaitAsync(before, WakeUps.Work));
    }

    private async Task<WakeUps> WaitAsync(long since, WakeUps kinds) =>
        await Store.Signal.WaitAsync(since, kinds, TimeSpan.FromSeconds(20), TimeProvider.System, CancellationToken);

    [Fact]
    public async Task A_job_that_is_put_off_waits_without_an_attempt_and_counts_how_often()
    {
        await RegisterStockAsync();
        await AddAsync(Keyed("a"), Keyed("a"));
        var first = await LeaseOneAsync();
        Assert.Equal((1, 0), (first.Attempt, first.Postponed));
        Assert.Equal(0, (await FindAsync(first.Id)).Postponements);

        Assert.True(await SettleAsync(first, JobEnding.Postpone, 10 * Second, new JobFailure(FailureKind.Postponed, "The gateway is away.")));

        var waiting = await FindAsync(first.Id);
        Assert.Equal((JobState.Waiting, 0, 1, FailureKind.Postponed), (waiting.State, waiting.Attempt, waiting.Postponements, waiting.LastFailure!.Kind));
        var asked = await AskAsync();
        Assert.Empty(asked.Jobs); // and its key waits with it
        Assert.InRange(asked.NextDueIn!.Value, 5 * Second, 10 * Second);
        Assert.False(await SettleAsync(first, JobEnding.Complete));

        await Tested.PassAsync(10 * Second);
        var again = await LeaseOneAsync();
        Assert.Equal((first.Id, 1, 1, first.Token + 1), (again.Id, again.Attempt, again.Postponed, again.Token));
        await SettleAsync(again, JobEnding.Retry);
        var retried = await LeaseOneAsync();
        Assert.Equal((2, 1), (retried.Attempt, retried.Postponed));
        await SettleAsync(retried, JobEnding.Postpone);
        Assert.Equal((1, 2), ((await FindAsync(first.Id)).Attempt, (await FindAsync(first.Id)).Postponements));

        await SettleAsync(await LeaseOneAsync(), JobEnding.Bury);
        Assert.Equal((JobState.Dead, 2), ((await FindAsync(first.Id)).State, (await FindAsync(first.Id)).Postponements));
        await Store.ReplayAsync(Only(first.Id), CancellationToken);
        Assert.Equal(0, (await FindAsync(first.Id)).Postponements);
        var replayed = await LeaseOneAsync();
        Assert.Equal((first.Id, 1, 0), (replayed.Id, replayed.Attempt, replayed.Postponed));
    }

    [Fact]
    public async Task A_job_that_is_to_be_cancelled_is_not_put_off()
    {
        await RegisterStockAsync();
        await AddAsync(Event());
        var job = await LeaseOneAsync();
        await Store.CancelAsync(Only(job.Id), CancellationToken);

        Assert.True(await SettleAsync(job, JobEnding.Postpone, Second));

        var cancelled = await FindAsync(job.Id);
        Assert.Equal((JobState.Cancelled, 0), (cancelled.State, cancelled.Postponements));
    }
}
