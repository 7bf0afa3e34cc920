namespace Sockeye.Background.Specification;

/// <summary>Listeners become known, and events become jobs.</summary>
public abstract class AddingSpecification(Func<ValueTask<StoreUnderTest>> start) : StoreSpecification(start)
{
    [Fact]
    public async Task An_event_becomes_a_job_for_each_listener_known_for_it()
    {
        await RegisterAsync(new("placed", "stock"), new("placed", "mail", "mails"), new("paid", "stock"));

        var added = Event(payload: """{"number":7,"text":"åß∂ '\" \\ "}""");
        Assert.Equal(new AddResult(AddOutcome.Added, added.Id, 2), await AddAsync(added));

        var jobs = await ListAsync();
        Assert.Equal(["mail in mails", "stock in default"], jobs.Select(static job => $"{job.Listener} in {job.Queue}").Order());
        Assert.All(jobs, job =>
        {
            Assert.Equal((added.Id, "placed", JobState.Waiting, 0), (job.EventId, job.EventName, job.State, job.Attempt));
            Assert.Equal(Text(added.Payload), Text(job.Payload));
            Assert.Equal(job.Created, job.Due);
        });
    }

    [Fact]
    public async Task A_leased_job_has_everything_its_event_was_added_with()
    {
        await RegisterStockAsync();
        var slot = new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);
        var added = Event(payload: "[1,2]") with
        {
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            TraceState = "a=b",
            Priority = -3,
            UniqueKey = "unique",
            Key = "key",
            Schedule = "nightly",
            Slot = slot,
        };
        await AddAsync(added);

        var job = await LeaseOneAsync();

