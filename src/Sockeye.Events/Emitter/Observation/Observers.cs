namespace Sockeye.Events;

/// <summary>Who observes an emitter. Null while nobody does, so that looking costs one read.</summary>
internal sealed class Observers(EventEmitter emitter, TimeProvider time)
{
    private EmissionObserver[]? _all;

    public void Add(EmissionObserver observer) => Replace(all => [.. all, observer]);

    public void Remove(EmissionObserver observer) => Replace(all => Array.FindAll(all, kept => kept != observer));

    /// <summary>Gets those who may want to see an event, or null when there are none.</summary>
    public EmissionObserver[]? InterestedIn(string eventName) =>
        Volatile.Read(ref _all) is { } all && Array.FindAll(all, observer => observer.IsInterestedIn(eventName)) is { Length: > 0 } interested
            ? interested
            : null;

    public EmissionWatch? Watch<TArguments>(string eventName, in TArguments arguments, int listenerCount)
        where TArguments : struct, IArguments<TArguments> =>
        Volatile.Read(ref _all) is { } all ? EmissionWatch.Begin(emitter, time, all, eventName, arguments, listenerCount) : null;

    public void Added(ListenerEntry<EmitterListener> entry, int count)
    {
        foreach (var observer in Volatile.Read(ref _all) ?? [])
        {
            observer.ListenerAdded(emitter, entry, entry.EventName, entry.Listener.Delegate, count);
        }
    }

    public void Removed(ListenerEntry<EmitterListener> entry, int count)
    {
        foreach (var observer in Volatile.Read(ref _all) ?? [])
        {
            observer.ListenerRemoved(emitter, entry, entry.EventName, entry.Listener.Delegate, count);
        }
    }

    private void Replace(Func<EmissionObserver[], EmissionObserver[]> change)
    {
        while (true)
        {
            var seen = Volatile.Read(ref _all);
            var next = change(seen ?? []);
            if (Interlocked.CompareExchange(ref _all, next.Length == 0 ? null : next, seen) == seen)
            {
                return;
            }
        }
    }
}
