namespace Sockeye.Background.Tests.Cron;

public sealed class SchedulesTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_schedule_is_listed_with_its_zones_offset()
    {
        await using var node = await CronNode.StartAsync();
        await node.AddAsync("0 9 * * *", MissedRuns.Skip, OverlappingRuns.Wait, zone: "America/New_York");

        var schedule = Assert.Single(await node.Schedules.ListAsync(CancellationToken));

        Assert.Equal(
            new Schedule
            {
                Name = "birthdays",
                Expression = "0 9 * * *",
                TimeZone = "America/New_York",
                EventName = "wish",
                Missed = MissedRuns.Skip,
                Overlapping = OverlappingRuns.Wait,
                Next = new DateTimeOffset(2030, 1, 1, 9, 0, 0, TimeSpan.FromHours(-5)),
            },
            schedule);
        Assert.Equal(TimeSpan.FromHours(-5), schedule.Next?.Offset);
    }

    [Fact]
    public async Task Numbers_that_name_no_policy_are_refused()
    {
        await using var node = await CronNode.StartAsync();
        await node.AddAsync("0 9 * * *");
        foreach (var options in new[] { new ScheduleOptions { Missed = (MissedRuns)9 }, new ScheduleOptions { Overlapping = (OverlappingRuns)(-1) } })
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
                async () => await node.Schedules.AddAsync("other", "0 9 * * *", "UTC", "wish", 1, options, CancellationToken));
        }

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await node.Schedules.ChangeAsync("birthdays", new ScheduleChange { Missed = (MissedRuns)9 }, CancellationToken));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await node.Schedules.ChangeAsync("birthdays", new ScheduleChange { Overlapping = (OverlappingRuns)9 }, CancellationToken));
        Assert.Equal(MissedRuns.RunOnce, Assert.Single(await node.Schedules.ListAsync(CancellationToken)).Missed);
    }

    [Fact]
    public async Task The_next_runs_of_one_and_of_all_are_listed_in_order()
    {
        await using var node = await CronNode.StartAsync();
        await node.AddAsync("0 */6 * * *", name: "a");
        await node.AddAsync("30 7 * * *", name: "b");
        await node.AddAsync("0 0 1 1 *", name: "c");
        await node.Schedules.PauseAsync("c", CancellationToken);

        Assert.Equal(
            ["a 6:00", "b 7:30", "a 12:00", "a 18:00", "a 0:00", "a 6:00", "b 7:30"],
            (await node.Schedules.NextRunsAsync(7, CancellationToken)).Select(static run => $"{run.Schedule} {run.At:H:mm}"));
        Assert.Equal(3, (await node.Schedules.NextRunsAsync("b", 3, CancellationToken)).Count);
        Assert.Empty(await node.Schedules.NextRunsAsync("c", 3, CancellationToken));
        Assert.Empty(await node.Schedules.NextRunsAsync("nothing", 3, CancellationToken));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await node.Schedules.NextRunsAsync(0, CancellationToken));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await node.Schedules.NextRunsAsync("a", 1_001, CancellationToken));
    }

    [Fact]
    public async Task A_name_is_given_once_and_bad_input_is_named()
    {
        await using var node = await CronNode.StartAsync();
        await node.AddAsync("0 9 * * *");

        Assert.False(await node.Schedules.AddAsync("birthdays", "0 10 * * *", "UTC", "wish", 1, null, CancellationToken));
        Assert.Equal("0 9 * * *", Assert.Single(await node.Schedules.ListAsync(CancellationToken)).Expression);
        await Assert.ThrowsAsync<CronFormatException>(() => AddAsync("x", "61 * * * *", "UTC"));
        await Assert.ThrowsAsync<ArgumentException>(() => AddAsync("x", "* * * * *", "Mars/Olympus"));
        await Assert.ThrowsAsync<ArgumentException>(() => AddAsync(" ", "* * * * *", "UTC"));
        await Assert.ThrowsAsync<ArgumentException>(() => AddAsync(new string('x', 196), "* * * * *", "UTC"));
        await Assert.ThrowsAsync<CronFormatException>(() => ChangeAsync(new ScheduleChange { Expression = "0 0 30 2 *" }));
        await Assert.ThrowsAsync<ArgumentException>(() => ChangeAsync(new ScheduleChange { TimeZone = "CEST" }));
        Assert.Equal("0 9 * * *", Assert.Single(await node.Schedules.ListAsync(CancellationToken)).Expression);

        Task AddAsync(string name, string expression, string zone) =>
            node.Schedules.AddAsync(name, expression, zone, "wish", 1, null, CancellationToken).AsTask();

        Task ChangeAsync(ScheduleChange change) => node.Schedules.ChangeAsync("birthdays", change, CancellationToken).AsTask();
    }

    [Fact]
    public async Task A_change_holds_from_its_moment_and_keeps_what_it_does_not_name()
    {
        await using var node = await CronNode.StartAsync();
        await node.AddAsync("0 9 * * *", MissedRuns.RunAll);
        await node.PassAsync(9 * Hour);

        Assert.True(await node.Schedules.ChangeAsync("birthdays", new ScheduleChange { Expression = "30 * * * *", Priority = 4 }, CancellationToken));
        await node.PassAsync(0.5 * Hour);

        var schedule = Assert.Single(await node.Schedules.ListAsync(CancellationToken));
        Assert.Equal(("30 * * * *", "UTC", MissedRuns.RunAll, 4), (schedule.Expression, schedule.TimeZone, schedule.Missed, schedule.Priority));
        Assert.Equal("1T09:00 1T09:30", await node.SlotsAsync());
        Assert.Equal([0, 4], (await node.JobsAsync()).Select(static job => job.Priority));
        Assert.Equal(node.Start + 9.5 * Hour, schedule.Last);
        Assert.False(await node.Schedules.ChangeAsync("nothing", new ScheduleChange(), CancellationToken));
    }

    [Fact]
    public async Task A_pause_leaves_out_what_falls_due_in_it()
    {
        await using var node = await CronNode.StartAsync();
        await node.AddAsync("0 * * * *", MissedRuns.RunAll);
        await node.PassAsync(Hour);

        Assert.True(await node.Schedules.PauseAsync("birthdays", CancellationToken));
        Assert.True(await node.Schedules.PauseAsync("birthdays", CancellationToken));
        Assert.Null(Assert.Single(await node.Schedules.ListAsync(CancellationToken)).Next);
        await node.PassAsync(2.5 * Hour);
        Assert.True(await node.Schedules.ResumeAsync("birthdays", CancellationToken));
        Assert.True(await node.Schedules.ResumeAsync("birthdays", CancellationToken));
        await node.PassAsync(Hour);

        Assert.Equal("1T01:00 1T04:00", await node.SlotsAsync());
        Assert.False(await node.Schedules.PauseAsync("nothing", CancellationToken));
        Assert.False(await node.Schedules.ResumeAsync("nothing", CancellationToken));
    }

    [Fact]
    public async Task What_is_removed_runs_no_more()
    {
        await using var node = await CronNode.StartAsync();
        await node.AddAsync("0 * * * *");
        await node.PassAsync(Hour);

        Assert.True(await node.Schedules.RemoveAsync("birthdays", CancellationToken));
        Assert.False(await node.Schedules.RemoveAsync("birthdays", CancellationToken));
        await node.PassAsync(5 * Hour);

        Assert.Equal("1T01:00", await node.SlotsAsync());
        Assert.Empty(await node.Schedules.ListAsync(CancellationToken));
    }

    [Fact]
    public async Task A_run_by_hand_is_queued_beside_the_others()
    {
        await using var node = await CronNode.StartAsync();
        await node.AddAsync("0 * * * *", overlapping: OverlappingRuns.Wait);
        await node.PassAsync(0.25 * Hour);
        await node.Schedules.PauseAsync("birthdays", CancellationToken);

        var byHand = await node.Schedules.RunNowAsync("birthdays", CancellationToken);
        var again = await node.Schedules.RunNowAsync("birthdays", CancellationToken);
        await node.Schedules.ResumeAsync("birthdays", CancellationToken);
        await node.PassAsync(0.75 * Hour);

        var jobs = await node.JobsAsync();
        Assert.Equal([byHand, again], jobs.Take(2).Select(static job => (Guid?)job.EventId));
        Assert.Equal("1T00:15 1T00:15 1T01:00", await node.SlotsAsync());
        Assert.Equal(byHand, Assert.Single(await node.LeaseAsync()).EventId); // the others wait for it
        Assert.Null(await node.Schedules.RunNowAsync("nothing", CancellationToken));
    }

    [Fact]
    public async Task Runs_that_nobody_listens_to_yet_are_kept_for_the_first_listener()
    {
        await using var node = new CronNode();
        await node.AddAsync("0 * * * *");

        var byHand = await node.Schedules.RunNowAsync("birthdays", CancellationToken);
        await node.PassAsync(Hour);
        Assert.Empty(await node.JobsAsync());
        await node.Store.RegisterAsync([new ListenerRegistration("wish", "mail")], CancellationToken);

        Assert.Equal("1T00:00 1T01:00", await node.SlotsAsync());
        Assert.Equal(byHand, (await node.JobsAsync())[0].EventId);
    }

    [Fact]
    public async Task Changes_made_at_the_same_time_are_all_there()
    {
        await using var node = await CronNode.StartAsync();
        await node.AddAsync("0 * * * *");

        await Task.WhenAll(
        [
            .. Enumerable.Range(0, 20).Select(i => Task.Run(async () => await node.Schedules.ChangeAsync("birthdays", new ScheduleChange { Priority = i }, CancellationToken), CancellationToken)),
            .. Enumerable.Range(0, 20).Select(_ => Task.Run(async () => await node.Schedules.ChangeAsync("birthdays", new ScheduleChange { Missed = MissedRuns.Skip }, CancellationToken), CancellationToken)),
            Task.Run(async () => await node.Schedules.PauseAsync("birthdays", CancellationToken), CancellationToken),
        ]);

        var schedule = Assert.Single(await node.Schedules.ListAsync(CancellationToken));
        Assert.Equal((MissedRuns.Skip, true), (schedule.Missed, schedule.IsPaused));
    }
}