        Assert.Equal((added.Id, "placed", "stock", "default"), (job.EventId, job.EventName, job.Listener, job.Queue));
        Assert.Equal((added.TraceParent, added.TraceState, -3), (job.TraceParent, job.TraceState, job.Priority));
        Assert.Equal(("unique", "key", "nightly", slot), (job.UniqueKey, job.Key, job.Schedule, job.Slot!.Value));
        Assert.Equal(("[1,2]", 1), (Text(job.Payload), job.Attempt));
        Assert.Null(job.BatchId);
        Assert.True(job.Leased >= job.Due && job.Due == job.Created);
    }

    [Fact]
    public async Task Many_are_added_in_one_step_and_keep_their_order()
    {
        await RegisterStockAsync();
        var events = Enumerable.Range(0, 500).Select(static i => Event(payload: $"{i}")).ToArray();

        var results = await Store.AddAsync(events, CancellationToken);

        Assert.Equal(events.Select(static added => new AddResult(AddOutcome.Added, added.Id, 1)), results);
        Assert.Equal(events.Select(static added => Text(added.Payload)), (await LeaseAsync(500)).Select(static job => Text(job.Payload)));
    }

    [Fact]
    public async Task An_event_nobody_is_known_for_is_refused_ignored_or_kept()
    {
        Assert.Equal(AddOutcome.Unknown, (await AddAsync(Event())).Outcome);
        Assert.Equal(AddOutcome.Ignored, (await AddAsync(Event() with { IfUnknown = UnknownEventPolicy.Ignore })).Outcome);
        var kept = Event(payload: "1") with { IfUnknown = UnknownEventPolicy.Keep };
        Assert.Equal(new AddResult(AddOutcome.Kept, kept.Id, 0), await AddAsync(kept));

        await RegisterAsync(new("placed", "stock"), new("placed", "mail"));
        await RegisterAsync(new ListenerRegistration("placed", "late"));

        Assert.Equal([(kept.Id, "mail"), (kept.Id, "stock")], (await ListAsync()).Select(static job => (job.EventId, job.Listener)).Order());
    }

    [Fact]
    public async Task An_unknown_event_among_others_leaves_them_alone()
    {
        await RegisterStockAsync();

        var results = await AddAsync(Event(), Event("misspelt"), Event());

        Assert.Equal([AddOutcome.Added, AddOutcome.Unknown, AddOutcome.Added], results.Select(static result => result.Outcome));
        Assert.Equal(2, (await ListAsync()).Count);
    }

    [Fact]
    public async Task A_second_event_with_a_unique_key_is_the_first_one()
    {
        await RegisterAsync(new("placed", "stock"), new("paid", "stock"));
        var first = Event() with { UniqueKey = "order 1" };

        Assert.Equal(AddOutcome.Added, (await AddAsync(first)).Outcome);
        Assert.Equal(new AddResult(AddOutcome.Duplicate, first.Id, 0), await AddAsync(Event() with { UniqueKey = "order 1" }));
        Assert.Equal(AddOutcome.Added, (await AddAsync(Event() with { UniqueKey = "order 2" })).Outcome);
        Assert.Equal(AddOutcome.Added, (await AddAsync(Event("paid") with { UniqueKey = "order 1" })).Outcome); // of another event

        await SettleAsync(await LeaseOneAsync(), JobEnding.Complete);
        Assert.Equal(new AddResult(AddOutcome.Duplicate, first.Id, 0), await AddAsync(Event() with { UniqueKey = "order 1" })); // also when it is done
        Assert.Equal(3, (await ListAsync()).Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("order 1")]
    public async Task An_event_that_is_added_again_by_its_id_is_there_once(string? uniqueKey)
    {
        await RegisterStockAsync();
        var added = Event() with { UniqueKey = uniqueKey };
        var kept = Event("unheard") with { IfUnknown = UnknownEventPolicy.Keep };
        await AddAsync(added, kept);

        var results = await AddAsync(added, added, kept, Event());

        Assert.Equal(
            [new(AddOutcome.Duplicate, added.Id, 0), new(AddOutcome.Duplicate, added.Id, 0), new AddResult(AddOutcome.Duplicate, kept.Id, 0)], results.Take(3));
        Assert.Equal(AddOutcome.Added, results[3].Outcome);
        Assert.Equal(2, (await ListAsync()).Count);
        await RegisterAsync(new ListenerRegistration("unheard", "late"));
        Assert.Equal(3, (await ListAsync()).Count);
    }

    [Fact]
    public async Task An_event_that_comes_alone_is_one_job_for_each_listener_and_is_there_once()
    {
        await RegisterAsync(new("placed", "mail"), new("placed", "stock"));
        var added = Event(payload: "1") with
        {
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            TraceState = "a=1",
            Priority = 3,
            NotBefore = DateTimeOffset.UnixEpoch,
        };

        Assert.Equal(new AddResult(AddOutcome.Added, added.Id, 2), await AddAsync(added));
        Assert.Equal(new AddResult(AddOutcome.Duplicate, added.Id, 0), await AddAsync(added));
        var later = Event() with { Delay = 60 * Second };
        Assert.Equal(new AddResult(AddOutcome.Added, later.Id, 2), await AddAsync(later));

        LeasedJob[] leased = [.. await LeaseAsync(10, "mail"), .. await LeaseAsync(10)];
        Assert.Equal(["mail", "stock"], leased.Select(static job => job.Listener));
        Assert.All(leased, job => Assert.Equal(
            (added.Id, "1", added.TraceParent, added.TraceState, added.Priority), (job.EventId, Text(job.Payload), job.TraceParent, job.TraceState, job.Priority)));
    }

    [Fact]
    public async Task A_unique_key_is_found_within_one_step_too()
    {
        await RegisterStockAsync();
        var first = Event() with { UniqueKey = "order 1" };

        var results = await AddAsync(first, Event() with { UniqueKey = "order 1" }, Event());

        Assert.Equal([AddOutcome.Added, AddOutcome.Duplicate, AddOutcome.Added], results.Select(static result => result.Outcome));
        Assert.Equal(first.Id, results[1].EventId);
    }

    [Fact]
    public async Task A_unique_key_may_be_held_for_a_time_only()
    {
        await RegisterStockAsync();
        var added = Event() with { UniqueKey = "order 1", UniqueFor = 10 * Second };
        await AddAsync(added);

        await Tested.PassAsync(8 * Second);
        Assert.Equal(AddOutcome.Duplicate, (await AddAsync(added with { Id = Guid.CreateVersion7() })).Outcome);
        await Tested.PassAsync(2 * Second);
        Assert.Equal(AddOutcome.Added, (await AddAsync(added with { Id = Guid.CreateVersion7() })).Outcome);
        Assert.Equal(AddOutcome.Duplicate, (await AddAsync(added with { Id = Guid.CreateVersion7() })).Outcome);
    }

    [Fact]
    public async Task Of_many_nodes_that_race_for_a_unique_key_one_adds()
    {
        await RegisterStockAsync();
        var other = await Tested.OpenAnotherAsync();

        for (var round = 0; round < 10; round++)
        {
            var adds = Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? Store : other)
                .AddAsync([Event() with { UniqueKey = $"order {round}" }], CancellationToken).AsTask());
            var results = (await Task.WhenAll(adds)).Select(Assert.Single).ToArray();

            var winner = Assert.Single(results, static result => result.Outcome == AddOutcome.Added);
            Assert.All(results, result => Assert.Equal(winner.EventId, result.EventId));
            Assert.Equal(7, results.Count(static result => result.Outcome == AddOutcome.Duplicate));
        }

        Assert.Equal(10, (await ListAsync()).Count);
    }

    [Fact]
    public async Task Registering_again_changes_settings_and_forgetting_ends_it()
    {
        await RegisterAsync(new("placed", "stock"), new("paid", "mail"));
        await RegisterAsync(new ListenerRegistration("placed", "stock", "slow", 3, new StartRate(5, Second, IsPerKey: true)));

        Assert.Equal(
            [new("paid", "mail"), new("placed", "stock", "slow", 3, new StartRate(5, Second, IsPerKey: true))],
            await Store.GetListenersAsync(CancellationToken));

        await AddAsync(Event());
        Assert.True(await Store.ForgetAsync("placed", "stock", CancellationToken));
        Assert.False(await Store.ForgetAsync("placed", "stock", CancellationToken));
        Assert.Equal(AddOutcome.Unknown, (await AddAsync(Event())).Outcome);
        Assert.Equal("slow", Assert.Single(await ListAsync()).Queue);
    }

    [Fact]
    public async Task The_jobs_of_a_forgotten_listener_wait_for_who_hosts_it_and_it_can_be_made_known_again()
    {
        await RegisterAsync(new("placed", "stock"), new("placed", "mail"));
        await AddAsync(Event(), Event());
        Assert.False(await Store.ForgetAsync("paid", "mail", CancellationToken)); // of another event
        Assert.True(await (await Tested.OpenAnotherAsync()).ForgetAsync("placed", "stock", CancellationToken));

        Assert.Equal(1, (await AddAsync(Event())).Jobs);
        await SettleAsync(await LeaseOneAsync(), JobEnding.Complete);
        Assert.Equal(1, await Store.CancelAsync(new JobFilter { EventName = "placed", Listener = "stock" }, CancellationToken));
        Assert.Empty(await LeaseAsync());
        Assert.Equal(3, (await LeaseAsync(listener: "mail")).Count);

        await RegisterStockAsync();
        Assert.Equal(2, (await AddAsync(Event())).Jobs);
        await LeaseOneAsync();
    }

    [Fact]
    public async Task Listeners_are_known_on_every_node()
    {
        var other = await Tested.OpenAnotherAsync();
        await other.RegisterAsync([new ListenerRegistration("placed", "stock")], CancellationToken);

        Assert.Equal(AddOutcome.Added, (await AddAsync(Event())).Outcome);
        Assert.Single((await AskAsync(store: other)).Jobs);
    }

    [Fact]
    public async Task Initialising_at_the_same_time_and_again_does_no_harm()
    {
        var other = await Tested.OpenAnotherAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => (i % 2 == 0 ? Store : other).InitializeAsync(CancellationToken).AsTask()));

        await RegisterStockAsync();
        Assert.Equal(AddOutcome.Added, (await AddAsync(Event())).Outcome);
    }

    [Fact]
    public async Task An_id_that_is_held_is_known_again_when_its_event_and_its_unique_key_are_gone()
    {
        await RegisterStockAsync();
        var plain = Event() with { IdHeldFor = 60 * Second };
        var unique = Event() with { IdHeldFor = 60 * Second, UniqueKey = "order 1" };
        var free = Event();
        Assert.Equal([AddOutcome.Added, AddOutcome.Added, AddOutcome.Added], (await AddAsync(plain, unique, free)).Select(static result => result.Outcome));
        await EndAllAsync();

        Assert.Equal(
            [new AddResult(AddOutcome.Duplicate, plain.Id, 0), new AddResult(AddOutcome.Duplicate, unique.Id, 0), new AddResult(AddOutcome.Added, free.Id, 1)],
            await AddAsync(plain, unique, free));
        Assert.Equal(AddOutcome.Added, (await AddAsync(Event() with { UniqueKey = "order 1" })).Outcome); // the key itself is free again
        Assert.Equal(AddOutcome.Duplicate, (await AddAsync(plain)).Outcome); // alone too

        await EndAllAsync();
        await Tested.PassAsync(61 * Second);
        Assert.Equal(AddOutcome.Added, (await AddAsync(plain)).Outcome);
    }

    [Fact]
    public async Task An_id_is_held_whatever_became_of_it_unless_it_was_refused()
    {
        await RegisterStockAsync();
        await AddAsync(Event() with { UniqueKey = "order 1" });
        var duplicate = Event() with { IdHeldFor = 60 * Second, UniqueKey = "order 1" };
        var ignored = Event("later") with { IdHeldFor = 60 * Second, IfUnknown = UnknownEventPolicy.Ignore };
        var refused = Event("later") with { IdHeldFor = 60 * Second };
        Assert.Equal([AddOutcome.Duplicate, AddOutcome.Ignored, AddOutcome.Unknown], (await AddAsync(duplicate, ignored, refused)).Select(static result => result.Outcome));

        await EndAllAsync();
        await RegisterAsync(new ListenerRegistration("later", "stock"));

        Assert.Equal([AddOutcome.Duplicate, AddOutcome.Duplicate, AddOutcome.Added], (await AddAsync(duplicate, ignored, refused)).Select(static result => result.Outcome));
    }

    private async Task EndAllAsync()
    {
        foreach (var job in await LeaseAsync())
        {
            Assert.True(await SettleAsync(job, JobEnding.Complete));
        }

        await Store.SweepAsync(new RetentionPolicy(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero), CancellationToken);
        Assert.Empty(await ListAsync());
    }
}
