namespace Sockeye.Events;

/// <summary>The plans of the events that have been emitted, until their listeners change. Reading takes no lock and allocates nothing.</summary>
internal sealed class PlanTable
{
    private readonly Lock _gate = new();
    private Plan?[] _slots = new Plan?[4];
    private int _count;
    private int _version;

    /// <summary>Gets a number that changes whenever a listener comes or goes: whoever makes a plan reads it first.</summary>
    public int Version => Volatile.Read(ref _version);

    public Plan<TArguments>? Find<TArguments>(string eventName)
        where TArguments : struct, IArguments<TArguments>
    {
        var slots = Volatile.Read(ref _slots);
        for (var i = HashOf(eventName) & (slots.Length - 1); slots[i] is { } plan; i = (i + 1) & (slots.Length - 1))
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
            var kept = Array.FindAll(_slots, plan => plan is not null && plan.EventName != eventName);
            if (kept.Length != _count)
            {
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
            Volatile.Write(ref _slots, new Plan?[4]);
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
        var i = HashOf(plan.EventName) & (slots.Length - 1);
        while (slots[i] is not null)
        {
            i = (i + 1) & (slots.Length - 1);
        }

        Volatile.Write(ref slots[i], plan);
    }

    private static int HashOf(string eventName) =>
        eventName.Length == 0 ? 0 : eventName.Length + (eventName[0] * 31) + (eventName[^1] * 17) + eventName[eventName.Length / 2];
}
