using Sockeye.Events.Patterns.Flow;

namespace Sockeye;

/// <summary>
/// What happens to the emissions of an event on their way to a listener: <c>emitter.Observe&lt;string&gt;("input").Map(Trim).Debounce(quiet).On(Search)</c>.
/// </summary>
/// <typeparam name="T">What comes out of it.</typeparam>
/// <remarks>
/// <para>
/// A flow is a description and never changes: nothing is attached to the emitter until <c>On</c> or <c>Pipe</c> is called, and each call of them
/// attaches one listener with a state of its own. What they return detaches it; a value that is held back by then is dropped. Disposing the
/// emitter detaches, too.
/// </para>
/// <para>
/// Filter and map run inside the emit, and what they and the listener throw comes out of it as from any listener. After a debounce or a
/// throttle a value may pass later, on a timer of the emitter's clock; the emitter then owns what runs, as it owns the asynchronous
/// listeners it starts: failures are emitted as <c>error</c>, and disposing the emitter waits. Values that pass together, because the event
/// is emitted by several threads or a listener takes longer than the time between them, run together.
/// </para>
/// <para>Safe for use by several threads. Time comes from <see cref="EventEmitterOptions.TimeProvider"/> of the emitter.</para>
/// </remarks>
public sealed class EventFlow<T>
{
    private readonly EventEmitter _emitter;
    private readonly string _eventName;
    private readonly FlowSource<T> _source;

    internal EventFlow(EventEmitter emitter, string eventName, FlowSource<T> source) =>
        (_emitter, _eventName, _source) = (emitter, eventName, source);

    /// <summary>Passes on what a predicate says yes to.</summary>
    /// <param name="predicate">Says whether a value passes.</param>
    public EventFlow<T> Filter(Func<T, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Through<T>((next, _) => new FilterStep<T>(predicate, next));
    }

    /// <summary>Passes on what a function makes of each value.</summary>
    /// <param name="map">Makes it.</param>
    /// <typeparam name="TResult">What it makes.</typeparam>
    public EventFlow<TResult> Map<TResult>(Func<T, TResult> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return Through<TResult>((next, _) => new MapStep<T, TResult>(map, next));
    }

    /// <summary>Passes on the last value of a burst, when nothing has come for a while.</summary>
    /// <param name="quiet">How long nothing must come; longer than zero, at most 49 days.</param>
    public EventFlow<T> Debounce(TimeSpan quiet) => Debounce(quiet, new DebounceOptions());

    /// <summary>Passes on the first or the last value of a burst, or both; a burst is over when nothing has come for a while.</summary>
    /// <param name="quiet">How long nothing must come; longer than zero, at most 49 days.</param>
    /// <param name="options">Which values pass, and how long a burst can hold them back.</param>
    /// <exception cref="ArgumentException">With these options nothing would ever pass, or the longest wait makes no sense.</exception>
    public EventFlow<T> Debounce(TimeSpan quiet, DebounceOptions options)
    {
        FlowValidation.ThrowIfNoTime(quiet);
        FlowValidation.ThrowIfInvalid(options, quiet);
        var copy = options.Copy();
        return Through<T>((next, subscription) => subscription.Own(new DebounceStep<T>(quiet, copy, next, subscription)));
    }

    /// <summary>Passes on a value at once, and then at most one in each interval: the latest, at the interval's end.</summary>
    /// <param name="interval">The interval; longer than zero, at most 49 days.</param>
    public EventFlow<T> Throttle(TimeSpan interval) => Throttle(interval, new ThrottleOptions());

    /// <summary>Passes on at most one value in each interval: the one that begins it, the latest at its end, or both.</summary>
    /// <param name="interval">The interval; longer than zero, at most 49 days.</param>
    /// <param name="options">Which values pass. With both edges, the one at the end begins the next interval.</param>
    /// <exception cref="ArgumentException">With these options nothing would ever pass.</exception>
    public EventFlow<T> Throttle(TimeSpan interval, ThrottleOptions options)
    {
        FlowValidation.ThrowIfNoTime(interval);
        FlowValidation.ThrowIfInvalid(options);
        var copy = options.Copy();
        return Through<T>((next, subscription) => subscription.Own(new ThrottleStep<T>(interval, copy, next, subscription)));
    }

    /// <summary>Listens to what comes out.</summary>
    /// <param name="listener">What runs.</param>
    /// <param name="cancellationToken">Takes the listener back when cancelled.</param>
    /// <returns>What takes the listener back when disposed.</returns>
    public IDisposable On(Action<T> listener, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return Attach(new ActionStep<T>(listener), isAsync: false, cancellationToken);
    }

    /// <summary>Listens to what comes out, asynchronously.</summary>
    /// <param name="listener">What runs. An <c>EmitAsync</c> awaits it, unless the value is held back and passes later.</param>
    /// <param name="cancellationToken">Takes the listener back when cancelled.</param>
    /// <returns>What takes the listener back when disposed.</returns>
    public IDisposable On(Func<T, Task> listener, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return Attach(new FuncStep<T>(listener), isAsync: true, cancellationToken);
    }

    /// <summary>Emits what comes out on another emitter, as its <c>Emit</c> does.</summary>
    /// <param name="target">The other emitter, which may be the same one under another event name.</param>
    /// <param name="eventName">The event to emit there.</param>
    /// <param name="cancellationToken">Takes the pipe away when cancelled.</param>
    /// <returns>What takes the pipe away when disposed.</returns>
    /// <remarks>Pipes in a loop end with an <see cref="InvalidOperationException"/> out of the emit after 64 of them. A loop with a debounce or throttle in it goes round once in each of its times.</remarks>
    public IDisposable Pipe(EventEmitter target, string eventName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(eventName);
        return Attach(new PipeStep<T>(_eventName, target, eventName), isAsync: false, cancellationToken);
    }

    /// <inheritdoc cref="Pipe(EventEmitter, string, CancellationToken)" />
    /// <param name="target">The other emitter, which may be the same one under another event name.</param>
    /// <param name="key">The event to emit there.</param>
    /// <param name="cancellationToken">Takes the pipe away when cancelled.</param>
    public IDisposable Pipe(EventEmitter target, EventKey<T> key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Pipe(target, key.Name, cancellationToken);
    }

    private EventFlow<TNext> Through<TNext>(Func<FlowStep<TNext>, FlowSubscription, FlowStep<T>> step) =>
        new(_emitter, _eventName, (next, subscription) => _source(step(next, subscription), subscription));

    private FlowSubscription Attach(FlowStep<T> end, bool isAsync, CancellationToken cancellationToken)
    {
        var subscription = new FlowSubscription(_emitter, _eventName, isAsync, cancellationToken);
        _source(end, subscription);
        return subscription;
    }
}
