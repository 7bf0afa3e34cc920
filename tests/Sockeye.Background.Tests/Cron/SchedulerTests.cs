using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Cron;

public sealed class SchedulerTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_is_queued_when_its_time_has_come_and_once()
    {
        await using var node = await CronNode.StartAsync();
        await node.AddAsync("0 9 * * *");

        await node.PassAsync(9 * Hour - TimeSpan.FromTicks(1));
        Assert.Empty(await node.JobsAsync());

        await node.PassAsync(TimeSpan.FromTicks(1));
        await node.PassAsync(TimeSpan.Zero);
        await node.PassAsync(30 * Minute);

        var job = Assert.Single(await node.JobsAsync());
        Assert.Equal(("wish", "mail", "birthdays", node.Start + 9 * Hour), (job.EventName, job.Listener, job.Schedule, job.Slot));
        Assert.Equal("{\"to\":\"Zoë\"}", System.Text.Encoding.UTF8.GetString(job.Payload.Span));
        Assert.Equal("1T09:00", await node.SlotsAsync());
        await node.PassAsync(24 * Hour);
        Assert.Equal("1T09:00 2T09:00", await node.SlotsAsync());
    }

    [Fact]
    public async Task A_zones_clocks_are_meant_over_their_changes()
    {
        await using var node = await CronNode.StartAsync();
        await node.AddAsync("30 2 * * *", zone: "Europe/Berlin");
        node.Time.PutClock(new DateTimeOffset(2030, 3, 29, 0, 0, 0, TimeSpan.Zero) - node.Start);
        await node.PassAsync(TimeSpan.Zero); // those missed since January: one
        for (var hour = 0; hour < 96; hour++)
        {
            await node.PassAsync(Hour);
        }

        Assert.Equal("28T01:30 29T01:30 30T01:30 31T01:00 1T00:30", await node.SlotsAsync());
    }

    [Fact]
    public async Task It_sleeps_until_the_first_run_but_not_past_a_look_at_the_store()
    {
        await using var node = await CronNode.StartAsync();
        Assert.Equal(TimeSpan.FromSeconds(5), await node.PassAsync(TimeSpan.Zero));
        await node.AddAsync("0 9 * * *");
        await node.AddAsync("0 10 * * *", name: "later");

        Assert.Equal(TimeSpan.FromSeconds(5), await node.PassAsync(TimeSpan.Zero));
        Assert.Equal(TimeSpan.FromSeconds(3), await node.PassAsync(9 * Hour - TimeSpan.FromSeconds(3)));
    }

    [Theory]
    [InlineData(MissedRuns.RunOnce, "1T13:00")]
    [InlineData(MissedRuns.RunAll, "1T10:00 1T11:00 1T12:00 1T13:00")]
    [InlineData(MissedRuns.Skip, "")]
    public async Task Runs_that_nobody_was_there_for_meet_the_policy(MissedRuns missed, string slots)
    {
        await using var node = await CronNode.StartAsync();
        await node.AddAsync("0 10-20 * * *", missed);

        await node.PassAsync(13.5 * Hour);
        await node.PassAsync(Minute);
        Assert.Equal(slots, await node.SlotsAsync());

        await node.PassAsync(30 * Minute);
        Assert.Equal($"{slots} 1T14:00".TrimStart(), await node.SlotsAsync());
    }

    [Fact]
    public async Task All_of_very_many_missed_runs_are_queued_a_part_at_a_time()
    {
        await using var node = await CronNode.StartAsync();
        await node.AddAsync("* * * * *", MissedRuns.RunAll);

        Assert.Equal(TimeSpan.Zero, await node.PassAsync(4 * Hour));
        Assert.Equal(100, (await node.JobsAsync()).Count);
        Assert.Equal(TimeSpan.Zero, await node.PassAsync(TimeSpan.Zero));
        await node.PassAsync(TimeSpan.Zero);

        Assert.Equal(Enumerable.Range(1, 240).Select(minute => node.Start + minute * Minute), (await node.JobsAsync()).Select(static job => job.Slot!.Value));
    }

    [Theory]
    [InlineData(MissedRuns.RunOnce, 1)]
    [InlineData(MissedRuns.RunAll, 100)]
    [InlineData(MissedRuns.Skip, 0)]
    public async Task A_clock_put_forward_by_years_is_met_by_the_policy_at_once(MissedRuns missed, int runs)
    {
        await using var node = await CronNode.StartAsync();
        await node.AddAsync("* * * * * *", missed);

        node.Time.PutClock(TimeSpan.FromDays(3650));
        await node.Scheduler.PassAsync(CancellationToken);

        Assert.InRange((await node.JobsAsync()).Count, runs, runs == 100 ? 100 : runs + 62); // those of the minute of grace are on time
        Assert.Equal(missed != MissedRuns.RunAll, node.Time.GetUtcNow() - Assert.Single(await node.Store.GetSchedulesAsync(CancellationToken)).Next < Minute);
    }

    [Fact]
    public async Task A_clock_put_back_brings_no_run_a_second_time()
    {
        await using var node = await CronNode.StartAsync();
        await node.AddAsync("0 * * * *");
        await node.PassAsync(Hour);
        await node.PassAsync(Hour);
        node.Time.PutClock(-2 * Hour);

        for (var i = 0; i < 12; i++)
        {
            await node.PassAsync(15 * Minute);
        }

        Assert.Equal("1T01:00 1T02:00 1T03:00", await node.SlotsAsync());
    }

    [Fact]
    public async Task A_change_after_the_clock_was_put_back_brings_no_run_a_second_time_either()
    {
        await using var node = await CronNode.StartAsync();
        await node.AddAsync("0 * * * *");
        await node.PassAsync(Hour);
        await node.PassAsync(Hour);
        node.Time.PutClock(-2 * Hour);

        await node.Schedules.ChangeAsync("birthdays", new ScheduleChange { Expression = "*/30 * * * *" }, CancellationToken);
        await node.Schedules.PauseAsync("birthdays", CancellationToken);
        await node.Schedules.ResumeAsync("birthdays", CancellationToken);
        for (var i = 0; i < 12; i++)
        {
            await node.PassAsync(15 * Minute);
        }

        Assert.Equal("1T01:00 1T02:00 1T02:30 1T03:00", await node.SlotsAsync());
    }

    [Fact]
    public async Task Overlapping_runs_are_queued_side_by_side_where_that_is_allowed()
    {
        await using var node = await CronNode.StartAsync();
        await node.AddAsync("0 * * * *", overlapping: OverlappingRuns.Allow);

        await node.PassAsync(Hour);
        await node.PassAsync(Hour);

        Assert.Equal(2, (await node.LeaseAsync()).Count);
    }

    [Fact]
    public async Task A_run_is_skipped_while_a_former_one_has_not_ended()
    {
        await using var node = await CronNode.StartAsync();
        await node.AddAsync("0 * * * *", overlapping: OverlappingRuns.Skip);

        await node.PassAsync(Hour);
        var first = Assert.Single(await node.LeaseAsync());
        await node.PassAsync(Hour);
        await node.PassAsync(Hour);
        await node.CompleteAsync(first);
        await node.PassAsync(Hour);

        Assert.Equal("1T01:00 1T04:00", await node.SlotsAsync());
    }

    [Fact]
    public async Task A_run_waits_for_a_former_one_to_end()
    {
        await using var node = await CronNode.StartAsync();
        await node.AddAsync("0 * * * *", overlapping: OverlappingRuns.Wait);

        await node.PassAsync(Hour);
        await node.PassAsync(Hour);
        var first = Assert.Single(await node.LeaseAsync());
        Assert.Empty(await node.LeaseAsync());
        await node.CompleteAsync(first);

        Assert.Equal(node.Start + 2 * Hour, Assert.Single(await node.LeaseAsync()).Slot);
    }

    [Fact]
    public async Task A_schedule_that_this_machine_cannot_read_is_left_alone_and_the_others_go_on()
    {
        await using var node = await CronNode.StartAsync();
        await node.AddAsync("0 9 * * *");
        var stored = Assert.Single(await node.Store.GetSchedulesAsync(CancellationToken));
        await node.Store.SaveScheduleAsync(stored with { Name = "a", TimeZone = "Mars/Olympus", Version = 0 }, CancellationToken);
        await node.Store.SaveScheduleAsync(stored with { Name = "b", Expression = "whenever", Version = 0 }, CancellationToken);

        await node.PassAsync(9 * Hour);

        Assert.Equal("birthdays", Assert.Single(await node.JobsAsync()).Schedule);
        var listed = await node.Schedules.ListAsync(CancellationToken);
        Assert.Equal(["a", "b", "birthdays"], listed.Select(static schedule => schedule.Name));
        Assert.Equal(new DateTimeOffset(2030, 1, 1, 9, 0, 0, TimeSpan.Zero), listed[0].Next); // in UTC: this machine does not know the zone
        Assert.All(await node.Schedules.NextRunsAsync(10, CancellationToken), static run => Assert.Equal("birthdays", run.Schedule));
        Assert.Empty(await node.Schedules.NextRunsAsync("b", 10, CancellationToken));
        Assert.True(await node.Schedules.PauseAsync("a", CancellationToken));
        Assert.True(await node.Schedules.RemoveAsync("b", CancellationToken));
    }

    [Fact]
    public async Task The_loop_runs_by_the_clock_and_hears_of_what_is_added()
    {
        await using var node = await CronNode.StartAsync();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken);
        var running = node.Scheduler.RunAsync(stopping.Token);
        await node.AddAsync("* * * * *"); // wakes it up

        while ((await node.JobsAsync()).Count < 3)
        {
            await Eventually.TrueAsync(() => node.Time.ArmedTimers > 0); // it is awake

            node.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await stopping.CancelAsync();
        await running.DefaultTimeout();
        Assert.Equal("1T00:01 1T00:02 1T00:03", await node.SlotsAsync());
    }

    [Theory]
    [InlineData(MissedRuns.RunOnce)]
    [InlineData(MissedRuns.RunAll)]
    [InlineData(MissedRuns.Skip)]
    public async Task Of_many_schedulers_that_race_each_slot_has_one_run(MissedRuns missed)
    {
        const int Nodes = 8;
        await using var node = await CronNode.StartAsync();
        await node.AddAsync("*/5 * * * *", missed, name: "a");
        await node.AddAsync("*/7 * * * *", missed, name: "b");
        var schedulers = Enumerable.Range(0, Nodes).Select(_ => node.NewScheduler()).ToArray();

        for (var step = 0; step < 120; step++)
        {
            node.Time.Advance(Minute);
            using var together = new Barrier(Nodes);
            await Task.WhenAll(schedulers.Select(scheduler => Task.Run(async () =>
            {
                together.SignalAndWait(CancellationToken);
                for (var i = 0; i < 3; i++)
                {
                    await scheduler.PassAsync(CancellationToken);
                }
            }, CancellationToken))).DefaultTimeout();
        }

        var jobs = await node.JobsAsync();
        Assert.Equal(Enumerable.Range(1, 24).Select(i => node.Start + i * 5 * Minute), jobs.Where(static job => job.Schedule == "a").Select(static job => job.Slot!.Value));
        Assert.Equal(
            Enumerable.Range(0, 120).Where(static minute => (minute + 1) % 60 % 7 == 0).Select(minute => node.Start + (minute + 1) * Minute),
            jobs.Where(static job => job.Schedule == "b").Select(static job => job.Slot!.Value));
    }
}
