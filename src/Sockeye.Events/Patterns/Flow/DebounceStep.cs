namespace Sockeye.Events.Patterns.Flow;

/// <summary>Passes on one value of a burst: its first, its last, or both. A burst ends when nothing has come for the quiet time.</summary>
internal sealed class DebounceStep<T>(TimeSpan quiet, DebounceOptions options, FlowStep<T> next, FlowSubscription subscription)
    : TimedStep<T>(next, subscription)
{
    private bool _inBurst;
    private long _lastAt;
    private long _heldSince;

    protected override bool PassesAtOnce(T value, long now)
    {
        // The timer may be late: what comes after the quiet time begins a burst even if nobody has ended the one before.
        var begins = !_inBurst || (!Holds && Time.GetElapsedTime(_lastAt, now) >= quiet);
        _inBurst = true;
        _lastAt = now;
        if (!Timer.IsArmed)
        {
            Timer.Arm(quiet);
        }

        if (begins && options.Leading)
        {
            return true;
        }

        if (options.Trailing)
        {
            _heldSince = Holds ? _heldSince : now;
            Hold(value);
        }

        return false;
    }

    protected override bool IsTime(long now)
    {
        var quietIn = quiet - Time.GetElapsedTime(_lastAt, now);
        var longestIn = Holds ? options.MaxWait - Time.GetElapsedTime(_heldSince, now) : null;
        _inBurst = quietIn > TimeSpan.Zero;
        var passes = Holds && (!_inBurst || longestIn <= TimeSpan.Zero);
        if (_inBurst)
        {
            Timer.Arm(!passes && longestIn < quietIn ? longestIn.Value : quietIn);
        }

        return passes;
    }
}
