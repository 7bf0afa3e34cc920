using SQLitePCL;

namespace Sockeye.Background;

/// <summary>Moves the write-ahead log into the database: after callers have their answers, so that none of them waits for it.</summary>
internal sealed class SqliteCheckpoint(SqliteSession session)
{
    private const int Pages = 2_000; // 8 MB of log at 4 KB a page
    private int _pages;

    /// <summary>Checkpoints when enough has been written. Somebody who still reads the log holds up a part of it, which the next one moves.</summary>
    public void AfterCommit()
    {
        _pages += session.TakePagesWritten();
        if (_pages >= Pages)
        {
            _pages = 0;
            _ = session.TryCheckpoint(raw.SQLITE_CHECKPOINT_PASSIVE); // a failure costs nothing: the log keeps what it could not move
        }
    }

    /// <summary>Leaves the database whole and the log empty where nobody else uses them.</summary>
    public void AtTheEnd() => _ = session.TryCheckpoint(raw.SQLITE_CHECKPOINT_TRUNCATE);
}
