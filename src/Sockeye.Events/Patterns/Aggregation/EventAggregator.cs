using Sockeye.Events;
using Sockeye.Events.Patterns;
using Sockeye.Events.Patterns.Aggregation;

namespace Sockeye;

/// <summary>Waits until several events have all been emitted, in whatever order, and gives them together with their data.</summary>
/// <remarks>
/// <para>
/// It listens from the moment it is made. Without <see cref="EventAggregatorOptions.Repeat"/> it ends with the first complete set, when the time is up,
/// when it is cancelled or disposed, when the emitter is disposed, or when <c>error</c> is emitted, which counts as heard then, as with
/// <see cref="EventEmitter.OnceAsync(string, CancellationToken)"/>, unless it is one of the events; whichever comes first. With it, it goes on from set to set
/// and lets <c>error</c> be. At its end, whatever that is, none of its listeners is left on the emitter.
/// </para>
/// <para>
/// An emission belongs to one set, and a set has one emission of each event: <see cref="EventAggregatorOptions.Repeated"/> says which.
/// Safe for use by several threads.
/// </para>
/// </remarks>
public sealed class EventAggregator : IDisposable
{
    private readonly Lock _gate = new();
    private readonly EventAggregatorOptions _options;
    private readonly string[] _names;
    private readonly TimeProvider _time;
    private readonly OwnedParts _parts = new();
    private readonly ListenerList<Func<AggregatedEvents, Task?>> _listeners = new();
    private readonly ITimer? _timer;
    private CollectedSet _set = new();
    private bool _ended;

    /// <summary>Begins to wait, once and without a limit of time.</summary>
    /// <param name="emitter">The emitter.</param>
    /// <param name="eventNames">The events.</param>
    /// <exception cref="ArgumentException">There is no event, or one is named twice.</exception>
    public EventAggregator(EventEmitter emitter, params string[] eventNames)
        : this(emitter, eventNames, new EventAggregatorOptions())
    {
    }

    /// <summary>Begins to wait.</summary>
    /// <param name="emitter">The emitter. Time comes from <see cref="EventEmitterOptions.TimeProvider"/> of it.</param>
    /// <param name="eventNames">The events.</param>
    /// <param name="options">How it waits.</param>
    /// <param name="cancellationToken">Ends it; who waits gets an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">There is no event, one is named twice, or a value of the options is out of bounds.</exception>
    public EventAggregator(
        EventEmitter emitter, IEnumerable<string> eventNames, EventAggregatorOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(emitter);
        _names = EventAggregatorValidation.Checked(eventNames);
        _options = EventAggregatorValidation.Checked(options);
        _time = emitter.Clock();
        if (_options.Timeout is { } timeout)
        {
            var dueIn = _options.Repeat ? Timeout.InfiniteTimeSpan : timeout;
            _timer = _parts.Add(DetachedContext.Run(
                static start => start.aggregator._time.CreateTimer(
                    static aggregator => ((EventAggregator)aggregator!).OnTimer(), start.aggregator, start.dueIn, Timeout.InfiniteTimeSpan),
                (aggregator: this, dueIn)));
        }

        if (cancellationToken.CanBeCanceled)
        {
            _parts.Add(cancellationToken.UnsafeRegister(
                static (aggregator, token) => ((EventAggregator)aggregator!).End(set => set.Cancel(token)), this));
        }

        Listen(emitter);
    }

    /// <summary>Gets the names of the events.</summary>
    public IReadOnlyList<string> EventNames => _names;

    /// <summary>Gets the names of the events that the present set still waits for, in the order in which they were asked for; none when it has ended complete.</summary>
    public IReadOnlyList<string> Missing
    {
        get
        {
            lock (_gate)
            {
                return _set.Missing(_names);
            }
        }
    }

    /// <summary>Waits for the present set, which may have begun already, to be complete.</summary>
    /// <param name="cancellationToken">Ends this wait. The aggregator goes on.</param>
    /// <returns>The events. An aggregator that does not repeat gives the same to whoever asks, however late.</returns>
    /// <exception cref="EventsMissingException">The time is up; the exception names what is missing.</exception>
    /// <exception cref="OperationCanceledException">The wait, or the aggregator, was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The aggregator or its emitter has been disposed before the set was complete.</exception>
    public Task<AggregatedEvents> WaitAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return _set.Completion.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Listens to each set that becomes complete from now on. The listener runs in the emit of the set's last event.</summary>
    /// <param name="listener">What runs. What it throws comes out of that emit.</param>
    /// <returns>What takes the listener back when disposed.</returns>
    public IDisposable On(Action<AggregatedEvents> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return _listeners.Add(events =>
        {
            listener(events);
            return null;
        });
    }

