namespace Sockeye.Events.Patterns.Flow;

/// <summary>Passes on one value of a burst: its first, its last, or both. A burst ends when nothing has come for the quiet time.</summary>
internal sealed class DebounceStep<T> : FlowStep<T>, IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _quiet;
    private readonly DebounceOptions _options;
    private readonly FlowStep<T> _next;
    private readonly FlowSubscription _subscription;
    private readonly FlowTimer _timer;

    private bool _inBurst;
    private long _lastAt;
    private bool _holds;
    private long _heldSince;
    private T? _held;

    public DebounceStep(TimeSpan quiet, DebounceOptions options, FlowStep<T> next, FlowSubscription subscription)
    {
        (_quiet, _options, _next, _subscription, _time) = (quiet, options, next, subscription, subscription.Time);
        _timer = new FlowTimer(_time, OnTimer);
    }

    public override Task PassAsync(T value)
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();

            // The timer may be late: what comes after the quiet time begins a burst even if nobody has ended the one before.
            var begins = !_inBurst || (!_holds && _time.GetElapsedTime(_lastAt, now) >= _quiet);
            _inBurst = true;
            _lastAt = now;
            if (!_timer.IsArmed)
            {
                _timer.Arm(_quiet);
            }

            if (!begins || !_options.Leading)
            {
                Hold(value, now);
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

    private void Hold(T value, long now)
    {
        if (!_options.Trailing)
        {
            return;
        }

        if (!_holds)
        {
            _heldSince = now;
        }

        (_holds, _held) = (true, value);
    }

    private void OnTimer()
    {
        T value;
        lock (_gate)
        {
            _timer.IsArmed = false;
            var now = _time.GetTimestamp();
            var quietIn = _quiet - _time.GetElapsedTime(_lastAt, now);
            var longestIn = _holds ? _options.MaxWait - _time.GetElapsedTime(_heldSince, now) : null;
            _inBurst = quietIn > TimeSpan.Zero;
            var passes = _holds && (!_inBurst || longestIn <= TimeSpan.Zero);
            if (_inBurst)
            {
                _timer.Arm(!passes && longestIn < quietIn ? longestIn.Value : quietIn);
            }

            if (!passes)
            {
                return;
            }

            value = _held!;
            (_holds, _held) = (false, default);
        }

        _subscription.Pass(_next, value);
    }
}
