using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sockeye.Background.Proof.Broken;
using Sockeye.Background.Proof.Journals;
using Sockeye.Background.Proof.Workload;

namespace Sockeye.Background.Proof.Processes;

/// <summary>An application as users have it: both roles have the same listeners and schedules, and one of them runs them.</summary>
internal static class ProofHost
{
    public static IHost Build(ProcessOptions options, Journal journal)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Error)
            .AddFilter("Sockeye.Background.BackgroundHost", LogLevel.Critical); // that jobs are buried is as it should be
        TappedStore? store = null;
        builder.Services.AddSockeyeBackground(background =>
        {
            _ = options.Store == "sqlite" ? background.UseSqlite(options.Connection) : background.UsePostgres(options.Connection);
            background.Configure(background =>
            {
                background.RunsListeners = options.Role == "work";
                background.Concurrency = 8;
                background.LeaseTime = options.Lease;
                background.PollInterval = options.Lease / 4;
                background.ShutdownTime = TimeSpan.FromSeconds(10);
            });
            background.ConfigureCron(cron => cron.RunsSchedules = options.Role == "work");
            var listener = new ProofListener(journal, context => store!.TokenOf(context));
            foreach (var (name, its) in Items.Listeners.Where(static pair => pair.Key != Items.Tick))
            {
                Array.ForEach(its, one => background.On<Item>(name, one, listener.RunAsync, options => Configure(options, name)));
            }

            background.On<string>(Items.Tick, "one", listener.TickAsync, static options => Configure(options, Items.Tick));
            foreach (var schedule in Items.Schedules)
            {
                background.Cron(schedule, "* * * * * *", "UTC", Items.Tick, schedule, static options => options.Missed = MissedRuns.RunAll);
            }
        });
        var plain = builder.Services.Last(static service => service.ServiceType == typeof(IJobStore)).ImplementationFactory!;
        builder.Services.Replace(ServiceDescriptor.Singleton<IJobStore>(services =>
            DecoratedStore.Of(store = new TappedStore(BrokenStores.Break(options.Broken, (IJobStore)plain(services)), journal))));
        return builder.Build();
    }

    private static void Configure(BackgroundListenerOptions options, string eventName)
    {
        options.Retry.MaxAttempts = eventName == Items.Hard ? 3 : 1000; // each kill costs an attempt
        options.Retry.FirstDelay = TimeSpan.FromMilliseconds(20);
        options.Retry.MaxDelay = TimeSpan.FromMilliseconds(200);
    }
}
