using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Sockeye;
using Sockeye.Events;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers emitters of events inside the application.</summary>
public static class SockeyeEventsServiceExtensions
{
    /// <summary>
    /// Registers the application's emitter as the singleton <see cref="EventEmitter"/>, which every endpoint, controller, hub and service can inject. Called
    /// again, it adds to what is registered.
    /// </summary>
    /// <remarks>
    /// Unless the options say otherwise, failures nobody took and events with too many listeners are logged, and time is the <see cref="TimeProvider"/> among
    /// the services, where there is one. The emitter reports to the meter and the activity source <c>Sockeye.Events</c>: see
    /// <see cref="EventTelemetryExtensions.Instrument"/>. The host disposes it: it waits for listeners that still run, as long as its shutdown time-out allows.
    /// </remarks>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>What handler classes are added to.</returns>
    public static SockeyeEventsBuilder AddSockeyeEvents(this IServiceCollection services, Action<EventEmitterOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<EventEmitter>(static provider => EmitterFactory.Create(provider, Options.Options.DefaultName));
        return Add(services, Options.Options.DefaultName, configure);
    }

    /// <summary>Registers a further emitter, as the <see cref="EventEmitter"/> keyed by a name, for <c>[FromKeyedServices]</c>.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">The key, and the emitter's <see cref="EventEmitterOptions.Name"/> unless that is set.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>What handler classes of this emitter are added to.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static SockeyeEventsBuilder AddSockeyeEvents(this IServiceCollection services, string name, Action<EventEmitterOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        services.TryAddKeyedSingleton<EventEmitter>(name, static (provider, key) => EmitterFactory.Create(provider, (string)key!));
        return Add(services, name, configure);
    }

    private static SockeyeEventsBuilder Add(IServiceCollection services, string name, Action<EventEmitterOptions>? configure)
    {
        var options = services.AddOptions<EventEmitterOptions>(name).ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EventEmitterOptions>, EventEmitterOptionsValidation>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, EmitterLifetime>());
        services.AddSingleton(new RegisteredEmitter(name));
        return new SockeyeEventsBuilder(services, name);
    }
}
