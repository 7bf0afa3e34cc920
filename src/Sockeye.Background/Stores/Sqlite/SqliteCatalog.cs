namespace Sockeye.Background;

/// <summary>Looks at jobs; on a connection that reads.</summary>
internal static class SqliteCatalog
{
    private const string From = """
        FROM sockeye_jobs j CROSS JOIN sockeye_events e ON e.seq = j.event CROSS JOIN sockeye_listeners l ON l.id = j.listener
        CROSS JOIN sockeye_lanes q ON q.id = j.lane
        """;

    public static IReadOnlyList<Job> List(SqliteSession session, JobFilter filter, JobPage page)
    {
        var condition = new SqliteJobFilter(filter);
        var (compared, order) = page.OldestFirst ? (">", "ASC") : ("<", "DESC");
        var statement = session.Prepare(
            $"""
            SELECT j.id, e.id, l.event, l.name, q.queue, j.state, e.payload, j.priority, j.key, e.unique_key, j.batch, j.schedule, e.slot, j.attempt, j.created,
              j.due, j.started, j.finished, j.worker, j.lease_end, j.cancel_requested, j.progress, j.failure, j.failure_message, j.failure_type, j.failure_stack,
              j.postponed
            {From} WHERE {condition.Condition} AND j.id {compared} {condition.Parameter(0)} ORDER BY j.id {order} LIMIT {condition.Parameter(1)}
            """);
        var next = condition.Bind(statement);
        statement.Bind(next, page.After ?? (page.OldestFirst ? 0 : long.MaxValue)).Bind(next + 1, (long)page.Limit);
        var jobs = new List<Job>();
        while (statement.Step())
        {
            jobs.Add(Read(statement));
        }

        return jobs;
    }

    public static IReadOnlyList<JobCount> Count(SqliteSession session, JobFilter filter)
    {
        var counts = SqliteJobFilter.IsPlain(filter) ? CountByIndex(session, filter) : CountByRow(session, filter);
        return
        [
            .. counts.OrderBy(static count => count.EventName, StringComparer.Ordinal).ThenBy(static count => count.Listener, StringComparer.Ordinal)
                .ThenBy(static count => count.Queue, StringComparer.Ordinal).ThenBy(static count => count.State),
        ];
    }

    // Whatever there is stands in one of the indexes by lane, so a million jobs are counted without reading one.
    private static List<JobCount> CountByIndex(SqliteSession session, JobFilter filter)
    {
        var statement = session.Prepare(
            """
            SELECT l.event, l.name, q.queue, c.state, sum(c.n) FROM (
              SELECT lane, 0 AS state, count(*) AS n FROM sockeye_jobs INDEXED BY sockeye_jobs_ready WHERE state = 0 AND hold = 0 GROUP BY lane
              UNION ALL SELECT lane, 0, count(*) FROM sockeye_jobs INDEXED BY sockeye_jobs_blocked WHERE state = 0 AND hold = 1 GROUP BY lane
              UNION ALL SELECT lane, 0, count(*) FROM sockeye_jobs INDEXED BY sockeye_jobs_delayed WHERE state = 0 AND hold = 2 GROUP BY lane
              UNION ALL SELECT lane, 0, count(*) FROM sockeye_jobs INDEXED BY sockeye_jobs_limited WHERE state = 0 AND hold = 3 GROUP BY lane
              UNION ALL SELECT lane, 1, count(*) FROM sockeye_jobs INDEXED BY sockeye_jobs_running WHERE state = 1 GROUP BY lane
              UNION ALL SELECT lane, state, count(*) FROM sockeye_jobs INDEXED BY sockeye_jobs_ended WHERE state > 1 GROUP BY state, lane) c
            CROSS JOIN sockeye_lanes q ON q.id = c.lane CROSS JOIN sockeye_listeners l ON l.id = q.listener GROUP BY c.lane, c.state
            """);
        return
        [
            .. ReadCounts(statement).Where(count =>
                (filter.EventName is null || filter.EventName == count.EventName)
                && (filter.Listener is null || filter.Listener == count.Listener)
                && (filter.Queue is null || filter.Queue == count.Queue)
                && (filter.States is null || filter.States.Contains(count.State))),
        ];
    }

    private static List<JobCount> CountByRow(SqliteSession session, JobFilter filter)
    {
        var condition = new SqliteJobFilter(filter);
        var statement = session.Prepare($"SELECT l.event, l.name, q.queue, j.state, count(*) {From} WHERE {condition.Condition} GROUP BY j.lane, j.state");
        condition.Bind(statement);
        return ReadCounts(statement);
    }

    private static List<JobCount> ReadCounts(SqliteStatement statement)
    {
        var counts = new List<JobCount>();
        while (statement.Step())
        {
            counts.Add(new JobCount(statement.Text(0), statement.Text(1), statement.Text(2), (JobState)statement.Int32(3), statement.Int64(4)));
        }

        return counts;
    }

    private static Job Read(SqliteStatement row)
    {
        var state = (JobState)row.Int32(5);
        return new Job
        {
            Id = row.Int64(0),
            EventId = row.Guid(1),
            EventName = row.Text(2),
            Listener = row.Text(3),
            Queue = row.Text(4),
            State = state,
            Payload = row.Bytes(6),
            Priority = row.Int32(7),
            Key = row.TextOrNull(8),
            UniqueKey = row.TextOrNull(9),
            BatchId = row.GuidOrNull(10),
            Schedule = row.TextOrNull(11),
            Slot = row.TimeOrNull(12),
            Attempt = row.Int32(13),
            Postponements = row.Int32(26),
            Created = row.Time(14),
            Due = row.Time(15),
            Started = row.TimeOrNull(16),
            Finished = row.TimeOrNull(17),
            Worker = row.TextOrNull(18),
            LeaseEnd = state == JobState.Running ? row.TimeOrNull(19) : null,
            CancelRequested = row.Boolean(20),
            Progress = row.BytesOrNull(21) is { } progress ? progress : default(ReadOnlyMemory<byte>?),
            LastFailure = row.IsNull(22)
                ? null
                : new JobFailure((FailureKind)row.Int32(22), row.Text(23), row.TextOrNull(24), row.TextOrNull(25)),
        };
    }
}
