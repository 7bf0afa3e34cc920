using System.Collections.Concurrent;

namespace Sockeye.Events;

/// <summary>
/// The listeners of each event: one small array of names while there are few, which is the rule for a connection, and a dictionary
/// from then on. Its one writing verb replaces the listeners of one event in one atomic step. A struct: it costs its owner two fields.
/// </summary>
internal struct EventSlots<TListener>
    where TListener : class
{
    // Up to here comparing names one by one is as fast as hashing, and a dictionary takes ten times the memory.
    internal const int FewNames = 16;

    // null, a Slot[] that is replaced as a whole, or (for good) a dictionary.
    private object? _slots;
    private int _lastNameOrder;

    public int NextNameOrder() => Interlocked.Increment(ref _lastNameOrder);

    public ListenerEntry<TListener>[] Find(string eventName)
    {
        switch (Volatile.Read(ref _slots))
        {
            case Slot[] few:
                var index = IndexOf(few, eventName);
                return index < 0 ? [] : few[index].Entries;
            case ConcurrentDictionary<string, ListenerEntry<TListener>[]> many:
                return many.TryGetValue(eventName, out var entries) ? entries : [];
            default:
                return [];
        }
    }

    /// <summary>Puts <paramref name="next"/> in the place of <paramref name="seen"/>, unless somebody else was faster.</summary>
    public bool TryReplace(string eventName, ListenerEntry<TListener>[] seen, ListenerEntry<TListener>[] next)
    {
        var slots = Volatile.Read(ref _slots);
        if (slots is ConcurrentDictionary<string, ListenerEntry<TListener>[]> many)
        {
            return (seen.Length, next.Length) switch
            {
                (0, _) => many.TryAdd(eventName, next),
                (_, 0) => many.TryRemove(KeyValuePair.Create(eventName, seen)),
                _ => many.TryUpdate(eventName, next, seen),
            };
        }

        var few = (Slot[]?)slots ?? [];
        var index = IndexOf(few, eventName);
        var present = index < 0 ? [] : few[index].Entries;
        if (present != seen && present.Length + seen.Length > 0)
        {
            return false;
        }

        return Interlocked.CompareExchange(ref _slots, Replaced(few, index, eventName, next), slots) == slots;
    }

    public readonly string[] Names() => _slots switch
    {
        Slot[] few => Array.ConvertAll(few, static slot => slot.EventName),
        ConcurrentDictionary<string, ListenerEntry<TListener>[]> many =>
            [.. many.OrderBy(static slot => slot.Value[0].NameOrder).Select(static slot => slot.Key)],
        _ => [],
    };

    private static object? Replaced(Slot[] few, int index, string eventName, ListenerEntry<TListener>[] next)
    {
        if (index < 0 && few.Length == FewNames)
        {
            return new ConcurrentDictionary<string, ListenerEntry<TListener>[]>(
                concurrencyLevel: 1,
                few.Append(new Slot(eventName, next)).Select(static slot => KeyValuePair.Create(slot.EventName, slot.Entries)),
                StringComparer.Ordinal);
        }

        if (index < 0)
        {
            return (Slot[])[.. few, new Slot(eventName, next)];
        }

        if (next.Length == 0)
        {
            return few.Length == 1 ? null : (Slot[])[.. few[..index], .. few[(index + 1)..]];
        }

        var copy = (Slot[])few.Clone();
        copy[index] = new Slot(eventName, next);
        return copy;
    }

    private static int IndexOf(Slot[] few, string eventName)
    {
        for (var i = 0; i < few.Length; i++)
        {
            if (few[i].EventName == eventName)
            {
                return i;
            }
        }

        return -1;
    }

    private readonly record struct Slot(string EventName, ListenerEntry<TListener>[] Entries);
}
