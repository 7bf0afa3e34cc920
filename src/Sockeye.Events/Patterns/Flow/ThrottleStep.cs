namespace Sockeye.Events.Patterns.Flow;

/// <summary>Passes on at most one value in each interval. An interval begins with the value that finds none.</summary>
internal sealed class ThrottleStep<T> : FlowStep<T>, IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly ThrottleOptions _options;
    private readonly FlowStep<T> _next;
    private readonly FlowSubscription _subscription;
    private readonly FlowTimer _timer;

    private bool _began;
    private long _beganAt;
    private bool _holds;
    private T? _held;

    public ThrottleStep(TimeSpan interval, ThrottleOptions options, FlowStep<T> next, FlowSubscription subscription)
    {
        (_interval, _options, _next, _subscription, _time) = (interval, options, next, subscription, subscription.Time);
        _timer = new FlowTimer(_time, OnTimer);
    }

    public override Task PassAsync(T value)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            var left = _began ? _interval - _time.GetElapsedTime(_beganAt, now) : TimeSpan.Zero;

            // Where the timer is late a value is still held: the new one takes its place, and goes when the timer comes.
            var begins = left <= TimeSpan.Zero && !_holds;
            if (begins)
            {
                (_began, _beganAt, left) = (true, now, _interval);
            }

            if (!begins || !_options.Leading)
            {
                Hold(value, left);
                return Task.CompletedTask;
            }
        }

        return _next.PassAsync(value);
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            (_holds, _held) = (false, default);
        }
    }

    private void Hold(T value, TimeSpan left)
    {
        if (!_options.Trailing)
        {
            return;
        }

        (_holds, _held) = (true, value);
        if (!_timer.IsArmed)
        {
            _timer.Arm(left);
        }
    }

    private void OnTimer()
    {
        T value;
        lock (_gate)
        {
            _timer.IsArmed = false;
            if (!_holds)
            {
                return;
            }

            var now = _time.GetTimestamp();
            var left = _interval - _time.GetElapsedTime(_beganAt, now);
            if (left > TimeSpan.Zero)
            {
                _timer.Arm(left);
                return;
            }

            value = _held!;
            (_holds, _held) = (false, default);
            _beganAt = now; // what follows is an interval away from this one, too
        }

        _subscription.Pass(_next, value);
    }
}
