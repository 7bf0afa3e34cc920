namespace Sockeye.Background;

/// <summary>A listener's jobs in one queue, read a page at a time in the order in which they start.</summary>
/// <param name="session">The connection.</param>
/// <param name="id">The lane.</param>
/// <param name="queue">The queue's name.</param>
/// <param name="slots">The listener, and what the worker has room for.</param>
/// <param name="pageSize">How many to read at a time.</param>
internal sealed class SqliteLane(SqliteSession session, long id, string queue, SqliteSlots slots, int pageSize)
{
    // So many fall due in one step at most: a step is short, even where a million jobs were delayed to the same moment.
    private const int Promoted = 5_000;

    private readonly Queue<Turn> _page = new();
    private int _passedOver;
    private bool _ended;

    public string Queue { get; } = queue;

    public SqliteSlots Slots { get; } = slots;

    /// <summary>Puts jobs whose time has come among those that can start; answers when the next falls due.</summary>
    public long? Promote(long now)
    {
        // A window that is longer than it can be was begun before the clock was put back, or under another rate.
        var longest = now + (Slots.Listener.Rate?.Window.Ticks ?? 0);
        session.Prepare(
            """
            UPDATE sockeye_jobs SET hold = 0 WHERE id IN
              (SELECT id FROM sockeye_jobs INDEXED BY sockeye_jobs_limited WHERE lane = ?1 AND state = 0 AND hold = 3 AND wake <= ?2 ORDER BY wake LIMIT ?3)
            """).Bind(1, id).Bind(2, now).Bind(3, (long)Promoted).Run();
        session.Prepare(
            """
            UPDATE sockeye_jobs SET hold = 0 WHERE id IN
              (SELECT id FROM sockeye_jobs INDEXED BY sockeye_jobs_limited WHERE lane = ?1 AND state = 0 AND hold = 3 AND wake > ?2 ORDER BY wake LIMIT ?3)
            """).Bind(1, id).Bind(2, longest).Bind(3, (long)Promoted).Run();
        session.Prepare(
            """
            UPDATE sockeye_jobs SET hold = 0 WHERE id IN
              (SELECT id FROM sockeye_jobs INDEXED BY sockeye_jobs_delayed WHERE lane = ?1 AND state = 0 AND hold = 2 AND due <= ?2 ORDER BY due LIMIT ?3)
            """).Bind(1, id).Bind(2, now).Bind(3, (long)Promoted).Run();
        var due = session.Prepare("SELECT min(due) FROM sockeye_jobs INDEXED BY sockeye_jobs_delayed WHERE lane = ?1 AND state = 0 AND hold = 2").Bind(1, id).Number();
        var wake = session.Prepare("SELECT min(wake) FROM sockeye_jobs INDEXED BY sockeye_jobs_limited WHERE lane = ?1 AND state = 0 AND hold = 3").Bind(1, id).Number();
        return due < wake ? due : wake ?? due;
    }

    /// <summary>Lets the next job wait for the end of its key's window.</summary>
    public void HoldBack(long until)
    {
        session.Prepare("UPDATE sockeye_jobs SET hold = 3, wake = ?2 WHERE id = ?1").Bind(1, _page.Peek().Id).Bind(2, until).Run();
        Next(isGone: true);
    }

    /// <summary>Looks at the next job; <see langword="false"/> where there is none.</summary>
    public bool TryPeek(out Turn turn)
    {
        if (_page.Count == 0 && !_ended)
        {
            ReadPage();
        }

        return _page.TryPeek(out turn);
    }

    /// <summary>Goes on to the next job.</summary>
    /// <param name="isGone">Whether the one before is not among them any more.</param>
    public void Next(bool isGone)
    {
        _page.Dequeue();
        _passedOver += isGone ? 0 : 1;
    }

    private void ReadPage()
    {
        var statement = session.Prepare(
            """
            SELECT id, priority, due, key FROM sockeye_jobs INDEXED BY sockeye_jobs_ready
            WHERE lane = ?1 AND state = 0 AND hold = 0 ORDER BY priority DESC, due, id LIMIT ?2 OFFSET ?3
            """).Bind(1, id).Bind(2, (long)pageSize).Bind(3, (long)_passedOver);
        while (statement.Step())
        {
            _page.Enqueue(new Turn(statement.Int64(0), statement.Int32(1), statement.Int64(2), statement.TextOrNull(3)));
        }

        _ended = _page.Count < pageSize;
    }

    /// <summary>A job that can start, as far as its lane knows.</summary>
    internal readonly record struct Turn(long Id, int Priority, long Due, string? Key)
    {
        /// <summary>Says whether it goes before another.</summary>
        public bool IsBefore(Turn other) => (other.Priority, Due, Id).CompareTo((Priority, other.Due, other.Id)) < 0;
    }
}
