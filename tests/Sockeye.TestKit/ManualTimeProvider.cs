namespace Sockeye.TestKit;

/// <summary>A clock that stands until a test moves it. Timers fire inside <see cref="Advance"/>, one after the other, on the test's thread.</summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _armed = [];
    private TimeSpan _elapsed;
    private TimeSpan _put;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Gets how many timers wait for their time.</summary>
    public int ArmedTimers => Locked(() => _armed.Count);

    public override long GetTimestamp() => Locked(() => _elapsed.Ticks);

    public override DateTimeOffset GetUtcNow() => Start + Locked(() => _elapsed + _put);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Puts the clock on the wall forward or back, as an administrator does. Timers and timestamps do not notice.</summary>
    public void PutClock(TimeSpan by) => Locked(() => _put += by);

    /// <summary>Moves the clock. Each timer that falls due on the way sees the very time it is due at.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var target = Locked(() => _elapsed) + by;
        while (NextDue(target) is { } timer)
        {
            timer.Fire();
        }

        Locked(() => _elapsed = target);
    }

    private ManualTimer? NextDue(TimeSpan target) => Locked(() =>
    {
        var next = _armed.Where(timer => timer.Due <= target).MinBy(static timer => timer.Due); // the first made of those due together
        if (next is not null)
        {
            _elapsed = next.Due > _elapsed ? next.Due : _elapsed;
            _armed.Remove(next);
            if (next.Period > TimeSpan.Zero)
            {
                next.Due += next.Period;
                _armed.Add(next);
            }
        }

        return next;
    });

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    private sealed class ManualTimer(ManualTimeProvider owner, Action fire) : ITimer
    {
        private bool _disposed;

        public TimeSpan Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period) => owner.Locked(() =>
        {
            owner._armed.Remove(this);
            if (dueTime >= TimeSpan.Zero && !_disposed)
            {
                (Due, Period) = (owner._elapsed + dueTime, period);
                owner._armed.Add(this);
            }

            return !_disposed;
        });

        public void Dispose() => owner.Locked(() =>
        {
            _disposed = true;
            return owner._armed.Remove(this);
        });

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
