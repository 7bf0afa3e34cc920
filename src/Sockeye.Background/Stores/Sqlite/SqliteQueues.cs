namespace Sockeye.Background;

/// <summary>The queues, as they are at a moment; on a connection that reads.</summary>
internal static class SqliteQueues
{
    // Each part is counted in an index of its own; what is completed or cancelled, of which there may be most, is not looked at.
    private const string Counts = """
        SELECT q.queue, c.state, sum(c.n) FROM (
          SELECT lane, 0 AS state, count(*) AS n FROM sockeye_jobs INDEXED BY sockeye_jobs_ready WHERE state = 0 AND hold = 0 GROUP BY lane
          UNION ALL SELECT lane, 0, count(*) FROM sockeye_jobs INDEXED BY sockeye_jobs_blocked WHERE state = 0 AND hold = 1 GROUP BY lane
          UNION ALL SELECT lane, 0, count(*) FROM sockeye_jobs INDEXED BY sockeye_jobs_delayed WHERE state = 0 AND hold = 2 GROUP BY lane
          UNION ALL SELECT lane, 0, count(*) FROM sockeye_jobs INDEXED BY sockeye_jobs_limited WHERE state = 0 AND hold = 3 GROUP BY lane
          UNION ALL SELECT lane, 1, count(*) FROM sockeye_jobs INDEXED BY sockeye_jobs_running WHERE state = 1 GROUP BY lane
          UNION ALL SELECT lane, 3, count(*) FROM sockeye_jobs INDEXED BY sockeye_jobs_ended WHERE state > 1 AND state = 3 GROUP BY lane) c
        CROSS JOIN sockeye_lanes q ON q.id = c.lane GROUP BY q.queue, c.state
        """;

    public static IReadOnlyList<QueueState> All(SqliteSession session, long now)
    {
        var paused = Texts(session, "SELECT queue FROM sockeye_paused");
        var counts = Count(session);
        var names = new SortedSet<string>(paused, StringComparer.Ordinal);
        names.UnionWith(Texts(session, "SELECT q.queue FROM sockeye_listeners l JOIN sockeye_lanes q ON q.id = l.lane WHERE l.known = 1"));
        names.UnionWith(counts.Keys.Select(static key => key.Queue));
        return
        [
            .. names.Select(name => new QueueState(
                name,
                paused.Contains(name),
                SqliteAges.Oldest(session, name, now),
                counts.GetValueOrDefault((name, JobState.Waiting)),
                counts.GetValueOrDefault((name, JobState.Running)),
                counts.GetValueOrDefault((name, JobState.Dead)))),
        ];
    }

    private static Dictionary<(string Queue, JobState State), long> Count(SqliteSession session)
    {
        var counts = new Dictionary<(string, JobState), long>();
        var statement = session.Prepare(Counts);
        while (statement.Step())
        {
            counts[(statement.Text(0), (JobState)statement.Int32(1))] = statement.Int64(2);
        }

        return counts;
    }

    private static HashSet<string> Texts(SqliteSession session, string sql)
    {
        var statement = session.Prepare(sql);
        var texts = new HashSet<string>(StringComparer.Ordinal);
        while (statement.Step())
        {
            texts.Add(statement.Text(0));
        }

        return texts;
    }
}
