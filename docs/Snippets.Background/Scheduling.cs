namespace Snippets.Background;

internal static class Scheduling
{
    public static void AHandler(WebApplicationBuilder builder)
    {
        builder.Services.AddSockeyeBackground(background => background
            .UseMemory()
            .Cron("birthdays", "0 9 * * *", "Europe/Berlin", async context =>
            {
                var wishes = context.Services.GetRequiredService<Wishes>();
                var due = TimeZoneInfo.ConvertTimeBySystemTimeZoneId(context.Slot!.Value, "Europe/Berlin");
                await wishes.SendAsync(DateOnly.FromDateTime(due.Date), context.CancellationToken);
            }));
    }

    public static void AnEvent(SockeyeBackgroundBuilder background)
    {
        background.Cron("report", "*/15 8-18 * * MON-FRI", "America/New_York", "report.due", new ReportRequest("sales"), schedule =>
        {
            schedule.Missed = MissedRuns.Skip;             // a report of this morning is of no use in the evening
            schedule.Overlapping = OverlappingRuns.Wait;   // and two at a time are too many
        });
    }

    public static void ThisNode(SockeyeBackgroundBuilder background)
    {
        background.ConfigureCron(cron =>
        {
            cron.MissedAfter = TimeSpan.FromMinutes(5);
            cron.LookAgainAfter = TimeSpan.FromSeconds(2);
        });
    }

    public static async Task Steering(ISchedules schedules)
    {
        await schedules.AddAsync("nightly", "30 2 * * *", "UTC", "clean.up", new CleanUp(Days: 30));
        await schedules.ChangeAsync("nightly", new ScheduleChange { Expression = "30 3 * * *" });
        await schedules.PauseAsync("nightly");
        await schedules.ResumeAsync("nightly");
        await schedules.RunNowAsync("nightly");
        await schedules.RemoveAsync("nightly");
    }

    public static async Task Looking(ISchedules schedules)
    {
        foreach (var run in await schedules.NextRunsAsync(10))
        {
            Console.WriteLine($"{run.At:g} {run.Schedule}");
        }
    }

    public static void Expressions()
    {
        var expression = CronExpression.Parse("0 9 * * MON-FRI");
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var monday = new DateTimeOffset(2030, 3, 25, 0, 0, 0, TimeSpan.Zero);

        var next = expression.NextAfter(monday, berlin);
        foreach (var run in expression.Between(monday, monday.AddDays(14), berlin))
        {
            Console.WriteLine(run);                        // with the offset that holds then
        }
    }
}
