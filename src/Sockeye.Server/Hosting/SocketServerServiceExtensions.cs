using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sockeye;
using Sockeye.Server;
using Sockeye.Server.Handlers;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Socket.IO servers.</summary>
public static class SocketServerServiceExtensions
{
    /// <summary>Registers the application's Socket.IO server as the singleton <see cref="SocketServer"/>. Called again, it adds to the options.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddSockeye(this IServiceCollection services, Action<SocketServerOptions>? configure = null)
    {
        AddOptions(services, Options.Options.DefaultName, configure);
        services.TryAddSingleton(provider => Create(provider, Options.Options.DefaultName));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SocketServerLifetime>());
        return services;
    }

    /// <summary>
    /// Registers a further Socket.IO server, as the <see cref="SocketServer"/> keyed by a name. Servers in one application have different paths.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">The name; <c>MapSockeye</c> and <c>[FromKeyedServices]</c> take it.</param>
    /// <param name="configure">Sets options, the path among them.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddSockeye(this IServiceCollection services, string name, Action<SocketServerOptions> configure)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(configure);
        AddOptions(services, name, configure);
        services.TryAddKeyedSingleton(name, static (provider, key) => Create(provider, (string)key!));
        services.AddSingleton(new NamedSocketServer(name));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SocketServerLifetime>());
        return services;
    }

    private static void AddOptions(IServiceCollection services, string name, Action<SocketServerOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<SocketServerOptions>(name).ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SocketServerOptions>, SocketServerOptionsValidation>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddScoped<CurrentSocket>();
        services.TryAddScoped(static scope => scope.GetRequiredService<CurrentSocket>().Socket);
    }

    private static SocketServer Create(IServiceProvider provider, string name) => new(
        provider.GetRequiredService<IOptionsMonitor<SocketServerOptions>>().Get(name),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILoggerFactory>(),
        provider.GetService<IMeterFactory>());
}
