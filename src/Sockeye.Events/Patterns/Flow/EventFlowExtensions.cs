using Sockeye.Events;
using Sockeye.Events.Patterns.Flow;

namespace Sockeye;

/// <summary>Begins an <see cref="EventFlow{T}"/>.</summary>
public static class EventFlowExtensions
{
    /// <summary>Describes a flow of an event's first argument. Nothing is attached yet.</summary>
    /// <param name="emitter">The emitter.</param>
    /// <param name="eventName">The event.</param>
    /// <typeparam name="T">The type of the argument; an emission that does not fit fails as for any listener.</typeparam>
    public static EventFlow<T> Observe<T>(this EventEmitter emitter, string eventName) => Flow<T>(emitter, eventName, static (step, subscription) =>
        subscription.Listen(subscription.IsAsync
            ? new FuncListener<T>(step.PassAsync)
            : new ActionListener<T>(value => step.PassAsync(value))));

    /// <summary>Describes a flow of an event's argument. Nothing is attached yet.</summary>
    /// <param name="emitter">The emitter.</param>
    /// <param name="key">The event.</param>
    /// <typeparam name="T">The type of the argument.</typeparam>
    public static EventFlow<T> Observe<T>(this EventEmitter emitter, EventKey<T> key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return emitter.Observe<T>(key.Name);
    }

    /// <summary>Describes a flow of an event's first two arguments. Nothing is attached yet.</summary>
    /// <param name="emitter">The emitter.</param>
    /// <param name="eventName">The event.</param>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <typeparam name="T2">The type of the second argument.</typeparam>
    public static EventFlow<(T1 First, T2 Second)> Observe<T1, T2>(this EventEmitter emitter, string eventName) =>
        Flow<(T1, T2)>(emitter, eventName, static (step, subscription) =>
            subscription.Listen(subscription.IsAsync
                ? new FuncListener<T1, T2>((first, second) => step.PassAsync((first, second)))
                : new ActionListener<T1, T2>((first, second) => step.PassAsync((first, second)))));

    /// <summary>Describes a flow of an event's first three arguments. Nothing is attached yet.</summary>
    /// <param name="emitter">The emitter.</param>
    /// <param name="eventName">The event.</param>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <typeparam name="T2">The type of the second argument.</typeparam>
    /// <typeparam name="T3">The type of the third argument.</typeparam>
    public static EventFlow<(T1 First, T2 Second, T3 Third)> Observe<T1, T2, T3>(this EventEmitter emitter, string eventName) =>
        Flow<(T1, T2, T3)>(emitter, eventName, static (step, subscription) =>
            subscription.Listen(subscription.IsAsync
                ? new FuncListener<T1, T2, T3>((first, second, third) => step.PassAsync((first, second, third)))
                : new ActionListener<T1, T2, T3>((first, second, third) => step.PassAsync((first, second, third)))));

    private static EventFlow<T> Flow<T>(EventEmitter emitter, string eventName, FlowSource<T> source)
    {
        ArgumentNullException.ThrowIfNull(emitter);
        ArgumentNullException.ThrowIfNull(eventName);
        return new(emitter, eventName, source);
    }
}
