namespace Sockeye.Background.Specification;

/// <summary>Schedules, and the claims of their slots.</summary>
public abstract class ScheduleSpecification(Func<ValueTask<StoreUnderTest>> start) : StoreSpecification(start)
{
    private static readonly DateTimeOffset Slot = new(2031, 5, 1, 9, 0, 0, TimeSpan.Zero);

    private static readonly StoredSchedule Birthdays = new()
    {
        Name = "birthdays",
        Expression = "0 9 * * *",
        TimeZone = "Europe/Berlin",
        EventName = "placed",
        Payload = "{\"wish\":\"Zoë\"}"u8.ToArray(),
        Priority = 3,
        Missed = MissedRuns.RunAll,
        Overlapping = OverlappingRuns.Wait,
        Next = Slot,
        DeclaredAs = "so",
    };

    [Fact]
    public async Task A_schedule_is_kept_as_it_was_saved()
    {
        var saved = await SaveAsync(Birthdays);
        await SaveAsync(Birthdays with { Name = "a", IsPaused = true, Next = null, DeclaredAs = null, Missed = MissedRuns.Skip, Overlapping = OverlappingRuns.Skip });

        var found = await Store.GetSchedulesAsync(CancellationToken);

        Assert.Equal(["a", "birthdays"], found.Select(static schedule => schedule.Name));
        Assert.Equal((true, null, null, MissedRuns.Skip, OverlappingRuns.Skip), (found[0].IsPaused, found[0].Next, found[0].DeclaredAs, found[0].Missed, found[0].Overlapping));
        Assert.Equal(saved with { Payload = default }, found[1] with { Payload = default });
        Assert.Equal(Birthdays with { Payload = default, Version = saved.Version }, found[1] with { Payload = default });
        Assert.Equal(Text(Birthdays.Payload), Text(found[1].Payload));
        Assert.NotEqual(0, saved.Version);
    }

    [Fact]
    public async Task A_schedule_is_added_once_and_changed_from_what_was_read()
    {
        var saved = await SaveAsync(Birthdays);

        Assert.Null(await Store.SaveScheduleAsync(Birthdays, CancellationToken));
        var changed = await SaveAsync(saved with { Expression = "0 10 * * *" });
        Assert.True(changed.Version > saved.Version);
        Assert.Null(await Store.SaveScheduleAsync(saved with { Expression = "0 11 * * *" }, CancellationToken));
        Assert.Equal("0 10 * * *", (await FindAsync()).Expression);
    }

    [Fact]
    public async Task A_schedule_that_was_removed_is_gone_for_claims_and_changes_and_can_be_added_anew()
    {
        var saved = await SaveAsync(Birthdays);
        await RegisterStockAsync();

        Assert.True(await Store.RemoveScheduleAsync("birthdays", CancellationToken));
        Assert.False(await Store.RemoveScheduleAsync("birthdays", CancellationToken));

        Assert.Null(await Store.SaveScheduleAsync(saved, CancellationToken));
        Assert.Equal(new SlotResult(SlotOutcome.Stale, 0, null), await ClaimAsync(saved, Slot));
        Assert.Empty(await ListAsync());
        var anew = await SaveAsync(Birthdays);
        Assert.Equal(SlotOutcome.Stale, (await ClaimAsync(saved, Slot)).Outcome); // reckoned from the one that is gone
        Assert.Equal(SlotOutcome.Claimed, (await ClaimAsync(anew, Slot)).Outcome);
    }

    [Fact]
    public async Task A_claim_adds_its_event_and_moves_the_schedule_on()
    {
        var saved = await SaveAsync(Birthdays);
        await RegisterStockAsync();

        var claimed = await ClaimAsync(saved, Slot);

        Assert.Equal((SlotOutcome.Claimed, AddOutcome.Added), (claimed.Outcome, claimed.Added?.Outcome));
        var moved = await FindAsync();
        Assert.Equal((Slot, Slot.AddDays(1), claimed.Version), (moved.LastSlot, moved.Next, moved.Version));
        var job = Assert.Single(await ListAsync(new JobFilter { Schedule = "birthdays" }));
        Assert.Equal(("birthdays", Slot, "placed", claimed.Added!.Value.EventId), (job.Schedule, job.Slot, job.EventName, job.EventId));
        var leased = await LeaseOneAsync();
        Assert.Equal(("birthdays", Slot), (leased.Schedule, leased.Slot));
        Assert.Equal(SlotOutcome.Claimed, (await ClaimAsync(moved, Slot.AddDays(1))).Outcome);
    }

