using Sockeye;

namespace Demo.Birthdays;

/// <summary>One schedule for each time zone that somebody lives in: nine in the morning there. They come and go with the people.</summary>
internal sealed class MorningSchedules(ISchedules schedules, People people) : IHostedService
{
    private const string Expression = "0 9 * * *";
    private const string Prefix = "morning in ";

    public static string NameOf(string timeZone) => Prefix + timeZone;

    public async Task EnsureAsync(string timeZone, CancellationToken cancellationToken) =>
        await schedules.AddAsync(NameOf(timeZone), Expression, timeZone, BirthdayEvents.Morning, new Morning(timeZone), cancellationToken: cancellationToken);

    /// <summary>Removes a zone's schedule if nobody lives there any more.</summary>
    public async Task ReleaseAsync(string timeZone, CancellationToken cancellationToken)
    {
        if (people.LivingIn(timeZone).Count == 0)
        {
            await schedules.RemoveAsync(NameOf(timeZone), cancellationToken);
        }
    }

    /// <summary>Queues a morning at once.</summary>
    /// <returns>Whether anybody lives there.</returns>
    public async Task<bool> RunNowAsync(string timeZone, CancellationToken cancellationToken) =>
        await schedules.RunNowAsync(NameOf(timeZone), cancellationToken) is not null;

    /// <summary>Gets the next mornings of all zones, the earliest first.</summary>
    public async Task<IReadOnlyList<NextMorning>> NextAsync(int count, CancellationToken cancellationToken)
    {
        var runs = await schedules.NextRunsAsync(count, cancellationToken);
        return [.. runs.Where(run => run.Schedule.StartsWith(Prefix, StringComparison.Ordinal)).Select(run => new NextMorning(run.Schedule[Prefix.Length..], run.At))];
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var timeZone in people.List().Select(person => person.TimeZone).Distinct())
        {
            await EnsureAsync(timeZone, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
