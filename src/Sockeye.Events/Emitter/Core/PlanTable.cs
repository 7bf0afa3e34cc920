using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sockeye.Events;

/// <summary>
/// The plans of the events that have been emitted, until their listeners change. Reading takes no lock and allocates nothing. A search, a change and
/// memory do not depend on how many names there are, or have been.
/// </summary>
internal struct PlanTable
{
    private const int Smallest = 4;
    private const int SmallestToShrink = 16;

    // How far a plan may lie from where its hash says: what finds no room there is kept by the whole name.
    private const int MostSteps = 16;

    private readonly Lock _gate = new();
    private Plan?[] _slots = new Plan?[Smallest];
    private ConcurrentDictionary<string, Plan[]>? _others;
    private int _used;
    private int _count;
    private int _version;

    public PlanTable()
    {
    }

    /// <summary>Gets a number that changes whenever a listener comes or goes: whoever makes a plan reads it first.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>Gets how many plans there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Gets how many plans there is room for.</summary>
    internal int Capacity => Volatile.Read(ref _slots).Length;

    /// <summary>Gets the plan that a key was last emitted by, which therefore is for the key's type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Plan? FindByKey(object key, int hash)
    {
        var slots = Volatile.Read(ref _slots);
        var i = hash & (slots.Length - 1);
        for (var steps = 0; steps < MostSteps && slots[i] is { } plan; steps++)
        {
            if (plan.Key == key)
            {
                return plan;
            }

            i = (i + 1) & (slots.Length - 1);
        }

        return null;
    }

    public Plan<TArguments>? Find<TArguments>(string eventName)
        where TArguments : struct, IArguments<TArguments>
    {
        var slots = Volatile.Read(ref _slots);
        var i = EventNameHash.Of(eventName) & (slots.Length - 1);
        for (var steps = 0; steps < MostSteps && slots[i] is { } plan; steps++)
        {
            if (plan.EventName == eventName && plan is Plan<TArguments> found)
            {
                return found;
            }

            i = (i + 1) & (slots.Length - 1);
        }

        return Volatile.Read(ref _others) is { } others ? FindIn<TArguments>(others, eventName) : null;
    }

    /// <summary>Keeps a plan, unless listeners have come or gone since it was begun.</summary>
    public void Add(Plan plan, int version)
    {
        lock (_gate)
        {
            if (version != _version || Has(plan))
            {
                return;
            }

            // At most half full, so that a search ends soon. A reader meets either array whole, and what it misses it makes anew.
            if ((_used + 1) * 2 > _slots.Length)
            {
                Rebuild();
            }

            Put(plan);
            _count++;
        }
    }

    /// <summary>Drops the plans of an event whose listeners have changed.</summary>
    public void Forget(string eventName)
    {
        lock (_gate)
        {
            _version++;
            var slots = _slots;
            var i = EventNameHash.Of(eventName) & (slots.Length - 1);
            for (var steps = 0; steps < MostSteps && slots[i] is { } plan; steps++)
            {
                if (plan.EventName == eventName && plan != RemovedPlan.Instance)
                {
                    // Not null, where a search would end that is for a plan behind it.
                    Volatile.Write(ref slots[i], RemovedPlan.Instance);
                    _count--;
                }

                i = (i + 1) & (slots.Length - 1);
            }

            if (_others is { } others && others.TryRemove(eventName, out var removed))
            {
                _count -= removed.Length;
            }

            if (_slots.Length > SmallestToShrink && _count * SmallestToShrink < _slots.Length)
            {
                Rebuild();
            }
        }
    }

    /// <summary>Drops every plan.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _version++;
            _count = _used = 0;
            Volatile.Write(ref _slots, new Plan?[Smallest]);
            Volatile.Write(ref _others, null);
        }
    }

    private static Plan<TArguments>? FindIn<TArguments>(ConcurrentDictionary<string, Plan[]> others, string eventName)
        where TArguments : struct, IArguments<TArguments>
    {
        if (others.TryGetValue(eventName, out var plans))
        {
            foreach (var plan in plans)
            {
                if (plan is Plan<TArguments> found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    private readonly bool Has(Plan plan)
    {
        var i = EventNameHash.Of(plan.EventName) & (_slots.Length - 1);
        for (var steps = 0; steps < MostSteps && _slots[i] is { } kept; steps++)
        {
            if (kept.EventName == plan.EventName && kept.GetType() == plan.GetType())
            {
                return true;
            }

            i = (i + 1) & (_slots.Length - 1);
        }

        return _others is { } others && others.TryGetValue(plan.EventName, out var plans) && Array.Exists(plans, kept => kept.GetType() == plan.GetType());
    }

    // By how many there are and not by how large it was, as it may be to shrink; with room for as many changes as make the next time worth it.
    private void Rebuild()
    {
        var slots = _slots;
        var others = _others;
        Volatile.Write(ref _slots, new Plan?[Math.Max(Smallest, (int)BitOperations.RoundUpToPowerOf2((uint)(_count + 1) * 3))]);
        _others = null;
        _used = 0;
        foreach (var plan in slots.Concat((others?.Values ?? []).SelectMany(static plans => plans)))
        {
            if (plan is not null && plan != RemovedPlan.Instance)
            {
                Put(plan);
            }
        }
    }

    private void Put(Plan plan)
    {
        var slots = _slots;
        var i = EventNameHash.Of(plan.EventName) & (slots.Length - 1);
        for (var steps = 0; steps < MostSteps; steps++)
        {
            if (slots[i] is null || slots[i] == RemovedPlan.Instance)
            {
                _used += slots[i] is null ? 1 : 0;
                Volatile.Write(ref slots[i], plan);
                return;
            }

            i = (i + 1) & (slots.Length - 1);
        }

        var others = _others ?? new ConcurrentDictionary<string, Plan[]>(StringComparer.Ordinal);
        others[plan.EventName] = others.TryGetValue(plan.EventName, out var plans) ? [.. plans, plan] : [plan];
        Volatile.Write(ref _others, others);
    }
}
