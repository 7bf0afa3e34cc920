using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sockeye.Background;
using Sockeye.Background.Cron;

namespace Sockeye;

/// <summary>Declares schedules.</summary>
public static class ScheduleBuilderExtensions
{
    /// <summary>
    /// Runs a handler on a schedule: each run is a job of the event <c>cron:</c> and the name, which any node that hosts the handler may run, and which is retried
    /// like any other. <see cref="JobContext.Slot"/> is the time it was due at.
    /// </summary>
    /// <remarks>A start stores the schedule where the code says something new of it; what was changed while running stays otherwise.</remarks>
    /// <param name="builder">The application's background events.</param>
    /// <param name="name">The name of the schedule, and of the listener; it stays the same when the code changes.</param>
    /// <param name="expression">When: see <see cref="CronExpression"/>.</param>
    /// <param name="timeZone">The name of the zone whose clocks that means, such as <c>Europe/Berlin</c>.</param>
    /// <param name="handler">Does the work. It may run more than once for one slot.</param>
    /// <param name="configure">Sets how the schedule treats its runs.</param>
    /// <param name="configureListener">Sets how its jobs are run.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CronFormatException">The expression cannot be read, or would never run.</exception>
    /// <exception cref="ArgumentException">There is no such time zone; the name is empty, too long, or has been given already; or an option is out of bounds.</exception>
    public static SockeyeBackgroundBuilder Cron(
        this SockeyeBackgroundBuilder builder,
        string name,
        string expression,
        string timeZone,
        Func<JobContext, Task> handler,
        Action<ScheduleOptions>? configure = null,
        Action<BackgroundListenerOptions>? configureListener = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(handler);
        var eventName = $"cron:{name}";
        builder.Cron(name, expression, timeZone, eventName, JsonElementNull, configure);
        return builder.On<JsonElement>(eventName, name, (_, context) => handler(context), configureListener);
    }

    /// <summary>Emits an event on a schedule, for the listeners that it has.</summary>
    /// <typeparam name="T">The type of the payload.</typeparam>
    /// <param name="builder">The application's background events.</param>
    /// <param name="name">The name of the schedule; it stays the same when the code changes.</param>
    /// <param name="expression">When: see <see cref="CronExpression"/>.</param>
    /// <param name="timeZone">The name of the zone whose clocks that means, such as <c>Europe/Berlin</c>.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="payload">The event's payload, the same for each run.</param>
    /// <param name="configure">Sets how the schedule treats its runs.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CronFormatException">The expression cannot be read, or would never run.</exception>
    /// <exception cref="ArgumentException">There is no such time zone, or the name is empty, too long, or has been given already.</exception>
    public static SockeyeBackgroundBuilder Cron<T>(
        this SockeyeBackgroundBuilder builder,
        string name,
        string expression,
        string timeZone,
        string eventName,
        T payload,
        Action<ScheduleOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ScheduleName.Check(name);
        SlotTimes.Read(expression, timeZone); // a start that cannot work ends here
        var declaration = new ScheduleName(name);
        if (builder.Services.Any(service => Equals(service.ImplementationInstance, declaration)))
        {
            throw new ArgumentException($"There is a schedule named '{name}' already: give one of the two another name.", nameof(name));
        }

        var options = new ScheduleOptions();
        configure?.Invoke(options);
        OptionsValidation.Check(options);
        builder.Services.AddSingleton(declaration);
        builder.Services.AddSingleton(services => new DeclaredSchedule(
            name, expression, timeZone, eventName, services.GetRequiredService<EventDrafts>().Draft(BackgroundEvent.Create(eventName, payload)).Payload, options));
        return builder;
    }

    /// <summary>Sets how this process looks after schedules.</summary>
    /// <param name="builder">The application's background events.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder.</returns>
    public static SockeyeBackgroundBuilder ConfigureCron(this SockeyeBackgroundBuilder builder, Action<CronOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(configure);
        return builder;
    }

    private static JsonElement JsonElementNull { get; } = JsonDocument.Parse("null").RootElement.Clone();
}
