namespace Sockeye.Events;

/// <summary>Those who listen to whatever an emitter emits. They are not listeners of an event, so nobody counts or lists them as such.</summary>
internal sealed class CatchAll(EventEmitter emitter)
{
    private readonly ListenerList<Func<string, EmitterListener>> _listeners = new();

    public bool IsEmpty => _listeners.Count == 0;

    public IDisposable Add(Func<string, EmitterListener> listenerTo)
    {
        var registration = _listeners.Add(listenerTo);
        emitter.Plans.Clear();
        return new Registration(emitter, registration);
    }

    public void Clear()
    {
        _listeners.RemoveAll();
        emitter.Plans.Clear();
    }

    /// <summary>Makes their registrations for one event; none for what the emitter tells of itself.</summary>
    public List<ListenerEntry<EmitterListener>> EntriesFor(IListenerOwner<EmitterListener> owner, string eventName)
    {
        var entries = new List<ListenerEntry<EmitterListener>>();
        if (eventName is EventEmitter.NewListener or EventEmitter.RemoveListener || eventName == EventEmitter.ErrorMonitor.Name)
        {
            return entries;
        }

        foreach (var listenerTo in _listeners.Snapshot())
        {
            entries.Add(new ListenerEntry<EmitterListener>(owner, eventName, listenerTo(eventName), once: false));
        }

        return entries;
    }

    private sealed class Registration(EventEmitter emitter, IDisposable registration) : IDisposable
    {
        public void Dispose()
        {
            registration.Dispose();
            emitter.Plans.Clear();
        }
    }
}
