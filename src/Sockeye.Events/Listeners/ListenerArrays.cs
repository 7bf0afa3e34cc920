namespace Sockeye.Events;

/// <summary>Copies of listener arrays with one change. An array that was published is never written to.</summary>
internal static class ListenerArrays
{
    public static ListenerEntry<TListener>[] With<TListener>(ListenerEntry<TListener>[] entries, ListenerEntry<TListener> added, bool first)
        where TListener : class
    {
        var copy = new ListenerEntry<TListener>[entries.Length + 1];
        entries.CopyTo(copy, first ? 1 : 0);
        copy[first ? 0 : ^1] = added;
        return copy;
    }

    public static ListenerEntry<TListener>[] Without<TListener>(ListenerEntry<TListener>[] entries, int index)
        where TListener : class
    {
        if (entries.Length == 1)
        {
            return [];
        }

        var copy = new ListenerEntry<TListener>[entries.Length - 1];
        entries.AsSpan(0, index).CopyTo(copy);
        entries.AsSpan(index + 1).CopyTo(copy.AsSpan(index));
        return copy;
    }

    // From the back, as Node's removeListener searches.
    public static int LastMatch<TListener, TState>(
        ListenerEntry<TListener>[] entries, TState state, Func<TListener, TState, bool> matches)
        where TListener : class
    {
        for (var i = entries.Length - 1; i >= 0; i--)
        {
            if (matches(entries[i].Listener, state))
            {
                return i;
            }
        }

        return -1;
    }
}
