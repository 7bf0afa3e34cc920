namespace Sockeye.Events;

/// <summary>Listeners by event name.</summary>
/// <typeparam name="TListener">What listens.</typeparam>
/// <remarks>
/// Safe for use by several threads. Names are compared ordinally. Adding and removing copies the listeners of that one event; reading takes
/// no lock and allocates nothing. A table that holds nothing is a bare object, since a server has one for each of its connections.
/// </remarks>
public sealed class ListenerTable<TListener> : IListenerOwner<TListener>
    where TListener : class
{
    // Not readonly: it is a struct that changes.
    private EventSlots<TListener> _slots;

    /// <summary>Gets the names of the events somebody listens to, in the order in which they appeared.</summary>
    public string[] EventNames => _slots.Names();

    /// <summary>Adds a listener. The same one may be added several times and then runs as often.</summary>
    /// <param name="eventName">The event it listens to.</param>
    /// <param name="listener">What listens.</param>
    /// <param name="once">Whether it runs at most once and is removed just before.</param>
    /// <param name="prepend">Whether it runs before those that are there already.</param>
    /// <returns>What takes this one registration back when disposed; disposing again does nothing.</returns>
    public IDisposable Add(string eventName, TListener listener, bool once = false, bool prepend = false)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        ArgumentNullException.ThrowIfNull(listener);
        var entry = new ListenerEntry<TListener>(this, eventName, listener, once);
        Insert(entry, prepend);
        return entry;
    }

    /// <summary>Removes one listener: of those that match, the one that would run last, as Node.js does.</summary>
    /// <param name="eventName">The event it listens to.</param>
    /// <param name="state">What <paramref name="matches"/> is given, so that it needs no closure.</param>
    /// <param name="matches">Says whether a listener is meant. It may be asked more than once about the same one.</param>
    /// <typeparam name="TState">The type of <paramref name="state"/>.</typeparam>
    /// <returns>Whether one was removed.</returns>
    public bool Remove<TState>(string eventName, TState state, Func<TListener, TState, bool> matches)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        ArgumentNullException.ThrowIfNull(matches);
        return TakeLast(eventName, state, matches) is not null;
    }

    /// <summary>Removes every listener of one event.</summary>
    /// <param name="eventName">The event.</param>
    /// <returns>How many there were.</returns>
    public int RemoveAll(string eventName)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        return TakeAll(eventName).Length;
    }

    /// <summary>Removes every listener of every event. One that is added meanwhile may stay.</summary>
    /// <returns>How many there were.</returns>
    public int RemoveAll()
    {
        var removed = 0;
        foreach (var eventName in EventNames)
        {
            removed += RemoveAll(eventName);
        }

        return removed;
    }

    /// <summary>Takes the listeners of one event as they stand now; see <see cref="ListenerSnapshot{TListener}"/>.</summary>
    /// <param name="eventName">The event.</param>
    public ListenerSnapshot<TListener> Snapshot(string eventName)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        return new(_slots.Find(eventName));
    }

    /// <summary>Counts the listeners of one event.</summary>
    /// <param name="eventName">The event.</param>
    public int Count(string eventName)
    {
        ArgumentNullException.ThrowIfNull(eventName);
        return _slots.Find(eventName).Length;
    }

    bool IListenerOwner<TListener>.Remove(ListenerEntry<TListener> entry) => Take(entry);

    /// <summary>Gets the registrations of one event, in the order they run. The array is never written to.</summary>
    internal ListenerEntry<TListener>[] Entries(string eventName) => _slots.Find(eventName);

    /// <summary>Adds a registration, whose owner may be somebody who wants to know of its removal.</summary>
    /// <returns>How many listeners its event has now.</returns>
    internal int Insert(ListenerEntry<TListener> entry, bool prepend)
    {
        while (true)
        {
            var seen = _slots.Find(entry.EventName);
            entry.NameOrder = seen.Length > 0 ? seen[0].NameOrder : _slots.NextNameOrder();
            if (_slots.TryReplace(entry.EventName, seen, ListenerArrays.With(seen, entry, prepend)))
            {
                return seen.Length + 1;
            }
        }
    }

    /// <summary>Removes one registration.</summary>
    /// <returns>Whether it was there.</returns>
    internal bool Take(ListenerEntry<TListener> entry)
    {
        while (true)
        {
            var seen = _slots.Find(entry.EventName);
            var index = Array.IndexOf(seen, entry);
            if (index < 0)
            {
                return false;
            }

            if (_slots.TryReplace(entry.EventName, seen, ListenerArrays.Without(seen, index)))
            {
                return true;
            }
        }
    }

    /// <summary>Removes the last registration that matches.</summary>
    /// <returns>It, or null when none did.</returns>
    internal ListenerEntry<TListener>? TakeLast<TState>(string eventName, TState state, Func<TListener, TState, bool> matches)
    {
        while (true)
        {
            var seen = _slots.Find(eventName);
            var index = ListenerArrays.LastMatch(seen, state, matches);
            if (index < 0)
            {
                return null;
            }

            if (_slots.TryReplace(eventName, seen, ListenerArrays.Without(seen, index)))
            {
                return seen[index];
            }
        }
    }

    /// <summary>Removes all registrations of an event in one step.</summary>
    /// <returns>Those that were there.</returns>
    internal ListenerEntry<TListener>[] TakeAll(string eventName)
    {
        while (true)
        {
            var seen = _slots.Find(eventName);
            if (seen.Length == 0 || _slots.TryReplace(eventName, seen, []))
            {
                return seen;
            }
        }
    }
}
