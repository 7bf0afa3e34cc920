using System.Data.Common;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sockeye;
using Sockeye.Background;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets events be emitted within an application's own transactions.</summary>
public static class OutboxServiceExtensions
{
    /// <summary>
    /// Lets events be emitted within transactions of a database of the application's own, and moves them from there into the store. The table
    /// (<see cref="OutboxTable"/>) is made when the application starts.
    /// </summary>
    /// <param name="background">What is being registered.</param>
    /// <param name="connect">Makes a connection to that database (SQLite or PostgreSQL), not opened; whoever asks for it disposes of it.</param>
    /// <param name="configure">Sets how rows are moved.</param>
    /// <returns>The same.</returns>
    /// <exception cref="ArgumentException">An option is out of bounds.</exception>
    public static SockeyeBackgroundBuilder UseOutbox(
        this SockeyeBackgroundBuilder background, Func<IServiceProvider, DbConnection> connect, Action<OutboxOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(background);
        ArgumentNullException.ThrowIfNull(connect);
        var options = new OutboxOptions();
        configure?.Invoke(options);
        options.Check();
        background.Services.AddSingleton<IHostedService>(services => new OutboxRelay(
            () => connect(services),
            services.GetRequiredService<StoreReadiness>().GetAsync,
            options,
            services.GetRequiredService<BackgroundOptions>().TimeProvider,
            services.GetRequiredService<BackgroundInstruments>(),
            new QuietLogger<OutboxRelay>(services.GetService<ILoggerFactory>())));
        return background.UseOutbox();
    }

    /// <summary>Lets events be emitted within transactions of databases whose outbox another process moves into the store.</summary>
    /// <param name="background">What is being registered.</param>
    /// <returns>The same.</returns>
    public static SockeyeBackgroundBuilder UseOutbox(this SockeyeBackgroundBuilder background)
    {
        ArgumentNullException.ThrowIfNull(background);
        background.Services.Replace(ServiceDescriptor.Singleton<IEventOutbox>(static services => Outbox(services, isRelayed: true)));
        return background;
    }

    /// <summary>Lets events be emitted within transactions of the store's own database.</summary>
    internal static void TryAddOwnOutbox(IServiceCollection services) => services.TryAddSingleton<IEventOutbox>(static services => Outbox(services, isRelayed: false));

    private static EventOutbox Outbox(IServiceProvider services, bool isRelayed) => new(
        services.GetRequiredService<StoreReadiness>(), services.GetRequiredService<IJobStore>(), isRelayed, services.GetRequiredService<BackgroundOptions>().TimeProvider);
}
