using Npgsql;
using NpgsqlTypes;

namespace Sockeye.Background;

/// <summary>Leases jobs, keeps leases and ends attempts.</summary>
internal static class PostgresLeasing
{
    public static async Task<LeaseResult> LeaseAsync(PostgresDatabase database, LeaseRequest request, CancellationToken cancellationToken)
    {
        var (jobs, next, takenBack) = (new List<LeasedJob>(), default(TimeSpan?), Array.Empty<long>());
        var rows = await database.RowsAsync(
            "SELECT * FROM {schema}.lease($1, $2, $3, $4, $5, $6)",
            [
                PostgresValues.Text(request.Worker),
                PostgresValues.Texts(request.Listeners, static slots => slots.EventName),
                PostgresValues.Texts(request.Listeners, static slots => slots.Listener),
                PostgresValues.Many(request.Listeners, static slots => slots.Free, NpgsqlDbType.Integer),
                PostgresValues.Number(request.Limit),
                PostgresValues.Span(request.Duration),
            ],
            static row => row.IsDBNull(19)
                ? (Job: Read(row), Next: default(TimeSpan?), TakenBack: default(long[]))
                : (Job: null, Next: row.GetTimeSpan(19), TakenBack: row.IsDBNull(21) ? default : row.GetFieldValue<long[]>(21)),
            cancellationToken).ConfigureAwait(false);
        foreach (var row in rows)
        {
            if (row.Job is { } job)
            {
                jobs.Add(job);
            }

            next = row.Next ?? next;
            takenBack = row.TakenBack ?? takenBack;
        }

        return new LeaseResult(jobs, jobs.Count < request.Limit ? next : null) { TakenBack = takenBack };
    }

    public static async Task<IReadOnlyList<RenewResult>> RenewAsync(
        PostgresDatabase database, IReadOnlyList<LeaseHold> holds, TimeSpan duration, CancellationToken cancellationToken)
    {
        var results = new RenewResult[holds.Count];
        Array.Fill(results, RenewResult.Lost);
        var renewed = await database.RowsAsync(
            "SELECT ord, cancel_requested FROM {schema}.renew($1, $2, $3)",
            [
                PostgresValues.Many(holds, static hold => hold.JobId, NpgsqlDbType.Bigint), PostgresValues.Many(holds, static hold => hold.Token, NpgsqlDbType.Bigint),
                PostgresValues.Span(duration),
            ],
            static row => (Index: row.GetInt32(0) - 1, IsToCancel: row.GetBoolean(1)),
            cancellationToken).ConfigureAwait(false);
        renewed.ForEach(one => results[one.Index] = one.IsToCancel ? RenewResult.CancelRequested : RenewResult.Renewed);
        return results;
    }

    /// <summary>Ends attempts; answers also whether there is work for others now.</summary>
    public static async Task<(IReadOnlyList<bool> Counted, bool Woken)> SettleAsync(
        PostgresDatabase database, IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        var (counted, woken) = await database.RowAsync(
            "SELECT counted, woken FROM {schema}.settle($1, $2, $3, $4, $5, $6, $7, $8)",
            [
                PostgresValues.Many(settlements, static one => one.Hold.JobId, NpgsqlDbType.Bigint),
                PostgresValues.Many(settlements, static one => one.Hold.Token, NpgsqlDbType.Bigint),
                PostgresValues.Many(settlements, static one => (short)one.Ending, NpgsqlDbType.Smallint),
                PostgresValues.Many(settlements, static one => PostgresValues.Bounded(one.RetryAfter), NpgsqlDbType.Interval),
                PostgresValues.Many(settlements, static one => one.Failure is { } failure ? (short)failure.Kind : default(short?), NpgsqlDbType.Smallint),
                PostgresValues.Texts(settlements, static one => one.Failure?.Message),
                PostgresValues.Texts(settlements, static one => one.Failure?.ExceptionType),
                PostgresValues.Texts(settlements, static one => one.Failure?.Stack),
            ],
            static row => (row.GetFieldValue<int[]>(0), row.GetBoolean(1)),
            cancellationToken).ConfigureAwait(false);
        var results = new bool[settlements.Count];
        Array.ForEach(counted, ord => results[ord - 1] = true);
        return (results, woken);
    }

    private static LeasedJob Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Token = row.GetInt64(1),
        EventId = row.GetGuid(2),
        EventName = row.GetString(3),
        Listener = row.GetString(4),
        Queue = row.GetString(5),
        Payload = row.GetBytes(6),
        Attempt = row.GetInt32(7),
        Created = row.GetTime(8),
        Due = row.GetTime(9),
        Leased = row.GetTime(10),
        Priority = row.GetInt32(11),
        Key = row.TextOrNull(12),
        UniqueKey = row.TextOrNull(13),
        BatchId = row.IdOrNull(14),
        Schedule = row.TextOrNull(15),
        Slot = row.TimeOrNull(16),
        TraceParent = row.TextOrNull(17),
        TraceState = row.TextOrNull(18),
        Postponed = row.GetInt32(20),
    };
}
