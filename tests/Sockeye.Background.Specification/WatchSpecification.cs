using System.Text;
using Sockeye.TestKit;

namespace Sockeye.Background.Specification;

/// <summary>Whoever watches a job is woken up when it changes, and need not look by itself.</summary>
public abstract class WatchSpecification(Func<ValueTask<StoreUnderTest>> start) : StoreSpecification(start)
{
    private static readonly TimeSpan Long = TimeSpan.FromDays(45);

    [Fact]
    public async Task Each_step_of_a_job_wakes_up_who_watches_it()
    {
        await RegisterStockAsync();
        await AddAsync(Event(), Event());
        var time = new ManualTimeProvider();
        var jobs = new StoredJobs(new StoreReadiness(Store), new BackgroundOptions { TimeProvider = time, WatchInterval = Long });
        var id = (await ListAsync())[0].Id;
        await using var watching = jobs.WatchAsync(id, CancellationToken).GetAsyncEnumerator(CancellationToken);
        Assert.Equal(JobState.Waiting, (await NextAsync(watching)).State);

        var next = NextAsync(watching);
        var leased = await LeaseAsync(2);
        Assert.Equal((JobState.Running, 1), ((await SeenAsync(next, time)).State, (await SeenAsync(next, time)).Attempt));

        next = NextAsync(watching);
        await SettleAsync(leased[1], JobEnding.Complete); // another one
        Assert.True(await Store.ReportProgressAsync(leased[0].Hold, "50"u8.ToArray(), CancellationToken));
        Assert.Equal("50", Encoding.UTF8.GetString((await SeenAsync(next, time)).Progress!.Value.Span));

        next = NextAsync(watching);
        await SettleAsync(leased[0], JobEnding.Retry, retryAfter: 60 * Second);
        Assert.Equal(JobState.Waiting, (await SeenAsync(next, time)).State);

        next = NextAsync(watching);
        await SettleAsync(await LeaseAfterAsync(61 * Second), JobEnding.Bury);
        while ((await SeenAsync(next, time)).State == JobState.Running)
        {
            next = NextAsync(watching);
        }

        Assert.Equal(JobState.Dead, (await SeenAsync(next, time)).State);
        Assert.False(await watching.MoveNextAsync().AsTask().DefaultTimeout());
    }

    [Fact]
    public async Task What_happens_on_another_node_is_seen_here_too()
    {
        await RegisterStockAsync();
        var other = await Tested.OpenAnotherAsync();
        await AddAsync(Event());
        var id = (await ListAsync())[0].Id;
        var jobs = new StoredJobs(new StoreReadiness(Store), new BackgroundOptions { WatchInterval = TimeSpan.FromMinutes(10) });
        await using var watching = jobs.WatchAsync(id, CancellationToken).GetAsyncEnumerator(CancellationToken);
        await NextAsync(watching);

        var next = NextAsync(watching);
        var request = new LeaseRequest("tester", [new ListenerSlots("placed", "stock", 1)], 1, TimeSpan.FromDays(100));
        var job = Assert.Single((await other.LeaseAsync(request, CancellationToken)).Jobs);
        Assert.Equal(JobState.Running, (await PassUntilAsync(next)).State);
        for (var percent = 1; percent <= 5; percent++)
        {
            next = NextAsync(watching);
            Assert.True(await other.ReportProgressAsync(job.Hold, Encoding.UTF8.GetBytes($"{percent}"), CancellationToken));
            Assert.Equal($"{percent}", Encoding.UTF8.GetString((await PassUntilAsync(next)).Progress!.Value.Span));
        }

        next = NextAsync(watching);
        await other.SettleAsync([new Settlement(job.Hold, JobEnding.Complete)], CancellationToken);
        Assert.Equal(JobState.Completed, (await PassUntilAsync(next)).State);
    }

    [Fact]
    public async Task Who_watches_a_job_is_told_when_its_lease_has_lapsed_and_it_waits_again()
    {
        await RegisterAsync(new("placed", "stock"), new("placed", "mail"));
        await AddAsync(Event());
        var id = (await ListAsync(new JobFilter { Listener = "stock" }))[0].Id;
        var time = new ManualTimeProvider();
        var jobs = new StoredJobs(new StoreReadiness(Store), new BackgroundOptions { TimeProvider = time, WatchInterval = Long });
        await using var watching = jobs.WatchAsync(id, CancellationToken).GetAsyncEnumerator(CancellationToken);
        await NextAsync(watching);
        var next = NextAsync(watching);
        await LeaseOneAsync();
        await AssertSeenAsync(JobState.Running, 1); // from now on it looks by itself every 45 days

        await Tested.PassAsync(LeaseTime + Second);
        Assert.Single(await LeaseAsync(1, "mail")); // somebody who asks for something else
        await AssertSeenAsync(JobState.Waiting, 1);

        await LeaseOneAsync();
        await AssertSeenAsync(JobState.Running, 2);
        await Store.CancelAsync(Only(id), CancellationToken);
        await AssertSeenAsync(JobState.Running, 2);
        await Tested.PassAsync(LeaseTime + Second);
        Assert.Single(await LeaseAsync(1, "mail"));
        await AssertSeenAsync(JobState.Cancelled, 2);

        async Task AssertSeenAsync(JobState state, int attempt)
        {
            var seen = await SeenAsync(next, time);
            Assert.Equal((state, attempt), (seen.State, seen.Attempt));
            next = state == JobState.Cancelled ? next : NextAsync(watching);
        }
    }

    [Fact]
    public async Task A_lease_that_lapsed_and_another_node_took_back_is_told_here_too()
    {
        await RegisterAsync(new("placed", "stock"), new("placed", "mail"));
        var other = await Tested.OpenAnotherAsync();
        await AddAsync(Event());
        var id = (await LeaseOneAsync()).Id;
        var jobs = new StoredJobs(new StoreReadiness(Store), new BackgroundOptions { WatchInterval = TimeSpan.FromMinutes(10) });
        await using var watching = jobs.WatchAsync(id, CancellationToken).GetAsyncEnumerator(CancellationToken);
        Assert.Equal(JobState.Running, (await NextAsync(watching)).State);

        var next = NextAsync(watching);
        await Tested.PassAsync(LeaseTime + Second);
        Assert.Single((await AskAsync(1, "mail", store: other)).Jobs);

        Assert.Equal(JobState.Waiting, (await PassUntilAsync(next)).State);
    }

    private static async Task<Job> NextAsync(IAsyncEnumerator<Job> watching)
    {
        Assert.True(await watching.MoveNextAsync().AsTask().DefaultTimeout());
        return watching.Current;
    }

    // Where it is told that some job has changed, it rests a moment; and once, at first, it looks by itself. Then it does so in so long a time that no test gets there.
    private static async Task<Job> SeenAsync(Task<Job> next, ManualTimeProvider time)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!next.IsCompleted)
        {
            Assert.False(late.IsCancellationRequested, "Waited 30 s in vain to be told.");
            time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.WhenAny(next, Task.Run(static () => { }, CancellationToken));
        }

        return await next;
    }

    private async Task<LeasedJob> LeaseAfterAsync(TimeSpan time)
    {
        await Tested.PassAsync(time);
        return await LeaseOneAsync();
    }

    // A store that hears of other processes by asking does so by its clock.
    private async Task<Job> PassUntilAsync(Task<Job> next)
    {
        await Eventually.TrueAsync(async () =>
        {
            await Tested.PassAsync(TimeSpan.FromMilliseconds(50));
            await Task.WhenAny(next, Task.Run(static () => { }, CancellationToken));
            return next.IsCompleted;
        });
        return await next;
    }
}
