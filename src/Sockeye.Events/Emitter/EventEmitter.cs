using Sockeye.Events;

namespace Sockeye;

/// <summary>
/// Events inside this process, as Node.js has them: <c>On</c>, <c>Once</c>, <c>Off</c>, <c>Emit</c>. An event is a name, or a key that adds the type of
/// its argument (<see cref="EventKey{T}"/>); listeners are delegates with up to eight parameters, synchronous or asynchronous.
/// </summary>
/// <remarks>
/// Safe to use from many threads. Adding and removing copies the listeners of that one event; emitting takes no lock and, with synchronous listeners,
/// allocates nothing. Names are compared ordinally. Classes may derive from it to be emitters themselves.
/// </remarks>
public partial class EventEmitter : IAsyncDisposable
{
    /// <summary>The event of failures. Emitted while nobody listens to it, its exception is thrown.</summary>
    public static readonly EventKey<Exception> Error = new("error");

    /// <summary>Hears of every <see cref="Error"/> before its listeners, and does not count as one of them.</summary>
    public static readonly EventKey<Exception> ErrorMonitor = new("events.errorMonitor");

    /// <summary>Emitted before a listener is added, with the event's name (string) and the listener (<see cref="Delegate"/>).</summary>
    public const string NewListener = "newListener";

    /// <summary>Emitted after a listener has been taken back, with the event's name (string) and the listener (<see cref="Delegate"/>).</summary>
    public const string RemoveListener = "removeListener";

    // Here and not behind a reference, as each emit begins with it. Not readonly: it is a struct that changes.
    internal PlanTable Plans = new();

    private readonly EmitterCore _core;

    /// <summary>Initializes an emitter with the default options.</summary>
    public EventEmitter()
        : this(new EventEmitterOptions())
    {
    }

    /// <summary>Initializes an emitter.</summary>
    /// <param name="options">How it behaves. Later changes of the options do not change the emitter.</param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="EventEmitterOptions.MaxListeners"/> is negative.</exception>
    public EventEmitter(EventEmitterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxListeners);
        ArgumentNullException.ThrowIfNull(options.TimeProvider);
        Options = options.Copy();
        _core = new EmitterCore(this, Options);
    }

    /// <summary>Gets the names of the events somebody listens to, in the order in which they got their first listener.</summary>
    public IReadOnlyList<string> EventNames => _core.Listeners.EventNames;

    /// <summary>
    /// Gets or sets how many listeners an event may have before <see cref="EventEmitterOptions.OnMaxListenersExceeded"/> is told; 0 is no limit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MaxListeners
    {
        get => _core.Listeners.Limit.MaxListeners;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _core.Listeners.Limit.MaxListeners = value;
        }
    }

    internal EmitterCore Core => _core;

    internal EventEmitterOptions Options { get; }

    /// <summary>Takes one registration of a listener back: of several, the one that would run last.</summary>
    /// <remarks>An emit that runs already still reaches it. What listens to <see cref="RemoveListener"/> hears of it afterwards.</remarks>
    /// <param name="eventName">The event.</param>
    /// <param name="listener">The delegate that was added, or an equal one.</param>
    /// <returns>Whether there was one.</returns>
    public bool Off(string eventName, Delegate listener)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        ArgumentNullException.ThrowIfNull(listener);
        return _core.Listeners.RemoveLast(eventName, listener);
    }

    /// <summary>Takes every listener of an event back. What listens to <see cref="RemoveListener"/> hears of each, the last one first.</summary>
    /// <param name="eventName">The event.</param>
    /// <returns>How many there were.</returns>
    public int RemoveAll(string eventName)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        return _core.Listeners.RemoveAll(eventName);
    }

    /// <summary>Takes every listener of every event back, those of <see cref="RemoveListener"/> last. One that is added meanwhile may stay.</summary>
    /// <returns>How many there were.</returns>
    public int RemoveAll() => _core.Listeners.RemoveAll();

    /// <summary>Counts the registrations of an event.</summary>
    /// <param name="eventName">The event.</param>
    public int ListenerCount(string eventName) => _core.Listeners.Count(eventName);

    /// <summary>Counts how often one listener is registered for an event.</summary>
    /// <param name="eventName">The event.</param>
    /// <param name="listener">The delegate that was added, or an equal one.</param>
    public int ListenerCount(string eventName, Delegate listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return Listeners(eventName).Count(listener.Equals);
    }

    /// <summary>Gets the listeners of an event as they are now, in the order in which they run.</summary>
    /// <param name="eventName">The event.</param>
    public IReadOnlyList<Delegate> Listeners(string eventName)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        return Array.ConvertAll(_core.Listeners.Entries(eventName), static entry => entry.Listener.Delegate);
    }

    /// <summary>
    /// Waits for the asynchronous listeners that <c>Emit</c> and <c>SafeEmit</c> have started, then takes every listener back, and waits for those that were
    /// started meanwhile. Afterwards an emit finds nobody and nothing can be added.
    /// </summary>
    /// <remarks>
    /// <see cref="OnceAsync(string, CancellationToken)"/> that still waits fails with an <see cref="ObjectDisposedException"/>, streams of events end,
    /// and <see cref="RemoveListener"/> is not emitted. Called by one of those asynchronous listeners it would wait for itself.
    /// </remarks>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _core.DisposeAsync();
    }

    internal IDisposable Add(string eventName, EmitterListener listener, bool once, bool prepend, CancellationToken cancellationToken) =>
        _core.Listeners.Add(eventName, listener, once, prepend, cancellationToken);

    /// <summary>Lets diagnostics see what this emitter does, until the result is disposed.</summary>
    internal IDisposable Observe(EmissionObserver observer) => _core.Observe(observer);

    private Plan<TArguments>? PlanOf<TArguments>(string eventName)
        where TArguments : struct, IArguments<TArguments>
    {
        ArgumentNullException.ThrowIfNull(eventName);
        return Plans.Find<TArguments>(eventName) ?? _core.MakePlan<TArguments>(eventName);
    }

    private static T Given<T>(T listener)
        where T : Delegate
    {
        ArgumentNullException.ThrowIfNull(listener);
        return listener;
    }

    private static string NameOf(EventKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Name;
    }

    private static string NameOf<T>(EventKey<T> key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Name;
    }
}
