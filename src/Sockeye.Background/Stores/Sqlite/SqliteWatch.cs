using Microsoft.Extensions.Logging;

namespace Sockeye.Background;

/// <summary>
/// Hears of what other processes and the application's own transactions change in the file: nothing tells, so it asks, which costs no lock and no disk.
/// Where an outbox in the file has something, it has that moved.
/// </summary>
internal sealed partial class SqliteWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private const int LooksAfterFailure = 100;

    private readonly SqliteWriter _writer;
    private readonly JobSignal _signal;
    private readonly TimeProvider _time;
    private readonly SqliteClock _clock;
    private readonly BackgroundInstruments _instruments;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private bool _isMoving; // these two are the writer's thread's
    private int _looksToSkip;

    /// <summary>Initializes a new instance of the <see cref="SqliteWatch"/> class and starts it.</summary>
    /// <param name="writer">The thread whose connection can tell its own changes from others'.</param>
    /// <param name="signal">What is raised when somebody else has changed something.</param>
    /// <param name="time">The clock by which it asks.</param>
    /// <param name="clock">The store's, which is to be read now and then, so that it notices when it is put back.</param>
    /// <param name="instruments">Where it is counted what was moved.</param>
    /// <param name="logger">Where an outbox that cannot be emptied is reported.</param>
    public SqliteWatch(SqliteWriter writer, JobSignal signal, TimeProvider time, SqliteClock clock, BackgroundInstruments instruments, ILogger logger)
    {
        (_writer, _signal, _time, _clock, _instruments, _logger) = (writer, signal, time, clock, instruments, logger);
        writer.Looked = OnLooked;
        _timer = time.CreateTimer(static state => ((SqliteWriter)state!).Look(), writer, Interval, Interval);
        writer.Look(); // for what was emitted while nobody ran
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    /// <summary>Hears how a move went; on the writer's thread.</summary>
    public void Moved(bool failed, bool isMore)
    {
        _isMoving = false;
        _looksToSkip = failed ? LooksAfterFailure : 0;
        if (isMore)
        {
            _writer.Look();
        }
    }

    // On the writer's thread, which must not end: whatever fails here is told, and the next look is as good as any.
    private void OnLooked(SqliteSession session, bool hasChanged)
    {
        try
        {
            _ = _clock.Now();
            Look(session, hasChanged);
        }
#pragma warning disable CA1031 // see above
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _looksToSkip = LooksAfterFailure;
            Log.LookFailed(_logger, exception);
        }
    }

    private void Look(SqliteSession session, bool hasChanged)
    {
        if (hasChanged)
        {
            _signal.Raise(WakeUps.Work | WakeUps.Cancellation | WakeUps.Schedules | WakeUps.Jobs);
        }

        if (_looksToSkip > 0)
        {
            _looksToSkip--;
        }
        else if (!_isMoving && SqliteOutboxMove.IsNeeded(session))
        {
            _isMoving = _writer.TryEnqueue(new SqliteOutboxMove(this, _signal, _time, _instruments, _logger));
        }
    }
}
