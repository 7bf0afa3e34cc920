using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Sockeye.Background.Cron;

/// <summary>Owns this process's scheduler: it runs from the start of the application to its end.</summary>
internal sealed class SchedulerService(
    StoreReadiness readiness, IEnumerable<DeclaredSchedule> declared, IOptions<CronOptions> options, TimeProvider time, ILogger<Scheduler> logger) : BackgroundService
{
    private readonly CronOptions _options = options.Value;
    private IJobStore? _store;

    // The host of the listeners has waited for the store and made them known before this starts; where the store is out of reach the application does not start.
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _store = await readiness.GetAsync(cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new Scheduler(_store!, [.. declared], _options, time, logger).RunAsync(stoppingToken);
}
