using Microsoft.Extensions.Logging;
using Sockeye.Events;

namespace Sockeye;

/// <summary>Shows what an emitter emits, from where, and what the listeners make of it.</summary>
/// <remarks>
/// Free until it is called and after the result is disposed; events that are not traced stay free meanwhile. Safe to use from many threads. An
/// emission that fails because the types of a listener do not fit never begins, and is not shown.
/// </remarks>
public static class EventTracingExtensions
{
    /// <summary>Traces one event to a callback.</summary>
    /// <param name="emitter">What emits.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="callback">
    /// Gets each emission twice: before its first listener on the thread that emits, and when all of it has ended on the thread where that happens.
    /// Events it emits itself are not traced. It must not throw: if it does, this tracing ends and <see cref="System.Diagnostics.Trace"/> is told.
    /// </param>
    /// <param name="options">What is shown.</param>
    /// <returns>What ends the tracing when disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number of the options is negative.</exception>
    public static IDisposable Trace(this EventEmitter emitter, string eventName, Action<EventTrace> callback, EventTraceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        return Observe(emitter, eventName, callback, options);
    }

    /// <summary>Traces one event to a logger. Costs next to nothing while the logger's level leaves traces out.</summary>
    /// <param name="emitter">What emits.</param>
    /// <param name="eventName">The event.</param>
    /// <param name="logger">Gets an entry when an emission begins, with arguments and stack, and one when all of it has ended, with durations and failures.</param>
    /// <param name="options">What is shown, and with which level.</param>
    /// <returns>What ends the tracing when disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number of the options is negative.</exception>
    public static IDisposable Trace(this EventEmitter emitter, string eventName, ILogger logger, EventTraceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        return Observe(emitter, eventName, logger, options);
    }

    /// <summary>Traces every event to a callback.</summary>
    /// <inheritdoc cref="Trace(EventEmitter, string, Action{EventTrace}, EventTraceOptions?)" />
    public static IDisposable TraceAll(this EventEmitter emitter, Action<EventTrace> callback, EventTraceOptions? options = null) =>
        Observe(emitter, null, callback, options);

    /// <summary>Traces every event to a logger. Costs next to nothing while the logger's level leaves traces out.</summary>
    /// <inheritdoc cref="Trace(EventEmitter, string, ILogger, EventTraceOptions?)" />
    public static IDisposable TraceAll(this EventEmitter emitter, ILogger logger, EventTraceOptions? options = null) =>
        Observe(emitter, null, logger, options);

    private static IDisposable Observe(EventEmitter emitter, string? eventName, Action<EventTrace> callback, EventTraceOptions? options)
    {
        ArgumentNullException.ThrowIfNull(emitter);
        ArgumentNullException.ThrowIfNull(callback);
        return emitter.Observe(new EventTracer(eventName, (options ?? new()).Checked(), callback));
    }

    private static IDisposable Observe(EventEmitter emitter, string? eventName, ILogger logger, EventTraceOptions? options)
    {
        ArgumentNullException.ThrowIfNull(emitter);
        ArgumentNullException.ThrowIfNull(logger);
        var settings = (options ?? new()).Checked();
        var log = new TraceLog(logger, settings.LogLevel);
        return emitter.Observe(new EventTracer(eventName, settings, log.Write, log));
    }
}
