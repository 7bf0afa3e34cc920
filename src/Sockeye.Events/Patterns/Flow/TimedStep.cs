namespace Sockeye.Events.Patterns.Flow;

/// <summary>Passes values on at once or later: at most one waits for its time, and what comes meanwhile takes its place.</summary>
internal abstract class TimedStep<T> : FlowStep<T>, IDisposable
{
    private readonly Lock _gate = new();
    private readonly FlowStep<T> _next;
    private readonly FlowSubscription _subscription;
    private T? _held;

    protected TimedStep(FlowStep<T> next, FlowSubscription subscription)
    {
        (_next, _subscription, Time) = (next, subscription, subscription.Time);
        Timer = new FlowTimer(Time, OnTimer);
    }

    protected TimeProvider Time { get; }

    protected FlowTimer Timer { get; }

    /// <summary>Gets whether a value waits.</summary>
    protected bool Holds { get; private set; }

    public override Task PassAsync(T value)
    {
        lock (_gate)
        {
            if (!PassesAtOnce(value, Time.GetTimestamp()))
            {
                return Task.CompletedTask;
            }
        }

        return _next.PassAsync(value);
    }

    public void Dispose()
    {
        Timer.Dispose();
        lock (_gate)
        {
            (Holds, _held) = (false, default);
        }
    }

    /// <summary>Says whether a value goes on now; one that does not may be held. Called under the lock.</summary>
    protected abstract bool PassesAtOnce(T value, long now);

    /// <summary>The timer has come: says whether the value that waits goes on now, and arms the timer where it is to come again. Called under the lock.</summary>
    protected abstract bool IsTime(long now);

    protected void Hold(T value) => (Holds, _held) = (true, value);

    private void OnTimer()
    {
        T value;
        lock (_gate)
        {
            Timer.IsArmed = false;
            if (!IsTime(Time.GetTimestamp()))
            {
                return;
            }

            value = _held!;
            (Holds, _held) = (false, default);
        }

        _subscription.Pass(_next, value);
    }
}
