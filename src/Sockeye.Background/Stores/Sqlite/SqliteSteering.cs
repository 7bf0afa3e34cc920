namespace Sockeye.Background;

/// <summary>Changes jobs and queues from outside.</summary>
internal static class SqliteSteering
{
    private const int PageSize = 1_000;

    /// <summary>Stops or starts a queue.</summary>
    public static void SetPaused(SqliteSession session, string queue, bool isPaused) => session.Prepare(
        isPaused ? "INSERT INTO sockeye_paused (queue) VALUES (?1) ON CONFLICT DO NOTHING" : "DELETE FROM sockeye_paused WHERE queue = ?1").Bind(1, queue).Run();

    /// <summary>Cancels what waits, and requests it of what runs.</summary>
    public static int Cancel(SqliteSession session, JobFilter filter, long now) =>
        ForEach(session, filter, "j.state < 2 AND j.cancel_requested = 0", job =>
        {
            if (job.State == JobState.Running)
            {
                session.Prepare("UPDATE sockeye_jobs SET cancel_requested = 1 WHERE id = ?1").Bind(1, job.Id).Run();
            }
            else
            {
                SqliteSettling.End(session, job, JobState.Cancelled, now);
            }
        });

    /// <summary>Lets dead and cancelled jobs wait again.</summary>
    public static int Replay(SqliteSession session, JobFilter filter, long now) => ForEach(session, filter, "j.state IN (3, 4)", job =>
    {
        if (job.Batch is { } batch)
        {
            SqliteBatches.Count(session, batch, job.State, -1);
        }

        var listener = SqliteListeners.Get(session, job.Listener);
        var hold = SqliteKeys.HoldOf(session, listener, job.Key, job.Id, now, now);
        session.Prepare("UPDATE sockeye_jobs SET state = 0, hold = ?2, due = ?3, attempt = 0, postponed = 0, finished = NULL WHERE id = ?1")
            .Bind(1, job.Id).Bind(2, (long)hold).Bind(3, now).Run();
        if (job.Key is { } key)
        {
            SqliteKeys.StepBack(session, listener, key, job.Id);
        }
    });

    // By pages, so that a million jobs are no more in memory than a thousand.
    private static int ForEach(SqliteSession session, JobFilter filter, string also, Action<SqliteJobRow> change)
    {
        var condition = new SqliteJobFilter(filter);
        var sql = $"""
            SELECT {SqliteJobRow.Columns} FROM sockeye_jobs j CROSS JOIN sockeye_events e ON e.seq = j.event
            WHERE {condition.Condition} AND {also} AND j.id > {condition.Parameter(0)} ORDER BY j.id LIMIT {PageSize}
            """;
        var (count, last) = (0, 0L);
        while (true)
        {
            var statement = session.Prepare(sql);
            statement.Bind(condition.Bind(statement), last);
            var page = SqliteJobRow.ReadAll(statement);
            page.ForEach(change);
            count += page.Count;
            if (page.Count < PageSize)
            {
                return count;
            }

            last = page[^1].Id;
        }
    }
}
