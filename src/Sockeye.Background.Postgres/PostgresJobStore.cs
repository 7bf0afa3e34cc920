using System.Data.Common;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace Sockeye.Background;

/// <summary>A store in a PostgreSQL database, which many nodes share. Each verb is one call of a function there: one transaction, one round trip.</summary>
/// <param name="source">Where connections come from.</param>
/// <param name="ownsSource">Whether it is disposed with the store.</param>
/// <param name="schema">The schema.</param>
/// <param name="time">The clock of its own pauses; everything else goes by the database's.</param>
/// <param name="logger">Where it says that it cannot hear of work.</param>
internal sealed class PostgresJobStore(NpgsqlDataSource source, bool ownsSource, string schema, TimeProvider time, ILogger logger) : IJobStore, ITransactionalStore
{
    private readonly PostgresDatabase _database = new(source, Quote(schema));
    private readonly PostgresTransactions _transactions = new(new PostgresDatabase(source, Quote(schema)), schema);
    private readonly PostgresLoneAdds _loneAdds = new(new PostgresDatabase(source, Quote(schema)), schema);
    private readonly SemaphoreSlim _opening = new(1);
    private PostgresWakeUps? _wakeUps;
    private PostgresOpenTransactions? _open;
    private bool _disposed;

    public JobSignal Signal { get; } = new();

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public async ValueTask InitializeAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            await PostgresSchema.ApplyAsync(_database, schema, cancellationToken).ConfigureAwait(false);
            _wakeUps ??= new PostgresWakeUps(_database, schema, Signal, time, logger);
            _open ??= new PostgresOpenTransactions(_database, () => Raise(WakeUps.Work), time, logger);
        }
        finally
        {
            _opening.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _opening.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (!_disposed)
            {
                _disposed = true;
                if (_wakeUps is not null && _open is not null)
                {
                    await _open.DisposeAsync().ConfigureAwait(false);
                    await _wakeUps.DisposeAsync().ConfigureAwait(false);
                }

                if (ownsSource)
                {
                    await source.DisposeAsync().ConfigureAwait(false);
                }
            }
        }
        finally
        {
            _opening.Release();
        }
    }

    public ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) =>
        new(_database.RowAsync("SELECT {schema}.clock()", [], static row => row.GetTime(0), cancellationToken));

    public async ValueTask RegisterAsync(IReadOnlyList<ListenerRegistration> listeners, CancellationToken cancellationToken)
    {
        await _database.RunAsync(
            "SELECT {schema}.register($1, $2, $3, $4, $5, $6, $7)",
            [
                PostgresValues.Texts(listeners, static one => one.EventName),
                PostgresValues.Texts(listeners, static one => one.Name),
                PostgresValues.Texts(listeners, static one => one.Queue),
                PostgresValues.Many(listeners, static one => one.KeyConcurrency, NpgsqlDbType.Integer),
                PostgresValues.Many(listeners, static one => one.Rate?.Permits, NpgsqlDbType.Integer),
                PostgresValues.Many(listeners, static one => one.Rate?.Window, NpgsqlDbType.Interval),
                PostgresValues.Many(listeners, static one => one.Rate is { IsPerKey: true }, NpgsqlDbType.Boolean),
            ],
            cancellationToken).ConfigureAwait(false);
        Raise(WakeUps.Work);
    }

    public async ValueTask<bool> ForgetAsync(string eventName, string listener, CancellationToken cancellationToken) =>
        (await _database.RowsAsync(
            "UPDATE {schema}.listeners SET known = false WHERE event = $1 AND name = $2 AND known RETURNING 1",
            [PostgresValues.Text(eventName), PostgresValues.Text(listener)],
            static _ => true,
            cancellationToken).ConfigureAwait(false)).Count > 0;

    public async ValueTask<IReadOnlyList<ListenerRegistration>> GetListenersAsync(CancellationToken cancellationToken) => await _database.RowsAsync(
        """
        SELECT l.event, l.name, a.queue, l.key_concurrency, l.permits, l.rate_window, l.per_key
        FROM {schema}.listeners l JOIN {schema}.lanes a ON a.id = l.lane WHERE l.known ORDER BY l.event COLLATE "C", l.name COLLATE "C"
        """,
        [],
        static row => new ListenerRegistration(
            row.GetString(0),
            row.GetString(1),
            row.GetString(2),
            row.GetInt32(3),
            row.IsDBNull(4) ? null : new StartRate(row.GetInt32(4), row.GetTimeSpan(5), row.GetBoolean(6))),
        cancellationToken).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<AddResult>> AddAsync(IReadOnlyList<NewEvent> events, CancellationToken cancellationToken)
    {
        var told = _wakeUps?.Claim(WakeUps.Work);
        List<AddResult> results;
        if (PostgresLoneAdds.Covers(events))
        {
            results = [await _loneAdds.AddAsync(events[0], told, cancellationToken).ConfigureAwait(false)];
        }
        else
        {
            var (call, parameters) = PostgresEvents.Call(events);
            if (told is not null)
            {
                parameters.AddRange(PostgresValues.Text(schema), PostgresValues.Text(told));
            }

            var tell = told is null ? "" : $", pg_notify(${parameters.Count - 1}, ${parameters.Count})"; // however often in a transaction, it is told once
            results = await _database.RowsAsync($"SELECT a.*{tell} FROM {call} a", parameters, PostgresEvents.ReadResult, cancellationToken).ConfigureAwait(false);
        }

        if (results.Exists(static result => result.Outcome == AddOutcome.Added))
        {
            Raise(WakeUps.Work, isTold: told is not null);
        }

        return results;
    }

    public bool CanAddIn(DbTransaction transaction) => _transactions.Covers(transaction);

    public ValueTask<AddResult> AddInAsync(DbTransaction transaction, NewEvent added, CancellationToken cancellationToken) =>
        _transactions.AddAsync(transaction, added, Ready(_wakeUps), Ready(_open), cancellationToken);

    public async ValueTask<IReadOnlyList<AddResult>> AddBatchAsync(NewBatch batch, CancellationToken cancellationToken)
    {
        var results = await _database.RowsAsync(
            $$"""SELECT * FROM {schema}.add_batch($1, $2, {{PostgresEvents.Expression(3)}})""",
            [PostgresValues.Id(batch.Id), PostgresValues.Text(batch.CompletionEvent), .. PostgresEvents.Parameters(batch.Events)],
            PostgresEvents.ReadResult,
            cancellationToken).ConfigureAwait(false);
        Raise(WakeUps.Work);
        return results;
    }

    public async ValueTask<LeaseResult> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        var leased = await PostgresLeasing.LeaseAsync(_database, request, cancellationToken).ConfigureAwait(false);
        if (leased.Jobs.Count > 0 || leased.TakenBack.Count > 0)
        {
            _wakeUps?.Changed(leased.Changed);
        }

        return leased;
    }

    public ValueTask<IReadOnlyList<RenewResult>> RenewAsync(IReadOnlyList<LeaseHold> holds, TimeSpan duration, CancellationToken cancellationToken) =>
        new(PostgresLeasing.RenewAsync(_database, holds, duration, cancellationToken));

    public async ValueTask<IReadOnlyList<bool>> SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        var (counted, woken) = await PostgresLeasing.SettleAsync(_database, settlements, cancellationToken).ConfigureAwait(false);
        RaiseIf(woken, WakeUps.Work); // what waited for its key's turn, a completion event, or what was handed back
        _wakeUps?.Changed(settlements.Select(static settlement => settlement.Hold.JobId));
        return counted;
    }

    public async ValueTask<bool> ReportProgressAsync(LeaseHold hold, ReadOnlyMemory<byte> progress, CancellationToken cancellationToken)
    {
        var counted = await _database.RowAsync(
            "SELECT {schema}.report($1, $2, $3)",
            [PostgresValues.Long(hold.JobId), PostgresValues.Long(hold.Token), PostgresValues.Bytes(progress)],
            static row => row.GetBoolean(0),
            cancellationToken).ConfigureAwait(false);
        _wakeUps?.Changed([hold.JobId]);
        return counted;
    }

    public async ValueTask<int> SweepAsync(RetentionPolicy policy, CancellationToken cancellationToken)
    {
        await PostgresWorkers.SweepAsync(_database, policy.KeepSilentWorkers, cancellationToken).ConfigureAwait(false);
        var count = await _database.RowAsync(
            "SELECT {schema}.sweep($1, $2, $3, $4, $5)",
            [
                PostgresValues.Span(policy.KeepCompleted), PostgresValues.Span(policy.KeepCancelled), PostgresValues.Span(policy.KeepDead),
                PostgresValues.Span(policy.KeepUnclaimed), PostgresValues.Number(policy.Limit),
            ],
            static row => row.GetInt32(0),
            cancellationToken).ConfigureAwait(false);
        RaiseIf(count > 0, WakeUps.Jobs);
        return count;
    }

    public ValueTask<IReadOnlyList<Job>> ListAsync(JobFilter filter, JobPage page, CancellationToken cancellationToken) =>
        new(PostgresCatalog.ListAsync(_database, filter, page, cancellationToken));

    public ValueTask<IReadOnlyList<JobCount>> CountAsync(JobFilter filter, CancellationToken cancellationToken) =>
        new(PostgresCatalog.CountAsync(_database, filter, cancellationToken));

    public ValueTask<IReadOnlyList<QueueState>> GetQueuesAsync(CancellationToken cancellationToken) =>
        new(PostgresQueues.AllAsync(_database, cancellationToken));

    public ValueTask ReportWorkerAsync(WorkerReport report, CancellationToken cancellationToken) =>
        new(PostgresWorkers.ReportAsync(_database, report, cancellationToken));

    public ValueTask ForgetWorkerAsync(Guid id, CancellationToken cancellationToken) => new(PostgresWorkers.ForgetAsync(_database, id, cancellationToken));

    public ValueTask<IReadOnlyList<WorkerState>> GetWorkersAsync(CancellationToken cancellationToken) =>
        new(PostgresWorkers.AllAsync(_database, cancellationToken));

    public async ValueTask SetPausedAsync(string queue, bool isPaused, CancellationToken cancellationToken)
    {
        await _database.RunAsync(
            isPaused ? "INSERT INTO {schema}.paused (queue) VALUES ($1) ON CONFLICT DO NOTHING" : "DELETE FROM {schema}.paused WHERE queue = $1",
            [PostgresValues.Text(queue)],
            cancellationToken).ConfigureAwait(false);
        RaiseIf(!isPaused, WakeUps.Work);
    }

    public ValueTask<int> CancelAsync(JobFilter filter, CancellationToken cancellationToken) =>
        SteerAsync("cancel", filter, "j.state < 2 AND NOT j.cancel_requested", WakeUps.Work | WakeUps.Cancellation | WakeUps.Jobs, cancellationToken);

    public ValueTask<int> ReplayAsync(JobFilter filter, CancellationToken cancellationToken) =>
        SteerAsync("replay", filter, "j.state IN (3, 4)", WakeUps.Work | WakeUps.Jobs, cancellationToken);

    public async ValueTask<BatchStatus?> FindBatchAsync(Guid batchId, CancellationToken cancellationToken) => (await _database.RowsAsync(
        "SELECT total, completed, dead, cancelled, finished FROM {schema}.batches WHERE id = $1",
        [PostgresValues.Id(batchId)],
        row => new BatchStatus(batchId, row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3), row.TimeOrNull(4)),
        cancellationToken).ConfigureAwait(false)).FirstOrDefault();

    public ValueTask<IReadOnlyList<StoredSchedule>> GetSchedulesAsync(CancellationToken cancellationToken) =>
        new(PostgresSchedules.AllAsync(_database, cancellationToken));

    public async ValueTask<StoredSchedule?> SaveScheduleAsync(StoredSchedule schedule, CancellationToken cancellationToken)
    {
        var saved = await PostgresSchedules.SaveAsync(_database, schedule, cancellationToken).ConfigureAwait(false);
        RaiseIf(saved is not null, WakeUps.Schedules);
        return saved;
    }

    public async ValueTask<bool> RemoveScheduleAsync(string name, CancellationToken cancellationToken)
    {
        var removed = await PostgresSchedules.RemoveAsync(_database, name, cancellationToken).ConfigureAwait(false);
        RaiseIf(removed, WakeUps.Schedules);
        return removed;
    }

    public async ValueTask<SlotResult> ClaimSlotAsync(SlotClaim claim, CancellationToken cancellationToken)
    {
        var result = await PostgresSchedules.ClaimAsync(_database, claim, cancellationToken).ConfigureAwait(false);
        RaiseIf(result.Outcome == SlotOutcome.Claimed, WakeUps.Work);
        return result;
    }

    private async ValueTask<int> SteerAsync(string function, JobFilter filter, string also, WakeUps kinds, CancellationToken cancellationToken)
    {
        var condition = new PostgresJobFilter(filter);
        var count = await _database.RowAsync(
            $$"""
            SELECT {schema}.{{function}}(ARRAY(SELECT j.id FROM {schema}.jobs j JOIN {schema}.events e ON e.seq = j.event WHERE {{condition.Condition}} AND {{also}}))
            """,
            condition.Parameters,
            static row => row.GetInt32(0),
            cancellationToken).ConfigureAwait(false);
        RaiseIf(count > 0, kinds);
        return count;
    }

    private void RaiseIf(bool isTrue, WakeUps kinds)
    {
        if (isTrue)
        {
            Raise(kinds);
        }
    }

    private void Raise(WakeUps kinds, bool isTold = false) => Ready(_wakeUps).Raise(kinds, isTold);

    private T Ready<T>(T? part)
        where T : class => part ?? throw new InvalidOperationException($"The store '{_database.Name}' has not been initialized.");
}
