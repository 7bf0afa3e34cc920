namespace Sockeye.Background;

/// <summary>Hears of what other processes change in the file: nothing tells, so it asks, which costs no lock and no disk.</summary>
internal sealed class SqliteWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private readonly ITimer _timer;

    /// <summary>Initializes a new instance of the <see cref="SqliteWatch"/> class and starts it.</summary>
    /// <param name="writer">The thread whose connection can tell its own changes from others'.</param>
    /// <param name="signal">What is raised when another process, or the application's own transactions, have changed something.</param>
    /// <param name="time">The clock by which it asks.</param>
    public SqliteWatch(SqliteWriter writer, JobSignal signal, TimeProvider time)
    {
        writer.ChangedElsewhere = () => signal.Raise(WakeUps.Work | WakeUps.Cancellation | WakeUps.Schedules);
        _timer = time.CreateTimer(static state => ((SqliteWriter)state!).Look(), writer, Interval, Interval);
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();
}
