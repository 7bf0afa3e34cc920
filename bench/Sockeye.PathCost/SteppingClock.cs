namespace Sockeye.PathCost;

/// <summary>
/// A clock that goes on by a tenth of a millisecond whenever it is asked, so that limits of so much a second hold nobody up, and whose timers never
/// fire: nothing runs among what is counted.
/// </summary>
internal sealed class SteppingClock : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => 10_000;

    public override long GetTimestamp() => Interlocked.Increment(ref _now);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new SilentTimer();

    private sealed class SilentTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            // There is nothing behind it.
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
