using System.Globalization;
using Npgsql;

namespace Sockeye.Background;

/// <summary>Looks at jobs.</summary>
internal static class PostgresCatalog
{
    private const string From = """
        FROM {schema}.jobs j JOIN {schema}.events e ON e.seq = j.event JOIN {schema}.listeners l ON l.id = j.listener JOIN {schema}.lanes q ON q.id = j.lane
        """;

    public static async Task<IReadOnlyList<Job>> ListAsync(PostgresDatabase database, JobFilter filter, JobPage page, CancellationToken cancellationToken)
    {
        var condition = new PostgresJobFilter(filter);
        var (compared, order) = page.OldestFirst ? (">", "ASC") : ("<", "DESC");
        var after = page.After is { } last ? string.Create(CultureInfo.InvariantCulture, $"AND j.id {compared} {last}") : string.Empty;
        return await database.RowsAsync(
            $"""
            SELECT j.id, e.id, l.event, l.name, q.queue, j.state, e.payload, j.priority, j.key, e.unique_key, j.batch, j.schedule, e.slot, j.attempt, j.created,
              j.due, j.started, j.finished, j.worker, j.lease_end, j.cancel_requested, j.progress, j.failure, j.failure_message, j.failure_type, j.failure_stack,
              j.postponed
            {From} WHERE {condition.Condition} {after} ORDER BY j.id {order} LIMIT {page.Limit}
            """,
            condition.Parameters,
            Read,
            cancellationToken).ConfigureAwait(false);
    }

    public static async Task<IReadOnlyList<JobCount>> CountAsync(PostgresDatabase database, JobFilter filter, CancellationToken cancellationToken)
    {
        var condition = new PostgresJobFilter(filter);
        var from = filter.Text is null ? "FROM {schema}.jobs j" : "FROM {schema}.jobs j JOIN {schema}.events e ON e.seq = j.event";
        return await database.RowsAsync(
            $$"""
            SELECT l.event, l.name, q.queue, c.state, c.n
            FROM (SELECT j.lane, j.listener, j.state, count(*) AS n {{from}} WHERE {{condition.Condition}} GROUP BY j.lane, j.listener, j.state) c
            JOIN {schema}.listeners l ON l.id = c.listener JOIN {schema}.lanes q ON q.id = c.lane
            ORDER BY l.event COLLATE "C", l.name COLLATE "C", q.queue COLLATE "C", c.state
            """,
            condition.Parameters,
            static row => new JobCount(row.GetString(0), row.GetString(1), row.GetString(2), (JobState)row.GetInt16(3), row.GetInt64(4)),
            cancellationToken).ConfigureAwait(false);
    }

    private static Job Read(NpgsqlDataReader row)
    {
        var state = (JobState)row.GetInt16(5);
        return new Job
        {
            Id = row.GetInt64(0),
            EventId = row.GetGuid(1),
            EventName = row.GetString(2),
            Listener = row.GetString(3),
            Queue = row.GetString(4),
            State = state,
            Payload = row.GetBytes(6),
            Priority = row.GetInt32(7),
            Key = row.TextOrNull(8),
            UniqueKey = row.TextOrNull(9),
            BatchId = row.IdOrNull(10),
            Schedule = row.TextOrNull(11),
            Slot = row.TimeOrNull(12),
            Attempt = row.GetInt32(13),
            Postponements = row.GetInt32(26),
            Created = row.GetTime(14),
            Due = row.GetTime(15),
            Started = row.TimeOrNull(16),
            Finished = row.TimeOrNull(17),
            Worker = row.TextOrNull(18),
            LeaseEnd = state == JobState.Running ? row.TimeOrNull(19) : null,
            CancelRequested = row.GetBoolean(20),
            Progress = row.IsDBNull(21) ? default(ReadOnlyMemory<byte>?) : row.GetBytes(21),
            LastFailure = row.IsDBNull(22)
                ? null
                : new JobFailure((FailureKind)row.GetInt16(22), row.GetString(23), row.TextOrNull(24), row.TextOrNull(25)),
        };
    }
}
