namespace Sockeye.Background;

/// <summary>Ends attempts, and jobs.</summary>
internal static class SqliteSettling
{
    /// <summary>Finds the job of a hold that counts.</summary>
    public static SqliteJobRow? Held(SqliteSession session, LeaseHold hold, long now) =>
        SqliteJobRow.Find(session, hold.JobId) is { State: JobState.Running } job && job.Token == hold.Token && job.LeaseEnd > now ? job : null;

    public static IReadOnlyList<RenewResult> Renew(SqliteSession session, IReadOnlyList<LeaseHold> holds, TimeSpan duration, long now)
    {
        var results = new RenewResult[holds.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = RenewResult.Lost;
            if (Held(session, holds[i], now) is { } job)
            {
                session.Prepare("UPDATE sockeye_jobs SET lease_end = ?2, lease_time = ?3 WHERE id = ?1")
                    .Bind(1, job.Id).Bind(2, now + duration.Ticks).Bind(3, duration.Ticks).Run();
                results[i] = job.CancelRequested ? RenewResult.CancelRequested : RenewResult.Renewed;
            }
        }

        return results;
    }

    public static IReadOnlyList<bool> Settle(SqliteSession session, IReadOnlyList<Settlement> settlements, long now)
    {
        var results = new bool[settlements.Count];
        for (var i = 0; i < results.Length; i++)
        {
            if (Held(session, settlements[i].Hold, now) is { } job)
            {
                Settle(session, job, settlements[i], now);
                results[i] = true;
            }
        }

        return results;
    }

    public static bool Report(SqliteSession session, LeaseHold hold, ReadOnlyMemory<byte> progress, long now)
    {
        var job = Held(session, hold, now);
        if (job is not null)
        {
            session.Prepare("UPDATE sockeye_jobs SET progress = ?2 WHERE id = ?1").Bind(1, hold.JobId).Bind(2, progress).Run();
        }

        return job is not null;
    }

    /// <summary>
    /// Lets no lease last for longer than it was taken for: where one does, the clock was put back since. It is never shortened to less than it would last had it
    /// begun now, so who holds it still has it for as long as it knows; and one that nobody holds any more lapses when its time is over once more.
    /// </summary>
    public static void HeedClock(SqliteSession session, long now) => session.Prepare(
        "UPDATE sockeye_jobs INDEXED BY sockeye_jobs_running SET lease_end = ?1 + lease_time WHERE state = 1 AND lease_end > ?1 + ?2 AND lease_end > ?1 + ?2 + lease_time")
        .Bind(1, now).Bind(2, SqliteClock.Tolerance).Run();

    /// <summary>Lets jobs wait again whose leases have lapsed; one that was to be cancelled is. Answers with all of them.</summary>
    public static IReadOnlyList<long> TakeBackLapsed(SqliteSession session, long now)
    {
        var lapsed = SqliteJobRow.ReadAll(session.Prepare(
            $"SELECT {SqliteJobRow.Columns} FROM sockeye_jobs j INDEXED BY sockeye_jobs_running WHERE state = 1 AND lease_end <= ?1 ORDER BY lease_end, id")
            .Bind(1, now));
        foreach (var job in lapsed)
        {
            if (job.CancelRequested)
            {
                End(session, job, JobState.Cancelled, now);
            }
            else
            {
                Return(session, job, Math.Min(job.Due, now), job.Attempt, now); // it was due: a clock that was put back delays it no more
            }
        }

        return lapsed.ConvertAll(static job => job.Id);
    }

    /// <summary>Ends a job: those behind it in its key get their turn, and its batch hears of it.</summary>
    public static void End(SqliteSession session, SqliteJobRow job, JobState state, long now)
    {
        session.Prepare("UPDATE sockeye_jobs SET state = ?2, finished = ?3, cancel_requested = 0, lease_end = NULL WHERE id = ?1")
            .Bind(1, job.Id).Bind(2, (long)state).Bind(3, now).Run();
        if (job.Key is { } key)
        {
            SqliteKeys.Advance(session, SqliteListeners.Get(session, job.Listener), key, now);
        }

        if (job.Batch is { } batch)
        {
            SqliteBatches.Count(session, batch, state, 1);
            SqliteBatches.FinishIfOver(session, batch, now);
        }
    }

    private static void Settle(SqliteSession session, SqliteJobRow job, Settlement settlement, long now)
    {
        if (settlement.Failure is { } failure)
        {
            session.Prepare("UPDATE sockeye_jobs SET failure = ?2, failure_message = ?3, failure_type = ?4, failure_stack = ?5 WHERE id = ?1")
                .Bind(1, job.Id).Bind(2, (long)failure.Kind).Bind(3, failure.Message).Bind(4, failure.ExceptionType).Bind(5, failure.Stack).Run();
        }

        switch (settlement.Ending)
        {
            case JobEnding.Complete:
                End(session, job, JobState.Completed, now);
                break;
            case JobEnding.Bury:
                End(session, job, JobState.Dead, now);
                break;
            case JobEnding.Retry when !job.CancelRequested:
                Return(session, job, now + settlement.RetryAfter.Ticks, job.Attempt, now);
                break;
            case JobEnding.HandBack when !job.CancelRequested:
                Return(session, job, now, job.Attempt - 1, now);
                break;
            case JobEnding.Postpone when !job.CancelRequested:
                session.Prepare("UPDATE sockeye_jobs SET postponed = postponed + 1 WHERE id = ?1").Bind(1, job.Id).Run();
                Return(session, job, now + settlement.RetryAfter.Ticks, job.Attempt - 1, now);
                break;
            default:
                End(session, job, JobState.Cancelled, now);
                break;
        }
    }

    private static void Return(SqliteSession session, SqliteJobRow job, long due, int attempt, long now)
    {
        var hold = job.Key is { } key
            ? SqliteKeys.HoldOf(session, SqliteListeners.Get(session, job.Listener), key, job.Id, due, now)
            : SqliteKeys.HoldOf(session, default, null, job.Id, due, now);
        session.Prepare("UPDATE sockeye_jobs SET state = 0, hold = ?2, due = ?3, attempt = ?4, lease_end = NULL WHERE id = ?1")
            .Bind(1, job.Id).Bind(2, (long)hold).Bind(3, due).Bind(4, (long)attempt).Run();
    }
}
