namespace Sockeye.PathCost;

/// <summary>A clock that stands, so that no timer runs among what is counted.</summary>
internal sealed class StandingClock : TimeProvider
{
    public override long GetTimestamp() => 0;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new StandingTimer();

    private sealed class StandingTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            // There is nothing behind it.
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
