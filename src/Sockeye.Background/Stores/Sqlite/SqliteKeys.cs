namespace Sockeye.Background;

/// <summary>The order within keys: of a listener's jobs with one key that have not ended, only the first may start, as many as its key concurrency says.</summary>
internal static class SqliteKeys
{
    /// <summary>Says why a job that begins to wait may not start. Its own row need not be there yet.</summary>
    public static SqliteHold HoldOf(SqliteSession session, SqliteListener listener, string? key, long id, long due, long now)
    {
        if (key is not null && CountBefore(session, listener, key, id) >= listener.KeyConcurrency)
        {
            return SqliteHold.Key;
        }

        return Time(due, now);
    }

    /// <summary>Says whether a job may start beside those of its key that run: one may be replayed while those after it run.</summary>
    public static bool HasTurn(SqliteSession session, SqliteListener listener, string? key) =>
        key is null
        || session.Prepare("SELECT count(*) FROM sockeye_jobs WHERE listener = ?1 AND key = ?2 AND state = 1")
            .Bind(1, listener.Id).Bind(2, key).Number() < listener.KeyConcurrency;

    /// <summary>Gives the first of a key their turn, after one of it has ended.</summary>
    public static void Advance(SqliteSession session, SqliteListener listener, string key, long now)
    {
        var statement = session.Prepare(
            """
            SELECT id, hold, due, state FROM sockeye_jobs INDEXED BY sockeye_jobs_key
            WHERE listener = ?1 AND key = ?2 AND state < 2 ORDER BY id LIMIT ?3
            """).Bind(1, listener.Id).Bind(2, key).Bind(3, (long)listener.KeyConcurrency);
        var freed = new List<(long Id, long Due)>();
        while (statement.Step())
        {
            if (statement.Int32(1) == (int)SqliteHold.Key && statement.Int32(3) == (int)JobState.Waiting)
            {
                freed.Add((statement.Int64(0), statement.Int64(2)));
            }
        }

        freed.ForEach(job => SetHold(session, job.Id, Time(job.Due, now)));
    }

    /// <summary>Takes their turn from those that lost it to a job that waits again in its old place.</summary>
    public static void StepBack(SqliteSession session, SqliteListener listener, string key, long replayed)
    {
        var statement = session.Prepare(
            """
            SELECT id FROM sockeye_jobs INDEXED BY sockeye_jobs_key
            WHERE listener = ?1 AND key = ?2 AND state < 2 AND id > ?3 AND state = 0 ORDER BY id LIMIT ?4
            """).Bind(1, listener.Id).Bind(2, key).Bind(3, replayed).Bind(4, listener.KeyConcurrency + 1L);
        var later = new List<long>();
        while (statement.Step())
        {
            later.Add(statement.Int64(0));
        }

        foreach (var id in later)
        {
            if (CountBefore(session, listener, key, id) >= listener.KeyConcurrency)
            {
                SetHold(session, id, SqliteHold.Key);
            }
        }
    }

    /// <summary>Gives every key of a listener its turns anew, after the key concurrency has changed.</summary>
    public static void Arrange(SqliteSession session, SqliteListener listener, long now)
    {
        var statement = session.Prepare(
            """
            SELECT id, key, hold, due, state FROM sockeye_jobs INDEXED BY sockeye_jobs_key
            WHERE listener = ?1 AND state < 2 AND key IS NOT NULL ORDER BY key, id
            """).Bind(1, listener.Id);
        var changes = new List<(long Id, SqliteHold Hold)>();
        var (key, before) = (default(string), 0);
        while (statement.Step())
        {
            var its = statement.Text(1);
            (key, before) = (its, its == key ? before + 1 : 0);
            var hold = before >= listener.KeyConcurrency ? SqliteHold.Key : Time(statement.Int64(3), now);
            if (statement.Int32(4) == (int)JobState.Waiting && statement.Int32(2) != (int)hold)
            {
                changes.Add((statement.Int64(0), hold));
            }
        }

        changes.ForEach(change => SetHold(session, change.Id, change.Hold));
    }

    private static long CountBefore(SqliteSession session, SqliteListener listener, string key, long id) => session.Prepare(
        """
        SELECT count(*) FROM (SELECT 1 FROM sockeye_jobs INDEXED BY sockeye_jobs_key WHERE listener = ?1 AND key = ?2 AND state < 2 AND id < ?3 LIMIT ?4)
        """).Bind(1, listener.Id).Bind(2, key).Bind(3, id).Bind(4, (long)listener.KeyConcurrency).Number() ?? 0;

    private static SqliteHold Time(long due, long now) => due > now ? SqliteHold.Time : SqliteHold.None;

    private static void SetHold(SqliteSession session, long id, SqliteHold hold) =>
        session.Prepare("UPDATE sockeye_jobs SET hold = ?2 WHERE id = ?1").Bind(1, id).Bind(2, (long)hold).Run();
}
