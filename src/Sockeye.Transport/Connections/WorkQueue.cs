using System.Collections.Concurrent;
using System.IO.Pipelines;

namespace Sockeye.Transport.Connections;

/// <summary>
/// Runs short work in order, on one thread of the pool at a time. What connections have to send goes through it: behind the work that is at hand, so
/// that what is written to a connection meanwhile goes out with it.
/// </summary>
internal sealed class WorkQueue : PipeScheduler, IThreadPoolWorkItem
{
    private readonly ConcurrentQueue<(Action<object?> Action, object? State)> _work = new();
    private int _isScheduled;

    public override void Schedule(Action<object?> action, object? state)
    {
        _work.Enqueue((action, state));
        if (Interlocked.CompareExchange(ref _isScheduled, 1, 0) == 0)
        {
            System.Threading.ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        while (true)
        {
            while (_work.TryDequeue(out var item))
            {
                item.Action(item.State);
            }

            Volatile.Write(ref _isScheduled, 0);
            Interlocked.MemoryBarrier(); // who adds from here on, or has added, sees that or is seen
            if (_work.IsEmpty || Interlocked.CompareExchange(ref _isScheduled, 1, 0) != 0)
            {
                return;
            }
        }
    }
}
