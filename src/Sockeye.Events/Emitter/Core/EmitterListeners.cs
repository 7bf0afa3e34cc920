namespace Sockeye.Events;

/// <summary>The listeners of an emitter: how they come and go, and who is told.</summary>
internal sealed class EmitterListeners(EventEmitter emitter, EventEmitterOptions options, Observers observers) : IListenerOwner<EmitterListener>
{
    private readonly ListenerTable<EmitterListener> _table = new();
    private readonly ListenerLimit _limit = new(emitter, options);
    private readonly CatchAll _catchAll = new(emitter);
    private bool _isClosed;

    public string[] EventNames => _table.EventNames;

    public ListenerLimit Limit => _limit;

    public int Count(string eventName) => _table.Count(eventName);

    /// <summary>Gets the registrations of an event as they stand now, in the order they run.</summary>
    public ListenerEntry<EmitterListener>[] Entries(string eventName) => _table.Entries(eventName);

    /// <summary>Gets what an emission of an event reaches: its own listeners, and after them those to whatever is emitted.</summary>
    public ListenerEntry<EmitterListener>[] Reached(string eventName) =>
        _catchAll.IsEmpty ? Entries(eventName) : [.. Entries(eventName), .. _catchAll.EntriesFor(this, eventName)];

    /// <summary>Listens to whatever is emitted, except for what the emitter tells of itself.</summary>
    /// <param name="listenerTo">Makes the listener to an event, by name. It may be asked for the same one again.</param>
    public IDisposable AddCatchAll(Func<string, EmitterListener> listenerTo)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isClosed), emitter);
        var registration = _catchAll.Add(listenerTo);
        if (Volatile.Read(ref _isClosed))
        {
            registration.Dispose();
            throw new ObjectDisposedException(nameof(EventEmitter));
        }

        return registration;
    }

    public IDisposable Add(string eventName, EmitterListener listener, bool once, bool prepend, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isClosed), emitter);
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
        emitter.Plans.Forget(eventName);
        if (Volatile.Read(ref _isClosed))
        {
            Remove(entry);
            throw new ObjectDisposedException(nameof(EventEmitter));
        }

        observers.Added(entry, count);
        if (cancellationToken.CanBeCanceled)
        {
            listener.GoWith(cancellationToken.UnsafeRegister(static entry => ((IDisposable)entry!).Dispose(), entry));
        }

        try
        {
            _limit.Added(eventName, count);
        }
        catch
        {
            Remove(entry); // who called does not get what would take it back
            throw;
        }

        return entry;
    }

    /// <summary>Takes one registration back and tells those who listen to removals.</summary>
    public bool Remove(ListenerEntry<EmitterListener> entry) => _table.Take(entry) && Removed(entry);

    public bool RemoveLast(string eventName, Delegate listener) =>
        _table.TakeLast(eventName, listener, static (candidate, wanted) => candidate.Delegate.Equals(wanted)) is { } entry && Removed(entry);

    public int RemoveAll(string eventName)
    {
        if (_table.Count(EventEmitter.RemoveListener) == 0)
        {
            return TakeAll(eventName).Length;
        }

        // The last one first, as Node does where somebody listens to removals.
        var removed = 0;
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
            removed += TakeAll(eventName).Length;
        }

        return removed;
    }

    /// <summary>Takes every listener back, tells those that want to know that the emitter is disposed, and takes no more.</summary>
    /// <param name="exceptOfErrors">Whether listeners to errors stay for now, and those to whatever is emitted, who hear of errors too.</param>
    public void Close(bool exceptOfErrors)
    {
        Volatile.Write(ref _isClosed, true);
        if (!exceptOfErrors)
        {
            _catchAll.Clear();
        }

        foreach (var eventName in _table.EventNames)
        {
            if (exceptOfErrors && (eventName == EventEmitter.Error.Name || eventName == EventEmitter.ErrorMonitor.Name))
            {
                continue;
            }

            foreach (var entry in TakeAll(eventName))
            {
                entry.Listener.Disposed?.Invoke();
            }
        }
    }

    private ListenerEntry<EmitterListener>[] TakeAll(string eventName)
    {
        var entries = _table.TakeAll(eventName);
        foreach (var entry in entries)
        {
            Gone(entry);
        }

        return entries;
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
        emitter.Plans.Forget(entry.EventName);
        entry.Listener.Gone();
        var count = _table.Count(entry.EventName);
        observers.Removed(entry, count);
        _limit.Removed(entry.EventName, count);
    }
}
