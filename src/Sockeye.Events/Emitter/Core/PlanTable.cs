using System.Runtime.CompilerServices;

namespace Sockeye.Events;

/// <summary>The plans of the events that have been emitted, until their listeners change. Reading takes no lock and allocates nothing.</summary>
internal struct PlanTable
{
    private const int Smallest = 4;
    private readonly Lock _gate = new();
    private Plan?[] _slots = new Plan?[Smallest];
    private int _count;
    private int _version;

    public PlanTable()
    {
    }

    /// <summary>Gets a number that changes whenever a listener comes or goes: whoever makes a plan reads it first.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>Gets how many plans there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Gets the plan that a key was last emitted by, which therefore is for the key's type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Plan? FindByKey(object key, int hash)
    {
        var slots = Volatile.Read(ref _slots);
        for (var i = hash & (slots.Length - 1); slots[i] is { } plan; i = (i + 1) & (slots.Length - 1))
        {
            if (plan.Key == key)
            {
                return plan;
            }
        }

        return null;
    }

    public Plan<TArguments>? Find<TArguments>(string eventName)
        where TArguments : struct, IArguments<TArguments>
    {
        var slots = Volatile.Read(ref _slots);
        for (var i = EventNameHash.Of(eventName) & (slots.Length - 1); slots[i] is { } plan; i = (i + 1) & (slots.Length - 1))
        {
            if (plan.EventName == eventName && plan is Plan<TArguments> found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Keeps a plan, unless listeners have come or gone since it was begun.</summary>
    public void Add(Plan plan, int version)
    {
        lock (_gate)
        {
            if (version != _version || Array.Exists(_slots, kept => kept?.EventName == plan.EventName && kept.GetType() == plan.GetType()))
            {
                return;
            }

            // At most half full, so that a search ends soon; a reader meets either array whole.
            if (++_count * 2 > _slots.Length)
            {
                Volatile.Write(ref _slots, Rebuilt(_slots.Append(plan), _slots.Length * 2));
            }
            else
            {
                Put(_slots, plan);
            }
        }
    }

    /// <summary>Drops the plans of an event whose listeners have changed.</summary>
    public void Forget(string eventName)
    {
        lock (_gate)
        {
            _version++;
            if (Array.Exists(_slots, plan => plan?.EventName == eventName))
            {
                var kept = Array.FindAll(_slots, plan => plan is not null && plan.EventName != eventName);
                _count = kept.Length;
                Volatile.Write(ref _slots, Rebuilt(kept, _slots.Length));
            }
        }
    }

    /// <summary>Drops every plan.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _version++;
            _count = 0;
            Volatile.Write(ref _slots, new Plan?[Smallest]);
        }
    }

    private static Plan?[] Rebuilt(IEnumerable<Plan?> plans, int length)
    {
        var slots = new Plan?[length];
        foreach (var plan in plans)
        {
            if (plan is not null)
            {
                Put(slots, plan);
            }
        }

        return slots;
    }

    private static void Put(Plan?[] slots, Plan plan)
    {
        var i = EventNameHash.Of(plan.EventName) & (slots.Length - 1);
        while (slots[i] is not null)
        {
            i = (i + 1) & (slots.Length - 1);
        }

        Volatile.Write(ref slots[i], plan);
    }
}
