namespace Sockeye.Background;

/// <summary>
/// A moment by a clock's timestamps. Whoever looks into a store, and then sleeps for a time that depends on what was there, begins to count before it looks:
/// else it sleeps longer by as long as the answer took, however far the clock has moved meanwhile.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="from">The timestamp to count from.</param>
/// <param name="span">How long after it; <see cref="Timeout.InfiniteTimeSpan"/> for never.</param>
internal readonly struct Deadline(TimeProvider time, long from, TimeSpan span)
{
    /// <summary>Makes one that is so far from now.</summary>
    public static Deadline In(TimeProvider time, TimeSpan span) => new(time, time.GetTimestamp(), span);

    private bool HasPassed => Left == TimeSpan.Zero;

    private TimeSpan Left => span == Timeout.InfiniteTimeSpan ? span : TimeSpan.FromTicks(Math.Max(0, (span - time.GetElapsedTime(from)).Ticks));

    /// <summary>Calls back when the moment has come, on this thread if it has already. It may do so twice.</summary>
    /// <returns>What takes it back when disposed.</returns>
    public ITimer Arm(TimerCallback callback, object? state)
    {
        var timer = time.CreateTimer(callback, state, Left, Timeout.InfiniteTimeSpan);
        if (HasPassed)
        {
            callback(state); // the clock moved on while the timer was made
        }

        return timer;
    }

    /// <summary>Waits for the moment, or for the end of all waiting.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var timer = Arm(static state => ((TaskCompletionSource)state!).TrySetResult(), reached);
        await using var disposal = timer.ConfigureAwait(false);
        await reached.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
