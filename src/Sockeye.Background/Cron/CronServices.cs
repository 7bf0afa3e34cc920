using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Sockeye.Background.Cron;

/// <summary>Registers what schedules need. Every application with background events has it, since schedules can be added while it runs.</summary>
internal static class CronServices
{
    public static void Add(IServiceCollection services)
    {
        services.AddOptions<CronOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CronOptions>, CronOptionsValidator>());
        services.TryAddSingleton<ISchedules, Schedules>();
        services.AddSingleton<IHostedService>(static provider => new SchedulerService(
            provider.GetRequiredService<StoreReadiness>(),
            provider.GetServices<DeclaredSchedule>(),
            provider.GetRequiredService<IOptions<CronOptions>>(),
            provider.GetRequiredService<BackgroundOptions>().TimeProvider,
            provider.GetRequiredService<BackgroundInstruments>(),
            new QuietLogger<Scheduler>(provider.GetService<ILoggerFactory>())));
    }
}
