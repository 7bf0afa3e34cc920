using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sockeye;
using Sockeye.Background;
using Sockeye.Background.Cron;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers background events.</summary>
public static class SockeyeBackgroundServiceExtensions
{
    /// <summary>
    /// Registers what emits events whose listeners run in the background (<see cref="IBackgroundEvents"/>), what looks at their jobs (<see cref="IJobs"/>), what
    /// steers schedules (<see cref="ISchedules"/>), and hosted services that run the listeners of this application and look after schedules. Called again, it adds to what is registered.
    /// </summary>
    /// <remarks>Time is the <see cref="TimeProvider"/> among the services, where there is one, unless the options name another.</remarks>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Says which store to use, and who listens.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentException">A listener has no name or a double one, or an option is out of bounds.</exception>
    public static IServiceCollection AddSockeyeBackground(this IServiceCollection services, Action<SockeyeBackgroundBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var registrations = services.FirstOrDefault(static service => service.ServiceType == typeof(BackgroundRegistrations))?.ImplementationInstance as BackgroundRegistrations;
        if (registrations is null)
        {
            registrations = new BackgroundRegistrations();
            services.AddSingleton(registrations);
            AddServices(services);
        }

        configure?.Invoke(new SockeyeBackgroundBuilder(services, registrations));
        return services;
    }

    private static void AddServices(IServiceCollection services)
    {
        services.TryAddSingleton(static provider => Options(provider));
        services.TryAddSingleton<IJobStore>(static _ => throw new InvalidOperationException(
            "Background events have no store: say UseSqlite(\"data/jobs.db\"), UsePostgres(…) or, where they may be lost with the process, UseMemory() in AddSockeyeBackground."));
        services.TryAddSingleton(static provider => BackgroundInstruments.Of(provider.GetService<IMeterFactory>()));
        services.TryAddSingleton<StoreReadiness>();
        services.TryAddSingleton<OptionalStore>();
        services.TryAddSingleton(static provider => new ListenerTable(provider.GetRequiredService<BackgroundRegistrations>().Listeners));
        services.TryAddSingleton(static provider =>
        {
            var options = provider.GetRequiredService<BackgroundOptions>();
            return new EventDrafts(options, options.TimeProvider);
        });
        services.TryAddSingleton<IBackgroundEvents>(static provider => new BackgroundEvents(
            provider.GetRequiredService<EventDrafts>(),
            provider.GetRequiredService<StoreReadiness>(),
            provider.GetRequiredService<OptionalStore>(),
            provider.GetRequiredService<BackgroundOptions>(),
            new EmitTelemetry(provider.GetRequiredService<BackgroundInstruments>(), provider.GetRequiredService<BackgroundOptions>().TimeProvider),
            new QuietLogger<BackgroundEvents>(provider.GetService<ILoggerFactory>()),
            provider.GetService<IEventOutbox>()));
        services.TryAddSingleton<IJobs, StoredJobs>();
        services.TryAddSingleton(static provider => new BackgroundHost(
            provider.GetRequiredService<StoreReadiness>(),
            provider.GetRequiredService<OptionalStore>(),
            provider.GetRequiredService<ListenerTable>(),
            provider.GetRequiredService<EventDrafts>(),
            provider.GetRequiredService<BackgroundOptions>(),
            provider.GetRequiredService<BackgroundInstruments>(),
            provider.GetRequiredService<IServiceScopeFactory>(),
            new QuietLogger<BackgroundHost>(provider.GetService<ILoggerFactory>())));
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<BackgroundHost>());
        CronServices.Add(services);
    }

    private static BackgroundOptions Options(IServiceProvider provider)
    {
        var options = new BackgroundOptions();
        if (provider.GetService<TimeProvider>() is { } time)
        {
            options.TimeProvider = time;
        }

        provider.GetRequiredService<BackgroundRegistrations>().Configurations.ForEach(configure => configure(options));
        OptionsValidation.Check(options);
        return options;
    }
}
