namespace Sockeye.Background;

/// <summary>The queues, as they are at a moment.</summary>
internal static class PostgresQueues
{
    // Each part is counted in an index of its own; what is completed or cancelled, of which there may be most, is not looked at.
    private const string Query = """
        WITH counted AS (
          SELECT a.queue, sum(c.waiting) AS waiting, sum(c.running) AS running, sum(c.dead) AS dead FROM (
            SELECT lane, count(*) AS waiting, 0 AS running, 0 AS dead FROM {schema}.jobs WHERE state = 0 AND hold = 0 GROUP BY lane
            UNION ALL SELECT lane, count(*), 0, 0 FROM {schema}.jobs WHERE state = 0 AND hold = 1 GROUP BY lane
            UNION ALL SELECT lane, count(*), 0, 0 FROM {schema}.jobs WHERE state = 0 AND hold = 2 GROUP BY lane
            UNION ALL SELECT lane, 0, count(*), 0 FROM {schema}.jobs WHERE state = 1 GROUP BY lane
            UNION ALL SELECT lane, 0, 0, count(*) FROM {schema}.jobs WHERE state > 1 AND state = 3 GROUP BY lane) c
          JOIN {schema}.lanes a ON a.id = c.lane GROUP BY a.queue)
        SELECT n.queue, EXISTS (SELECT 1 FROM {schema}.paused p WHERE p.queue = n.queue), t.at - o.due,
          coalesce(c.waiting, 0)::bigint, coalesce(c.running, 0)::bigint, coalesce(c.dead, 0)::bigint
        FROM (SELECT queue FROM {schema}.paused UNION SELECT queue FROM counted
          UNION SELECT a.queue FROM {schema}.listeners l JOIN {schema}.lanes a ON a.id = l.lane WHERE l.known) n
        LEFT JOIN counted c ON c.queue = n.queue
        CROSS JOIN (SELECT {schema}.clock() AS at OFFSET 0) t
        LEFT JOIN LATERAL (SELECT min({schema}.oldest_due(a.id)) AS due FROM {schema}.lanes a WHERE a.queue = n.queue) o ON o.due <= t.at
        ORDER BY n.queue COLLATE "C"
        """;

    public static async Task<IReadOnlyList<QueueState>> AllAsync(PostgresDatabase database, CancellationToken cancellationToken) => await database.RowsAsync(
        Query,
        [],
        static row => new QueueState(
            row.GetString(0), row.GetBoolean(1), row.IsDBNull(2) ? null : row.GetTimeSpan(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5)),
        cancellationToken).ConfigureAwait(false);
}
