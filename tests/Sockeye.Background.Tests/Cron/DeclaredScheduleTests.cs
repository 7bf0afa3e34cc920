using Sockeye.Background.Cron;

namespace Sockeye.Background.Tests.Cron;

public sealed class DeclaredScheduleTests
{
    private static readonly DeclaredSchedule Birthdays = new("birthdays", "0 9 * * *", "UTC", "wish", "null"u8.ToArray(), new ScheduleOptions());

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_code_declares_is_stored_with_its_first_run()
    {
        await using var node = await CronNode.StartAsync();

        await Birthdays.SaveAsync(node.Store, CancellationToken);

        Assert.Equal(node.Start.AddHours(9), Assert.Single(await node.Schedules.ListAsync(CancellationToken)).Next);
    }

    [Fact]
    public async Task A_start_leaves_alone_what_was_changed_while_running_and_misses_nothing()
    {
        await using var node = await CronNode.StartAsync();
        await Birthdays.SaveAsync(node.Store, CancellationToken);
        await node.Schedules.ChangeAsync("birthdays", new ScheduleChange { Expression = "0 10 * * *", Priority = 2 }, CancellationToken);
        await node.Schedules.PauseAsync("birthdays", CancellationToken);
        node.Time.Advance(TimeSpan.FromHours(30));

        await Birthdays.SaveAsync(node.Store, CancellationToken);

        var schedule = Assert.Single(await node.Store.GetSchedulesAsync(CancellationToken));
        Assert.Equal(("0 10 * * *", 2, true, node.Start.AddHours(10)), (schedule.Expression, schedule.Priority, schedule.IsPaused, schedule.Next));
    }

    [Fact]
    public async Task Where_the_code_has_changed_it_counts()
    {
        await using var node = await CronNode.StartAsync();
        await Birthdays.SaveAsync(node.Store, CancellationToken);
        await node.Schedules.ChangeAsync("birthdays", new ScheduleChange { Expression = "0 10 * * *" }, CancellationToken);
        await node.Schedules.PauseAsync("birthdays", CancellationToken);

        await (Birthdays with { Expression = "0 11 * * *", Options = new ScheduleOptions { Missed = MissedRuns.RunAll } }).SaveAsync(node.Store, CancellationToken);

        var schedule = Assert.Single(await node.Store.GetSchedulesAsync(CancellationToken));
        Assert.Equal(("0 11 * * *", MissedRuns.RunAll, true, node.Start.AddHours(11)), (schedule.Expression, schedule.Missed, schedule.IsPaused, schedule.Next));
    }

    [Fact]
    public async Task A_new_payload_alone_does_not_move_the_next_run()
    {
        await using var node = await CronNode.StartAsync();
        await Birthdays.SaveAsync(node.Store, CancellationToken);
        node.Time.Advance(TimeSpan.FromHours(30)); // nobody was there: the run of 9 o'clock is missed, not forgotten

        await (Birthdays with { Payload = "1"u8.ToArray() }).SaveAsync(node.Store, CancellationToken);

        Assert.Equal(node.Start.AddHours(9), Assert.Single(await node.Store.GetSchedulesAsync(CancellationToken)).Next);
    }

    [Fact]
    public async Task Many_nodes_that_start_at_once_store_it_once()
    {
        await using var node = await CronNode.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () => await Birthdays.SaveAsync(node.Store, CancellationToken), CancellationToken)));

        Assert.Equal(1, Assert.Single(await node.Store.GetSchedulesAsync(CancellationToken)).Version);
    }
}
