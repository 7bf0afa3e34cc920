namespace Sockeye.Background;

/// <summary>Removes what ended long enough ago.</summary>
internal static class SqliteSweep
{
    public static int Sweep(SqliteSession session, RetentionPolicy policy, long now)
    {
        var left = policy.Limit;
        left -= SweepJobs(session, JobState.Completed, now - policy.KeepCompleted.Ticks, left);
        left -= SweepJobs(session, JobState.Cancelled, now - policy.KeepCancelled.Ticks, left);
        left -= SweepJobs(session, JobState.Dead, now - policy.KeepDead.Ticks, left);
        left -= SweepKept(session, now - policy.KeepUnclaimed.Ticks, left);
        session.Prepare("DELETE FROM sockeye_unique_keys WHERE until <= ?1").Bind(1, now).Run();
        session.Prepare("DELETE FROM sockeye_rates WHERE ends <= ?1").Bind(1, now).Run();
        session.Prepare("DELETE FROM sockeye_batches WHERE total = 0 AND finished <= ?1").Bind(1, now - policy.KeepCompleted.Ticks).Run();
        SqliteWorkers.Sweep(session, policy.KeepSilentWorkers, now);
        return policy.Limit - left;
    }

    private static int SweepJobs(SqliteSession session, JobState state, long until, int limit)
    {
        var jobs = SqliteJobRow.ReadAll(session.Prepare(
            $"""
            SELECT {SqliteJobRow.Columns} FROM sockeye_jobs j INDEXED BY sockeye_jobs_ended
            WHERE state > 1 AND state = ?1 AND finished <= ?2 ORDER BY finished LIMIT ?3
            """).Bind(1, (long)state).Bind(2, until).Bind(3, (long)limit));
        foreach (var job in jobs)
        {
            session.Prepare("DELETE FROM sockeye_jobs WHERE id = ?1").Bind(1, job.Id).Run();
            if (session.Prepare("SELECT 1 FROM sockeye_jobs WHERE event = ?1 LIMIT 1").Bind(1, job.Event).Number() is null)
            {
                RemoveEvent(session, job.Event);
            }

            if (job.Batch is { } batch && session.Prepare("SELECT 1 FROM sockeye_jobs WHERE batch = ?1 LIMIT 1").Bind(1, batch).Number() is null)
            {
                session.Prepare("DELETE FROM sockeye_batches WHERE id = ?1 AND finished IS NOT NULL").Bind(1, batch).Run();
            }
        }

        return jobs.Count;
    }

    private static int SweepKept(SqliteSession session, long until, int limit)
    {
        var statement = session.Prepare("SELECT seq FROM sockeye_events INDEXED BY sockeye_events_kept WHERE kept = 1 AND created <= ?1 LIMIT ?2")
            .Bind(1, until).Bind(2, (long)limit);
        var events = new List<long>();
        while (statement.Step())
        {
            events.Add(statement.Int64(0));
        }

        events.ForEach(sequence => RemoveEvent(session, sequence));
        return events.Count;
    }

    private static void RemoveEvent(SqliteSession session, long sequence)
    {
        session.Prepare(
            """
            DELETE FROM sockeye_unique_keys WHERE until IS NULL AND (name, key, event) IN
              (SELECT name, unique_key, id FROM sockeye_events WHERE seq = ?1 AND unique_key IS NOT NULL)
            """).Bind(1, sequence).Run();
        session.Prepare("DELETE FROM sockeye_events WHERE seq = ?1").Bind(1, sequence).Run();
    }
}
