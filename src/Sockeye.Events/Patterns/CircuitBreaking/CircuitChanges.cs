using System.Collections.Concurrent;

namespace Sockeye.Events.Patterns.CircuitBreaking;

/// <summary>
/// Changes on their way to the listeners. They are added under a circuit's lock, so in the order in which they happened, and delivered
/// outside of it, in that order and one at a time: by whichever thread comes first.
/// </summary>
internal sealed class CircuitChanges(Action<CircuitChange> deliver)
{
    private readonly ConcurrentQueue<CircuitChange> _waiting = new();

    // Whether there may be any: what every call reads, and nearly always the only thing.
    private bool _any;
    private int _delivering;

    public void Add(CircuitChange change)
    {
        _waiting.Enqueue(change);
        Volatile.Write(ref _any, true);
    }

    /// <summary>Delivers what waits. A listener that causes a change returns at once; the one below it on the stack delivers that too.</summary>
    public void Deliver()
    {
        if (Volatile.Read(ref _any))
        {
            DeliverAll();
        }
    }

    private void DeliverAll()
    {
        // Both exchanges are full fences: who adds while this one ends is either seen by it or finds the way free.
        while (Volatile.Read(ref _any) && Interlocked.CompareExchange(ref _delivering, 1, 0) == 0)
        {
            try
            {
                Volatile.Write(ref _any, false);
                Interlocked.MemoryBarrier();
                while (_waiting.TryDequeue(out var change))
                {
                    deliver(change);
                }
            }
            finally
            {
                Interlocked.Exchange(ref _delivering, 0);
            }
        }
    }
}