    [Fact]
    public async Task A_slot_is_claimed_once_and_none_before_it_later()
    {
        var saved = await SaveAsync(Birthdays);
        await RegisterStockAsync();
        var claimed = await ClaimAsync(saved, Slot);

        Assert.Equal(new SlotResult(SlotOutcome.Stale, claimed.Version, null), await ClaimAsync(saved, Slot));
        var moved = await FindAsync();
        Assert.Equal(SlotOutcome.Stale, (await ClaimAsync(moved, Slot)).Outcome);
        Assert.Equal(SlotOutcome.Stale, (await ClaimAsync(moved, Slot.AddDays(-1))).Outcome);

        // A change does not bring a slot back, whatever it says.
        var changed = await SaveAsync(moved with { LastSlot = null, Next = Slot });
        Assert.Equal(Slot, (await FindAsync()).LastSlot);
        Assert.Equal(SlotOutcome.Stale, (await ClaimAsync(changed, Slot)).Outcome);
        Assert.Single(await ListAsync());
    }

    [Fact]
    public async Task A_slot_that_passes_adds_nothing()
    {
        var saved = await SaveAsync(Birthdays);
        await RegisterStockAsync();

        var passed = await Store.ClaimSlotAsync(new SlotClaim("birthdays", saved.Version, Slot, null, null), CancellationToken);

        Assert.Equal((SlotOutcome.Passed, null), (passed.Outcome, passed.Added));
        var moved = await FindAsync();
        Assert.Equal((Slot, null, passed.Version), (moved.LastSlot, moved.Next, moved.Version));
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task A_claim_reckoned_before_a_pause_is_stale_and_a_paused_schedule_gives_no_slots()
    {
        var saved = await SaveAsync(Birthdays);
        await RegisterStockAsync();
        var paused = await SaveAsync(saved with { IsPaused = true });

        Assert.Equal(SlotOutcome.Stale, (await ClaimAsync(saved, Slot)).Outcome);
        Assert.Equal(SlotOutcome.Stale, (await ClaimAsync(paused, Slot)).Outcome);
        Assert.Equal(SlotOutcome.Claimed, (await ClaimAsync(await SaveAsync(paused with { IsPaused = false }), Slot)).Outcome);
    }

    [Theory]
    [InlineData(JobEnding.Complete)]
    [InlineData(JobEnding.Bury)]
    [InlineData(JobEnding.Cancel)]
    public async Task A_slot_passes_until_every_job_of_the_former_run_has_ended(JobEnding ending)
    {
        var schedule = await SaveAsync(Birthdays);
        await RegisterAsync(new ListenerRegistration("placed", "stock"), new ListenerRegistration("placed", "mail"));
        await AddAsync(Event()); // another's work does not count
        var slot = Slot;

        Assert.Equal(SlotOutcome.Claimed, await NextAsync());
        Assert.Equal(SlotOutcome.Passed, await NextAsync()); // it waits
        var stock = Assert.Single(await LeaseAsync(), static job => job.Schedule == "birthdays");
        Assert.Equal(SlotOutcome.Passed, await NextAsync()); // it runs
        await SettleAsync(stock, JobEnding.Retry, TimeSpan.Zero);
        Assert.Equal(SlotOutcome.Passed, await NextAsync()); // it waits to be tried again
        await SettleAsync(Assert.Single(await LeaseAsync(), static job => job.Schedule == "birthdays"), ending);
        Assert.Equal(SlotOutcome.Passed, await NextAsync()); // the other listener has not ended
        await SettleAsync(Assert.Single(await LeaseAsync(listener: "mail"), static job => job.Schedule == "birthdays"), ending);
        Assert.Equal(SlotOutcome.Claimed, await NextAsync());

        async Task<SlotOutcome> NextAsync()
        {
            var result = await ClaimAsync(schedule, slot, unlessUnfinished: true);
            slot = slot.AddDays(1);
            schedule = await FindAsync();
            Assert.Equal((slot.AddDays(-1), slot), (schedule.LastSlot, schedule.Next)); // it moves on either way
            return result.Outcome;
        }
    }

    [Fact]
    public async Task A_slot_that_nobody_listens_to_is_claimed_all_the_same()
    {
        var saved = await SaveAsync(Birthdays);

        var claimed = await Store.ClaimSlotAsync(
            new SlotClaim("birthdays", saved.Version, Slot, Slot.AddDays(1), Run(Slot) with { IfUnknown = UnknownEventPolicy.Ignore }), CancellationToken);

        Assert.Equal((SlotOutcome.Claimed, AddOutcome.Ignored), (claimed.Outcome, claimed.Added?.Outcome));
        Assert.Equal(Slot, (await FindAsync()).LastSlot);
    }

    [Fact]
    public async Task A_slots_unique_key_keeps_it_to_one_event_when_the_schedule_is_made_anew()
    {
        await RegisterStockAsync();
        var first = await ClaimAsync(await SaveAsync(Birthdays), Slot);
        await Store.RemoveScheduleAsync("birthdays", CancellationToken);

        var second = await ClaimAsync(await SaveAsync(Birthdays), Slot);

        Assert.Equal((SlotOutcome.Claimed, AddOutcome.Duplicate, first.Added!.Value.EventId), (second.Outcome, second.Added?.Outcome, second.Added?.EventId));
        Assert.Single(await ListAsync());
    }

    [Fact]
    public async Task Of_many_nodes_that_claim_a_slot_one_does()
    {
        const int Nodes = 8, Slots = 25;
        await RegisterStockAsync();
        await SaveAsync(Birthdays);
        var claims = new int[Slots];

        await Task.WhenAll(Enumerable.Range(0, Nodes).Select(_ => Task.Run(async () =>
        {
            var store = await Tested.OpenAnotherAsync();
            while (Assert.Single(await store.GetSchedulesAsync(CancellationToken)) is { Next: { } next } schedule && (next - Slot).Days < Slots)
            {
                if ((await store.ClaimSlotAsync(Claim(schedule, next), CancellationToken)).Outcome == SlotOutcome.Claimed)
                {
                    Interlocked.Increment(ref claims[(next - Slot).Days]);
                }
            }
        }, CancellationToken)));

        Assert.All(claims, static count => Assert.Equal(1, count));
        var jobs = await ListAsync();
        Assert.Equal(Enumerable.Range(0, Slots).Select(static day => Slot.AddDays(day)), jobs.Select(static job => job.Slot!.Value));
    }

    [Fact]
    public async Task Who_waits_for_schedules_hears_of_changes()
    {
        await HearsAsync(async () => await SaveAsync(Birthdays));
        await HearsAsync(async () => await SaveAsync(await FindAsync() with { IsPaused = true }));
        await HearsAsync(async () => await Store.RemoveScheduleAsync("birthdays", CancellationToken));
    }

    [Fact]
    public async Task Who_waits_for_work_hears_of_a_claim()
    {
        await RegisterStockAsync();
        var saved = await SaveAsync(Birthdays);
        var seen = Store.Signal.Version;

        await ClaimAsync(saved, Slot);

        Assert.Equal(WakeUps.Work, await Store.Signal.WaitAsync(seen, WakeUps.Work, TimeSpan.FromSeconds(30), TimeProvider.System, CancellationToken));
    }

    private static NewEvent Run(DateTimeOffset slot) => Event() with
    {
        Schedule = "birthdays",
        Slot = slot,
        UniqueKey = $"birthdays:{slot.UtcDateTime:O}",
    };

    private static SlotClaim Claim(StoredSchedule schedule, DateTimeOffset slot, bool unlessUnfinished = false) =>
        new(schedule.Name, schedule.Version, slot, slot.AddDays(1), Run(slot), unlessUnfinished);

    private async Task<SlotResult> ClaimAsync(StoredSchedule schedule, DateTimeOffset slot, bool unlessUnfinished = false) =>
        await Store.ClaimSlotAsync(Claim(schedule, slot, unlessUnfinished), CancellationToken);

    private async Task<StoredSchedule> SaveAsync(StoredSchedule schedule)
    {
        var saved = await Store.SaveScheduleAsync(schedule, CancellationToken);
        Assert.NotNull(saved);
        return saved;
    }

    private async Task<StoredSchedule> FindAsync() =>
        Assert.Single(await Store.GetSchedulesAsync(CancellationToken), static schedule => schedule.Name == "birthdays");

    private async Task HearsAsync(Func<Task> change)
    {
        var seen = Store.Signal.Version;
        await change();
        Assert.Equal(WakeUps.Schedules, await Store.Signal.WaitAsync(seen, WakeUps.Schedules, TimeSpan.FromSeconds(30), TimeProvider.System, CancellationToken));
    }
}
