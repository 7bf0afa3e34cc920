namespace Sockeye.Events.Patterns.Flow;

/// <summary>The timer of a step. It never fires early: who armed it looks again how much time is left.</summary>
internal sealed class FlowTimer : IDisposable
{
    private readonly ITimer _timer;

    public FlowTimer(TimeProvider time, Action fired) =>
        _timer = DetachedContext.Run(
            static arming => arming.time.CreateTimer(
                static fired => ((Action)fired!)(), arming.fired, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan),
            (time, fired));

    /// <summary>Gets or sets whether it will fire. Touched under its owner's lock.</summary>
    public bool IsArmed { get; set; }

    public void Arm(TimeSpan dueIn)
    {
        IsArmed = true;

        // In whole milliseconds, upwards, since the system's timer cuts off the rest and would fire again and again.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(dueIn.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();
}