    /// <summary>Listens to each set that becomes complete from now on, asynchronously. The listener is started in the emit of the set's last event.</summary>
    /// <param name="listener">What runs. It counts as a listener of that event: <c>EmitAsync</c> awaits it, <c>Emit</c> leaves it to the emitter.</param>
    /// <returns>What takes the listener back when disposed.</returns>
    public IDisposable On(Func<AggregatedEvents, Task> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return _listeners.Add(listener);
    }

    /// <summary>Ends it. Who still waits gets an <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose() => End(new ObjectDisposedException(nameof(EventAggregator)));

    private void Listen(EventEmitter emitter)
    {
        try
        {
            foreach (var name in _names)
            {
                Add(emitter, name, new CollectingListener(arguments => Heard(name, arguments)));
            }

            if (!_options.Repeat && !_names.Contains(EventEmitter.Error.Name))
            {
                Add(emitter, EventEmitter.Error.Name, new CollectingListener(arguments =>
                {
                    var error = arguments.Length > 0 ? arguments[0] : null;
                    End(error as Exception ?? new UnhandledErrorException(error));
                    return null;
                }));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private void Add(EventEmitter emitter, string eventName, CollectingListener listener)
    {
        listener.Disposed = () => End(new ObjectDisposedException(nameof(EventEmitter)));
        _parts.Add(emitter.Listen(eventName, listener));
    }

    private Task? Heard(string eventName, object?[] arguments)
    {
        CollectedSet set;
        lock (_gate)
        {
            set = _set;
            if (_ended || !set.TryAdd(eventName, arguments, _options.Repeated))
            {
                return null;
            }

            if (set.Count == 1 && _options.Repeat)
            {
                set.BeganAt = _time.GetTimestamp();
                _timer?.Change(_options.Timeout!.Value, Timeout.InfiniteTimeSpan);
            }

            if (set.Count < _names.Length)
            {
                return null;
            }

            _ended = !_options.Repeat;
            _set = _ended ? set : new CollectedSet();
        }

        var events = new AggregatedEvents(_names, set.Arguments);
        try
        {
            if (!_options.Repeat)
            {
                _parts.Dispose();
            }
        }
        finally
        {
            set.Complete(events);
        }

        return RunAsync(events);
    }

    /// <summary>Runs the listeners in order; returns what is to be awaited, or null.</summary>
    private Task? RunAsync(AggregatedEvents events)
    {
        List<Task>? running = null;
        foreach (var listener in _listeners.Snapshot())
        {
            if (listener(events) is { IsCompletedSuccessfully: false } task)
            {
                (running ??= []).Add(task);
            }
        }

        return running is null ? null : Task.WhenAll(running);
    }

    private void OnTimer()
    {
        MissingEvents missing;
        CollectedSet set;
        lock (_gate)
        {
            set = _set;
            var timeout = _options.Timeout!.Value;
            if (_ended || (_options.Repeat && !IsLate(set, timeout)))
            {
                return;
            }

            missing = new MissingEvents(set.Missing(_names), new AggregatedEvents(_names, set.Arguments), timeout);
            if (_options.Repeat)
            {
                _set = new CollectedSet();
            }
        }

        var failure = new EventsMissingException(missing);
        if (_options.Repeat)
        {
            set.Fail(failure);
        }
        else if (!End(failure))
        {
            return;
        }

        _options.OnTimeout?.Invoke(missing);
    }

    // A timer that was already on its way when its set became complete finds the next one, which has its own time.
    private bool IsLate(CollectedSet set, TimeSpan timeout)
    {
        if (set.Count == 0)
        {
            return false;
        }

        var left = timeout - _time.GetElapsedTime(set.BeganAt);
        if (left <= TimeSpan.Zero)
        {
            return true;
        }

        _timer!.Change(TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(left.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
        return false;
    }

    private bool End(Exception reason) => End(set => set.Fail(reason));

    private bool End(Action<CollectedSet> tell)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return false;
            }

            _ended = true;
        }

        try
        {
            _parts.Dispose();
        }
        finally
        {
            tell(_set);
        }

        return true;
    }
}
