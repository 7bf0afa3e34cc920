using System.Text.Json;

namespace Sockeye.Background.Specification;

/// <summary>Batches, and the event at their end.</summary>
public abstract class BatchSpecification(Func<ValueTask<StoreUnderTest>> start) : StoreSpecification(start)
{
    private readonly Guid _id = Guid.CreateVersion7();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await RegisterAsync(new("placed", "stock"), new("ended", "tell"));
    }

    [Fact]
    public async Task A_batch_ends_with_an_event_when_the_last_of_its_jobs_has_ended()
    {
        await AddBatchAsync(3);
        var jobs = await LeaseAsync();
        Assert.All(jobs, job => Assert.Equal(_id, job.BatchId));

        await SettleAsync(jobs[0], JobEnding.Complete);
        await SettleAsync(jobs[1], JobEnding.Bury);
        await SettleAsync(jobs[2], JobEnding.Retry, Second);
        Assert.Empty(await EndAsync());
        Assert.Equal((3, 1, 1, 0, 1), await StatusAsync());

        await Store.CancelAsync(Only(jobs[2].Id), CancellationToken);
        var end = Assert.Single(await EndAsync());
        Assert.Null(end.BatchId);
        Assert.Equal(new BatchCompletion(_id, 3, 1, 1, 1), JsonSerializer.Deserialize<BatchCompletion>(end.Payload.Span, JsonSerializerOptions.Web));
        Assert.NotNull((await Store.FindBatchAsync(_id, CancellationToken))!.Finished);
    }

    [Fact]
    public async Task All_jobs_may_end_in_one_step()
    {
        await AddBatchAsync(5);
        var jobs = await LeaseAsync();

        await Store.SettleAsync([.. jobs.Select(static job => new Settlement(job.Hold, JobEnding.Complete))], CancellationToken);

        Assert.Single(await EndAsync());
    }

    [Fact]
    public async Task Of_many_nodes_that_end_its_last_jobs_one_adds_the_event()
    {
        await AddBatchAsync(24);
        var other = await Tested.OpenAnotherAsync();
        var jobs = await LeaseAsync();

        await Task.WhenAll(jobs.Select((job, i) => Task.Run(async () =>
            Assert.True(Assert.Single(await (i % 2 == 0 ? Store : other).SettleAsync([new Settlement(job.Hold, JobEnding.Complete)], CancellationToken))))));

        Assert.Single(await EndAsync());
        Assert.Equal((24, 24, 0, 0, 0), await StatusAsync());
    }

    [Fact]
    public async Task A_batch_with_an_unknown_event_is_refused_as_a_whole()
    {
        var batch = new NewBatch(_id, [Event(), Event("misspelt"), Event()], "ended");

        var results = await Store.AddBatchAsync(batch, CancellationToken);

        Assert.Equal(AddOutcome.Unknown, results[1].Outcome);
        Assert.DoesNotContain(results, static result => result.Outcome == AddOutcome.Added);
        Assert.Empty(await ListAsync());
        Assert.Null(await Store.FindBatchAsync(_id, CancellationToken));
    }

    [Fact]
    public async Task A_batch_that_becomes_no_job_ends_at_once()
    {
        await Store.AddBatchAsync(new NewBatch(_id, [Event("nobody") with { IfUnknown = UnknownEventPolicy.Ignore }], "ended"), CancellationToken);

        Assert.Single(await EndAsync());
        Assert.Equal((0, 0, 0, 0, 0), await StatusAsync());
    }

    [Fact]
    public async Task A_duplicate_is_not_of_the_batch()
    {
        await AddAsync(Event() with { UniqueKey = "order 1" });
        await Store.AddBatchAsync(new NewBatch(_id, [Event() with { UniqueKey = "order 1" }, Event()], "ended"), CancellationToken);

        Assert.Equal((1, 0, 0, 0, 1), await StatusAsync());
        Assert.Equal([null, _id], (await LeaseAsync()).Select(static job => job.BatchId));
    }

    [Fact]
    public async Task One_that_is_replayed_counts_again_and_the_batch_ends_only_once()
    {
        await AddBatchAsync(2);
        var jobs = await LeaseAsync();
        await SettleAsync(jobs[0], JobEnding.Bury);
        await Store.ReplayAsync(Only(jobs[0].Id), CancellationToken);
        await SettleAsync(jobs[1], JobEnding.Complete);
        Assert.Empty(await EndAsync());
        Assert.Equal((2, 1, 0, 0, 1), await StatusAsync());

        await SettleAsync(await LeaseOneAsync(), JobEnding.Bury);
        Assert.Single(await EndAsync());
        var finished = (await Store.FindBatchAsync(_id, CancellationToken))!.Finished;
        await Tested.PassAsync(Second);
        await Store.ReplayAsync(Only(jobs[0].Id), CancellationToken);
        await SettleAsync(await LeaseOneAsync(), JobEnding.Complete);
        Assert.Empty(await EndAsync());
        Assert.Equal((2, 2, 0, 0, 0), await StatusAsync());
        Assert.Equal(finished, (await Store.FindBatchAsync(_id, CancellationToken))!.Finished);
    }

    [Fact]
    public async Task An_end_that_nobody_listens_to_yet_is_kept()
    {
        await Store.AddBatchAsync(new NewBatch(_id, [Event()], "heard later"), CancellationToken);
        await SettleAsync(await LeaseOneAsync(), JobEnding.Complete);

        await RegisterAsync(new ListenerRegistration("heard later", "tell"));

        Assert.Single(await LeaseAsync(eventName: "heard later", listener: "tell"));
    }

    [Fact]
    public async Task A_batch_may_end_without_an_event()
    {
        await Store.AddBatchAsync(new NewBatch(_id, [Event()], null), CancellationToken);
        await SettleAsync(await LeaseOneAsync(), JobEnding.Complete);

        Assert.Equal((1, 1, 0, 0, 0), await StatusAsync());
        Assert.Single(await ListAsync());
        Assert.Null(await Store.FindBatchAsync(Guid.CreateVersion7(), CancellationToken));
    }

    private async Task AddBatchAsync(int count)
    {
        var results = await Store.AddBatchAsync(new NewBatch(_id, [.. Enumerable.Range(0, count).Select(static _ => Event())], "ended"), CancellationToken);
        Assert.All(results, static result => Assert.Equal((AddOutcome.Added, 1), (result.Outcome, result.Jobs)));
    }

    private Task<IReadOnlyList<LeasedJob>> EndAsync() => LeaseAsync(eventName: "ended", listener: "tell");

    private async Task<(int Total, int Completed, int Dead, int Cancelled, int Remaining)> StatusAsync()
    {
        var status = await Store.FindBatchAsync(_id, CancellationToken);
        Assert.NotNull(status);
        return (status.Total, status.Completed, status.Dead, status.Cancelled, status.Remaining);
    }
}
