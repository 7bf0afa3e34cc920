namespace Sockeye.Events;

/// <summary>
/// The listeners of one event as they stood at one moment, in the order they run. What is added or removed later does not change it,
/// so a listener may take itself or others back while it runs.
/// </summary>
/// <typeparam name="TListener">What listens.</typeparam>
/// <remarks>
/// Taking a snapshot and enumerating it allocates nothing. Enumerating is running: it claims each listener that was added to run once,
/// and a claimed one has left its table and appears in no other enumeration, however many go on at the same time.
/// </remarks>
public readonly struct ListenerSnapshot<TListener>
    where TListener : class
{
    private readonly ListenerEntry<TListener>[]? _entries;

    internal ListenerSnapshot(ListenerEntry<TListener>[] entries) => _entries = entries;

    /// <summary>Gets whether nobody listened.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>Gets how many listened. A once-listener that another enumeration claims meanwhile is still counted.</summary>
    public int Count => _entries?.Length ?? 0;

    /// <summary>Begins to run the listeners: each one it yields is the caller's to run.</summary>
    public Enumerator GetEnumerator() => new(_entries ?? []);

    /// <summary>Walks through the listeners of a snapshot. Not safe for use by several threads; each may have its own.</summary>
    public struct Enumerator
    {
        private readonly ListenerEntry<TListener>[] _entries;
        private int _next;

        internal Enumerator(ListenerEntry<TListener>[] entries) => _entries = entries;

        /// <summary>Gets the listener to run. Valid after <see cref="MoveNext"/> has returned <see langword="true"/>.</summary>
        public readonly TListener Current => _entries[_next - 1].Listener;

        /// <summary>Goes to the next listener that may run.</summary>
        /// <returns><see langword="false"/> when there is none.</returns>
        public bool MoveNext()
        {
            while (_next < _entries.Length)
            {
                if (_entries[_next++].TryTake())
                {
                    return true;
                }
            }

            return false;
        }
    }
}
