namespace Sockeye.Background;

/// <summary>How long jobs have been due.</summary>
internal static class SqliteAges
{
    /// <summary>Tells how long the oldest job of a queue has been due that waits; <see langword="null"/> where none is.</summary>
    public static TimeSpan? Oldest(SqliteSession session, string queue, long now)
    {
        var lanes = new List<long>();
        var statement = session.Prepare("SELECT id FROM sockeye_lanes WHERE queue = ?1").Bind(1, queue);
        while (statement.Step())
        {
            lanes.Add(statement.Int64(0));
        }

        var oldest = lanes.Select(lane => OldestOf(session, lane)).Min();
        return oldest <= now ? TimeSpan.FromTicks(now - oldest.Value) : null;
    }

    private static long? OldestOf(SqliteSession session, long lane)
    {
        var blocked = session.Prepare("SELECT min(due) FROM sockeye_jobs INDEXED BY sockeye_jobs_blocked WHERE state = 0 AND hold = 1 AND lane = ?1")
            .Bind(1, lane).Number();
        var delayed = session.Prepare("SELECT min(due) FROM sockeye_jobs INDEXED BY sockeye_jobs_delayed WHERE state = 0 AND hold = 2 AND lane = ?1")
            .Bind(1, lane).Number();
        var limited = session.Prepare("SELECT min(due) FROM sockeye_jobs INDEXED BY sockeye_jobs_limited_due WHERE state = 0 AND hold = 3 AND lane = ?1")
            .Bind(1, lane).Number();
        return new[] { blocked, delayed, limited, OldestReady(session, lane) }.Min();
    }

    // The index goes by priority first: its first entry of each priority is the oldest of that priority.
    private static long? OldestReady(SqliteSession session, long lane)
    {
        long? oldest = null;
        var below = long.MaxValue;
        while (true)
        {
            var statement = session.Prepare(
                """
                SELECT priority, due FROM sockeye_jobs INDEXED BY sockeye_jobs_ready
                WHERE lane = ?1 AND state = 0 AND hold = 0 AND priority < ?2 ORDER BY priority DESC, due LIMIT 1
                """).Bind(1, lane).Bind(2, below);
            if (!statement.Step())
            {
                return oldest;
            }

            below = statement.Int64(0);
            oldest = Math.Min(oldest ?? long.MaxValue, statement.Int64(1));
            statement.Reset();
        }
    }
}
