using System.Threading.Tasks.Sources;

namespace Sockeye.Transport.Readiness;

/// <summary>One waits, others signal; a signal that nobody waits for is kept. Signalling runs the waiting one on the spot. Allocates nothing.</summary>
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
        _source.Reset();
        if (Interlocked.CompareExchange(ref _state, Waiting, None) == None)
        {
            return new ValueTask(this, _source.Version);
        }

        Volatile.Write(ref _state, None);
        return default;
    }

    public void Signal()
    {
        while (true)
        {
            var state = Volatile.Read(ref _state);
            if (state == Signalled)
            {
                return;
            }

            if (Interlocked.CompareExchange(ref _state, state == Waiting ? None : Signalled, state) == state)
            {
                if (state == Waiting)
                {
                    _source.SetResult(true);
                }

                return;
            }
        }
    }

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
