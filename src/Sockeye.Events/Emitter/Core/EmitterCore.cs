using System.Runtime.ExceptionServices;

namespace Sockeye.Events;

/// <summary>What an emitter is made of: its listeners, how they come and go, and the plans by which events are emitted to them.</summary>
internal sealed class EmitterCore(EventEmitter emitter, EventEmitterOptions options) : IListenerOwner<EmitterListener>
{
    private readonly ListenerTable<EmitterListener> _table = new();
    private readonly PlanTable _plans = new();
    private readonly ListenerLimit _limit = new(emitter, options);
    private readonly Observers _observers = new(emitter, options.TimeProvider);
    private readonly RunningTasks _running = new();
    private bool _isDisposed;

    public ListenerTable<EmitterListener> Table => _table;

    public ListenerLimit Limit => _limit;

    public TimeProvider Time => options.TimeProvider;

    public IDisposable Add(string eventName, EmitterListener listener, bool once, bool prepend, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed), emitter);
        var entry = new ListenerEntry<EmitterListener>(this, eventName, listener, once);
        if (cancellationToken.IsCancellationRequested)
        {
            return entry;
        }

        if (_table.Count(EventEmitter.NewListener) > 0)
        {
            emitter.Emit(EventEmitter.NewListener, eventName, listener.Delegate);
        }

        var count = _table.Insert(entry, prepend);
        Changed(eventName);
        if (Volatile.Read(ref _isDisposed))
        {
            Remove(entry);
            throw new ObjectDisposedException(nameof(EventEmitter));
        }

        if (cancellationToken.CanBeCanceled)
        {
            listener.GoWith(cancellationToken.UnsafeRegister(static entry => ((IDisposable)entry!).Dispose(), entry));
        }

        _observers.Added(entry, count);
        _limit.Added(eventName, count);
        return entry;
    }

    /// <summary>Takes one registration back and tells those who listen to removals.</summary>
    public bool Remove(ListenerEntry<EmitterListener> entry) => _table.Take(entry) && Removed(entry);

    public bool RemoveLast(string eventName, Delegate listener) =>
        _table.TakeLast(eventName, listener, static (candidate, wanted) => candidate.Delegate.Equals(wanted)) is { } entry && Removed(entry);

    public int RemoveAll(string eventName)
    {
        var removed = 0;
        if (_table.Count(EventEmitter.RemoveListener) == 0)
        {
            foreach (var entry in _table.TakeAll(eventName))
            {
                Gone(entry);
                removed++;
            }

            return removed;
        }

        // The last one first, as Node does where somebody listens to removals.
        var entries = _table.Entries(eventName);
        for (var i = entries.Length - 1; i >= 0; i--)
        {
            removed += Remove(entries[i]) ? 1 : 0;
        }

        return removed;
    }

    public int RemoveAll()
    {
        var removed = 0;
        if (_table.Count(EventEmitter.RemoveListener) > 0)
        {
            // Node's order: the monitor of errors is a symbol there, and symbols come after names.
            foreach (var eventName in _table.EventNames.OrderBy(static name => name == EventEmitter.ErrorMonitor.Name))
            {
                removed += eventName == EventEmitter.RemoveListener ? 0 : RemoveAll(eventName);
            }

            removed += RemoveAll(EventEmitter.RemoveListener);
        }

        foreach (var eventName in _table.EventNames)
        {
            foreach (var entry in _table.TakeAll(eventName))
            {
                Gone(entry);
                removed++;
            }
        }

        return removed;
    }

    /// <summary>Gets how an event is emitted now, or null when nobody listens.</summary>
    public Plan<TArguments>? PlanOf<TArguments>(string eventName)
        where TArguments : struct, IArguments<TArguments>
    {
        ArgumentNullException.ThrowIfNull(eventName);
        return _plans.Find<TArguments>(eventName) ?? MakePlan<TArguments>(eventName);
    }

    /// <summary>Gets the listeners that an emission is to run, after <see cref="EventEmitter.ErrorMonitor"/> has heard of an error.</summary>
    public ListenerSteps<TArguments> StepsOf<TArguments>(string eventName, in TArguments arguments)
        where TArguments : struct, IArguments<TArguments>
    {
        if (eventName != EventEmitter.Error.Name)
        {
            var steps = PlanOf<TArguments>(eventName)?.Steps ?? ListenerSteps<TArguments>.None(eventName);
            steps.Check(arguments);
            return steps;
        }

        if (_table.Count(EventEmitter.ErrorMonitor.Name) > 0)
        {
            RunAll(StepsOf(EventEmitter.ErrorMonitor.Name, arguments), arguments);
        }

        if (_table.Entries(eventName) is not { Length: > 0 } entries)
        {
            var unheard = Unheard(arguments);
            Watch(eventName, arguments, 0)?.Ended(unheard);
            ExceptionDispatchInfo.Throw(unheard);
            throw unheard;
        }

        var heard = new ListenerSteps<TArguments>(eventName, entries);
        heard.Check(arguments);
        return heard;
    }

    /// <summary>Runs listeners as <c>Emit</c> does: the first failure ends it.</summary>
    public void RunAll<TArguments>(ListenerSteps<TArguments> steps, in TArguments arguments)
        where TArguments : struct, IArguments<TArguments>
    {
        var watch = Watch(steps.EventName, arguments, steps.Count);
        try
        {
            for (var i = 0; i < steps.Count; i++)
            {
                Own(watch is null ? steps.Run(i, arguments) : watch.Run(steps, i, arguments), steps.EventName);
            }
        }
        catch (Exception exception) when (watch is not null)
        {
            watch.Ended(exception);
            throw;
        }

        watch?.Ended(null);
    }

    /// <summary>Shows an emission to those who want to see it.</summary>
    /// <returns>Null when nobody does.</returns>
    public EmissionWatch? Watch<TArguments>(string eventName, in TArguments arguments, int listenerCount)
        where TArguments : struct, IArguments<TArguments> =>
        _observers.Watch(eventName, arguments, listenerCount);

    /// <summary>Emits to nobody, which somebody may still want to see.</summary>
    /// <returns>False: nobody listened.</returns>
    public bool RunNone<TArguments>(string eventName, in TArguments arguments)
        where TArguments : struct, IArguments<TArguments>
    {
        Watch(eventName, arguments, 0)?.Ended(null);
        return false;
    }

    /// <summary>Emits what somebody wants to see.</summary>
    /// <returns>True: somebody listened.</returns>
    public bool RunObserved<TArguments>(Plan<TArguments> plan, in TArguments arguments)
        where TArguments : struct, IArguments<TArguments>
    {
        plan.Steps.Check(arguments);
        RunAll(plan.Steps, arguments);
        return true;
    }

    public IDisposable Observe(EmissionObserver observer)
    {
        _observers.Add(observer);
        _plans.Clear();
        return new ObserverSubscription(this, observer);
    }

    public void Unobserve(EmissionObserver observer)
    {
        _observers.Remove(observer);
        _plans.Clear();
    }

    /// <summary>Looks after the task of a listener nobody awaits: its failure is an error of the emitter.</summary>
    public void Own(Task? task, string eventName)
    {
        if (task is { IsCompletedSuccessfully: false })
        {
            _running.Enter();
            _ = ObserveAsync(task, eventName);
        }
    }

    /// <summary>Emits a failure as an error.</summary>
    /// <returns>What nobody took: the failure itself, or that of a listener to errors; null when all is well.</returns>
    public Exception? Report(Exception failure)
    {
        try
        {
            emitter.Emit(EventEmitter.Error, failure);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // What runs may still emit, and its failures may still be heard.
        await _running.WaitAsync().ConfigureAwait(false);
        Volatile.Write(ref _isDisposed, true);
        foreach (var eventName in _table.EventNames)
        {
            foreach (var entry in _table.TakeAll(eventName))
            {
                Gone(entry);
                entry.Listener.Disposed?.Invoke();
            }
        }

        _plans.Clear();
        await _running.WaitAsync().ConfigureAwait(false);
    }

    private static Exception Unheard<TArguments>(in TArguments arguments)
        where TArguments : struct, IArguments<TArguments>
    {
        var error = arguments.Count > 0 ? arguments.Get<object?>(0) : null;
        return error as Exception ?? new UnhandledErrorException(error);
    }

    private Plan<TArguments>? MakePlan<TArguments>(string eventName)
        where TArguments : struct, IArguments<TArguments>
    {
        var version = _plans.Version;
        Plan<TArguments> plan;
        if (eventName == EventEmitter.Error.Name)
        {
            plan = PlanBuilder.ForErrors<TArguments>(this);
        }
        else if (_table.Entries(eventName) is { Length: > 0 } entries)
        {
            plan = PlanBuilder.For(this, new ListenerSteps<TArguments>(eventName, entries), _observers.InterestedIn(eventName));
        }
        else
        {
            return null;
        }

        _plans.Add(plan, version);
        return plan;
    }

    private bool Removed(ListenerEntry<EmitterListener> entry)
    {
        Gone(entry);
        if (_table.Count(EventEmitter.RemoveListener) > 0)
        {
            emitter.Emit(EventEmitter.RemoveListener, entry.EventName, entry.Listener.Delegate);
        }

        return true;
    }

    private void Gone(ListenerEntry<EmitterListener> entry)
    {
        Changed(entry.EventName);
        entry.Listener.Gone();
        var count = _table.Count(entry.EventName);
        _observers.Removed(entry, count);
        _limit.Removed(entry.EventName, count);
    }

    private void Changed(string eventName) => _plans.Forget(eventName);

    private async Task ObserveAsync(Task task, string eventName)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // A listener to errors is not told of its own failure, which it would fail at again.
            var left = eventName == EventEmitter.Error.Name ? exception : Report(exception);
            if (left is not null)
            {
                Unhandled(left, eventName);
            }
        }
        finally
        {
            _running.Exit();
        }
    }

    private void Unhandled(Exception exception, string eventName)
    {
        if (options.OnUnhandledError is { } handler)
        {
            handler(new UnhandledErrorContext(emitter, eventName, exception));
            return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(
            static failure => ExceptionDispatchInfo.Throw(failure), exception, preferLocal: false);
    }
}
