using System.Threading.Tasks.Sources;

namespace Sockeye.Transport.Readiness;

/// <summary>One waits, others signal; a signal that nobody waits for is kept. Signalling runs the waiting one on the spot. Allocates nothing.</summary>
/// <remarks>
/// Every step is an interlocked operation, also where there is nothing to change: what was written before a signal is seen by whom it wakes, and by whom
/// takes it without waiting.
/// </remarks>
internal sealed class ReadinessSignal : IValueTaskSource
{
    private const int None = 0;
    private const int Signalled = 1;
    private const int Waiting = 2;

    private ManualResetValueTaskSourceCore<bool> _source;
    private int _state;

    /// <summary>Waits for a signal, and takes it.</summary>
    public ValueTask WaitAsync()
    {
        _source.Reset(); // nobody completes it before it says that it waits
        if (Interlocked.CompareExchange(ref _state, Waiting, None) == None)
        {
            return new ValueTask(this, _source.Version);
        }

        Interlocked.Exchange(ref _state, None);
        return default;
    }

    public void Signal()
    {
        while (true)
        {
            if (Interlocked.CompareExchange(ref _state, None, Waiting) == Waiting)
            {
                _source.SetResult(true);
                return;
            }

            if (Interlocked.CompareExchange(ref _state, Signalled, None) != Waiting)
            {
                return;
            }
        }
    }

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
