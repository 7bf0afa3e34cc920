using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Sockeye.Background.Cron;

/// <summary>Stores the schedules that the code declares when the application starts, and owns its scheduler until it ends.</summary>
internal sealed class SchedulerService(
    StoreReadiness readiness, IEnumerable<DeclaredSchedule> declared, IOptions<CronOptions> options, TimeProvider time,
    BackgroundInstruments instruments, ILogger<Scheduler> logger) : BackgroundService
{
    private readonly CronOptions _options = options.Value;
    private IJobStore? _store;

    // By now the listeners are known to the store: their host is registered, and starts, before this.
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _store = await readiness.GetAsync(cancellationToken).ConfigureAwait(false);
        foreach (var schedule in declared)
        {
            await schedule.SaveAsync(_store, cancellationToken).ConfigureAwait(false);
        }

        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        _options.RunsSchedules ? new Scheduler(_store!, _options, time, instruments, logger).RunAsync(stoppingToken) : Task.CompletedTask;
}
