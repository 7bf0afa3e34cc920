using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Sockeye.Background.Cron;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Cron;

/// <summary>A store with a listener of the event <c>wish</c>, a clock that the test moves, and a scheduler.</summary>
internal sealed class CronNode : IAsyncDisposable
{
    private readonly CronOptions _options = new();
    private readonly BackgroundInstruments _instruments;

    public CronNode(IMeterFactory? meters = null)
    {
        _instruments = BackgroundInstruments.Of(meters);
        Store = new MemoryJobStore(Time);
        Schedules = new Schedules(new StoreReadiness(Store), new EventDrafts(new BackgroundOptions(), Time));
        Scheduler = NewScheduler();
    }

    public static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public ManualTimeProvider Time { get; } = new(); // begins on 1 January 2030, 00:00 UTC

    public MemoryJobStore Store { get; }

    public Schedules Schedules { get; }

    public Scheduler Scheduler { get; }

    public DateTimeOffset Start { get; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<CronNode> StartAsync(IMeterFactory? meters = null)
    {
        var node = new CronNode(meters);
        await node.Store.RegisterAsync([new ListenerRegistration("wish", "mail")], CancellationToken);
        return node;
    }

    public Scheduler NewScheduler() => new(Store, _options, Time, _instruments, NullLogger<Scheduler>.Instance);

    public async Task AddAsync(string expression, MissedRuns missed = default, OverlappingRuns overlapping = default, string name = "birthdays", string zone = "UTC") =>
        Assert.True(await Schedules.AddAsync(name, expression, zone, "wish", new { To = "Zoë" }, new ScheduleOptions { Missed = missed, Overlapping = overlapping }, CancellationToken));

    /// <summary>Moves the clock on and lets the scheduler look once.</summary>
    public async Task<TimeSpan> PassAsync(TimeSpan by)
    {
        Time.Advance(by);
        return await Scheduler.PassAsync(CancellationToken);
    }

    public async Task<IReadOnlyList<Job>> JobsAsync() =>
        await Store.ListAsync(new JobFilter(), new JobPage { OldestFirst = true, Limit = 1000 }, CancellationToken);

    /// <summary>Tells for which times there are runs, as day and time.</summary>
    public async Task<string> SlotsAsync() => string.Join(' ', (await JobsAsync()).Select(static job => job.Slot!.Value.UtcDateTime.ToString("d'T'HH:mm", null)));

    public async Task<IReadOnlyList<LeasedJob>> LeaseAsync() =>
        (await Store.LeaseAsync(new LeaseRequest("tester", [new ListenerSlots("wish", "mail", 100)], 100, TimeSpan.FromDays(100)), CancellationToken)).Jobs;

    public async Task CompleteAsync(LeasedJob job) =>
        Assert.True(Assert.Single(await Store.SettleAsync([new Settlement(job.Hold, JobEnding.Complete)], CancellationToken)));

    public ValueTask DisposeAsync() => Store.DisposeAsync();
}
