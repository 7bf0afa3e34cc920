namespace Sockeye.Events.Patterns.Flow;

/// <summary>Passes on at most one value in each interval. An interval begins with the value that finds none.</summary>
internal sealed class ThrottleStep<T>(TimeSpan interval, ThrottleOptions options, FlowStep<T> next, FlowSubscription subscription)
    : TimedStep<T>(next, subscription)
{
    private bool _began;
    private long _beganAt;

    protected override bool PassesAtOnce(T value, long now)
    {
        var left = _began ? interval - Time.GetElapsedTime(_beganAt, now) : TimeSpan.Zero;

        // Where the timer is late a value is still held: the new one takes its place, and goes when the timer comes.
        var begins = left <= TimeSpan.Zero && !Holds;
        if (begins)
        {
            (_began, _beganAt, left) = (true, now, interval);
        }

        if (begins && options.Leading)
        {
            return true;
        }

        if (options.Trailing)
        {
            Hold(value);
            if (!Timer.IsArmed)
            {
                Timer.Arm(left);
            }
        }

        return false;
    }

    protected override bool IsTime(long now)
    {
        if (!Holds)
        {
            return false;
        }

        var left = interval - Time.GetElapsedTime(_beganAt, now);
        if (left > TimeSpan.Zero)
        {
            Timer.Arm(left);
            return false;
        }

        _beganAt = now; // what follows is an interval away from this one, too
        return true;
    }
}
