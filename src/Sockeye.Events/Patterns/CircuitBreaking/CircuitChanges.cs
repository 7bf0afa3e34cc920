using System.Collections.Concurrent;

namespace Sockeye.Events.Patterns.CircuitBreaking;

/// <summary>
/// Changes on their way to the listeners. They are added under a circuit's lock, so in the order in which they happened, and delivered
/// outside of it, in that order and one at a time: by whichever thread comes first.
/// </summary>
internal sealed class CircuitChanges(Action<CircuitChange> deliver)
{
    private readonly ConcurrentQueue<CircuitChange> _waiting = new();
    private int _delivering;

    public void Add(CircuitChange change) => _waiting.Enqueue(change);

    /// <summary>Delivers what waits. A listener that causes a change returns at once; the one below it on the stack delivers that too.</summary>
    public void Deliver()
    {
        while (!_waiting.IsEmpty && Interlocked.CompareExchange(ref _delivering, 1, 0) == 0)
        {
            try
            {
                while (_waiting.TryDequeue(out var change))
                {
                    deliver(change);
                }
            }
            finally
            {
                Volatile.Write(ref _delivering, 0);
            }
        }
    }
}
