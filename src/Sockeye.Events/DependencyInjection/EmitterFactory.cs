using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Sockeye.Events;

/// <summary>Makes the emitters of an application.</summary>
internal static class EmitterFactory
{
    public static ApplicationEmitter Create(IServiceProvider services, string name)
    {
        var options = services.GetRequiredService<IOptionsMonitor<EventEmitterOptions>>().Get(name).Copy();
        options.Name ??= name.Length == 0 ? null : name;
        if (options.TimeProvider == TimeProvider.System && services.GetService<TimeProvider>() is { } time)
        {
            options.TimeProvider = time;
        }

        var handlers = services.GetRequiredService<IOptionsMonitor<EventHandlerOptions>>().Get(name);
        HandlerValidation.Check(handlers);
        var emitter = new ApplicationEmitter(options, LoggerOf(services));
        emitter.Instrument(services.GetService<IMeterFactory>());
        emitter.Attach(handlers, services);
        return emitter;
    }

    /// <exception cref="InvalidOperationException">Something else is registered in the emitter's place.</exception>
    public static ApplicationEmitter Get(IServiceProvider services, string name) =>
        (name.Length == 0 ? services.GetRequiredService<EventEmitter>() : services.GetRequiredKeyedService<EventEmitter>(name)) as ApplicationEmitter
        ?? throw new InvalidOperationException(
            $"{nameof(EventEmitter)}{(name.Length == 0 ? "" : $" with the key '{name}'")} is also registered by something other than AddSockeyeEvents: "
            + "remove that registration, or give one of the two a key of its own.");

    public static ILogger LoggerOf(IServiceProvider services) =>
        (services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger<EventEmitter>();
}
