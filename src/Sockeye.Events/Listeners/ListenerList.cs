namespace Sockeye.Events;

/// <summary>Listeners that are not bound to one event name: the catch-all ones.</summary>
/// <typeparam name="TListener">What listens.</typeparam>
/// <remarks>Safe for use by several threads. Adding and removing copies the list, reading it takes no lock and allocates nothing.</remarks>
public sealed class ListenerList<TListener> : IListenerOwner<TListener>
    where TListener : class
{
    private ListenerEntry<TListener>[] _entries = [];

    /// <summary>Gets how many listeners there are.</summary>
    public int Count => Volatile.Read(ref _entries).Length;

    /// <summary>Adds a listener. The same one may be added several times and then runs as often.</summary>
    /// <param name="listener">What listens.</param>
    /// <param name="once">Whether it runs at most once and is removed just before.</param>
    /// <param name="prepend">Whether it runs before those that are there already.</param>
    /// <returns>What takes this one registration back when disposed; disposing again does nothing.</returns>
    public IDisposable Add(TListener listener, bool once = false, bool prepend = false)
    {
        ArgumentNullException.ThrowIfNull(listener);
        var entry = new ListenerEntry<TListener>(this, string.Empty, listener, once);
        while (true)
        {
            var seen = Volatile.Read(ref _entries);
            if (TryReplace(seen, ListenerArrays.With(seen, entry, prepend)))
            {
                return entry;
            }
        }
    }

    /// <summary>Removes one listener: of those that match, the one that would run last, as Node.js does.</summary>
    /// <param name="state">What <paramref name="matches"/> is given, so that it needs no closure.</param>
    /// <param name="matches">Says whether a listener is meant. It may be asked more than once about the same one.</param>
    /// <typeparam name="TState">The type of <paramref name="state"/>.</typeparam>
    /// <returns>Whether one was removed.</returns>
    public bool Remove<TState>(TState state, Func<TListener, TState, bool> matches)
    {
        ArgumentNullException.ThrowIfNull(matches);
        while (true)
        {
            var seen = Volatile.Read(ref _entries);
            var index = ListenerArrays.LastMatch(seen, state, matches);
            if (index < 0)
            {
                return false;
            }

            if (TryReplace(seen, ListenerArrays.Without(seen, index)))
            {
                return true;
            }
        }
    }

    /// <summary>Removes every listener.</summary>
    /// <returns>How many there were.</returns>
    public int RemoveAll() => Interlocked.Exchange(ref _entries, []).Length;

    /// <summary>Takes the listeners as they stand now; see <see cref="ListenerSnapshot{TListener}"/>.</summary>
    public ListenerSnapshot<TListener> Snapshot() => new(Volatile.Read(ref _entries));

    bool IListenerOwner<TListener>.Remove(ListenerEntry<TListener> entry)
    {
        while (true)
        {
            var seen = Volatile.Read(ref _entries);
            var index = Array.IndexOf(seen, entry);
            if (index < 0)
            {
                return false;
            }

            if (TryReplace(seen, ListenerArrays.Without(seen, index)))
            {
                return true;
            }
        }
    }

    private bool TryReplace(ListenerEntry<TListener>[] seen, ListenerEntry<TListener>[] next) =>
        Interlocked.CompareExchange(ref _entries, next, seen) == seen;
}
