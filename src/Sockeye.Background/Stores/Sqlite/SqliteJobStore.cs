using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace Sockeye.Background;

/// <summary>A store in a SQLite file, which several processes of one machine may share.</summary>
/// <param name="path">The file.</param>
/// <param name="startPatience">How long the start waits for a lock that somebody else holds.</param>
/// <param name="time">Its clock.</param>
/// <param name="logger">Where it says that it has waited for long.</param>
/// <param name="instruments">Where it is counted what its outbox had; <see langword="null"/> for those of the process.</param>
internal sealed class SqliteJobStore(string path, TimeSpan startPatience, TimeProvider time, ILogger logger, BackgroundInstruments? instruments = null)
    : IJobStore, IWaitingStore
{
    private readonly SemaphoreSlim _opening = new(1);
    private readonly SqliteClock _clock = new(time);
    private SqliteFile? _file;
    private SqliteWatch? _watch;
    private bool _disposed;

    public JobSignal Signal { get; } = new();

    /// <summary>Gets the file, once the store has been initialised.</summary>
    public SqliteFile File => _file ?? throw new InvalidOperationException($"The store '{path}' has not been initialized.");

    public string? WhyItWaits => _file is { Writer.IsHeldUp: true } held
        ? $"Another connection holds the lock of '{held.Path}': what is awaited inside a transaction needs that transaction as its argument, or it waits for itself."
        : null;

    /// <summary>Says whether a connection, which is open, is one to the store's own file.</summary>
    public bool IsIn(DbConnection connection) => SqliteFile.AreSame(path, connection.DataSource);

    public async ValueTask InitializeAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_file is null)
            {
                _file = await SqliteFile.OpenAsync(path, SqliteJobSchema.Current, startPatience, logger, cancellationToken).ConfigureAwait(false);
                _watch = new SqliteWatch(_file.Writer, Signal, time, _clock, instruments ?? BackgroundInstruments.Of(null), logger);
            }
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
            _disposed = true;
            if (_file is not null)
            {
                await _watch!.DisposeAsync().ConfigureAwait(false);
                await _file.DisposeAsync().ConfigureAwait(false); // it answers everyone who comes later
            }
        }
        finally
        {
            _opening.Release();
        }
    }

    public ValueTask<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken) => ValueTask.FromResult(time.GetUtcNow());

    public async ValueTask RegisterAsync(IReadOnlyList<ListenerRegistration> listeners, CancellationToken cancellationToken)
    {
        await WriteAsync((session, now) => SqliteListeners.Register(session, listeners, now), cancellationToken).ConfigureAwait(false);
        Signal.Raise(WakeUps.Work);
    }

    public ValueTask<bool> ForgetAsync(string eventName, string listener, CancellationToken cancellationToken) =>
        new(WriteAsync((session, _) => SqliteListeners.Forget(session, eventName, listener), cancellationToken));

    public ValueTask<IReadOnlyList<ListenerRegistration>> GetListenersAsync(CancellationToken cancellationToken) =>
        new(File.Readers.ReadAsync(SqliteListeners.Known, cancellationToken));

    public async ValueTask<IReadOnlyList<AddResult>> AddAsync(IReadOnlyList<NewEvent> events, CancellationToken cancellationToken)
    {
        var results = await WriteAsync((session, now) => SqliteAdding.Add(session, events, now), cancellationToken).ConfigureAwait(false);
        RaiseIf(results.Any(static result => result.Outcome == AddOutcome.Added), WakeUps.Work);
        return results;
    }

    public async ValueTask<IReadOnlyList<AddResult>> AddBatchAsync(NewBatch batch, CancellationToken cancellationToken)
    {
        var results = await WriteAsync((session, now) => SqliteBatches.Add(session, batch, now), cancellationToken).ConfigureAwait(false);
        Signal.Raise(WakeUps.Work);
        return results;
    }

    public async ValueTask<LeaseResult> LeaseAsync(LeaseRequest request, CancellationToken cancellationToken)
    {
        var (leased, doubts) = await WriteAsync(
            (session, now) =>
            {
                if (_clock.IsDoubtful)
                {
                    SqliteSettling.HeedClock(session, now);
                }

                return (SqliteLeasing.Lease(session, request, now), _clock.Doubts);
            },
            cancellationToken).ConfigureAwait(false);
        _clock.Heed(doubts); // only now: a step that fails has shortened no lease
        Signal.RaiseChanged(leased.Changed);
        return leased;
    }

    public ValueTask<IReadOnlyList<RenewResult>> RenewAsync(IReadOnlyList<LeaseHold> holds, TimeSpan duration, CancellationToken cancellationToken) =>
        new(WriteAsync((session, now) => SqliteSettling.Renew(session, holds, duration, now), cancellationToken));

    public async ValueTask<IReadOnlyList<bool>> SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        var results = await WriteAsync((session, now) => SqliteSettling.Settle(session, settlements, now), cancellationToken).ConfigureAwait(false);
        Signal.Raise(WakeUps.Work); // what waited for its key's turn, a completion event, or what was handed back
        Signal.RaiseChanged(settlements.Select(static settlement => settlement.Hold.JobId));
        return results;
    }

    public async ValueTask<bool> ReportProgressAsync(LeaseHold hold, ReadOnlyMemory<byte> progress, CancellationToken cancellationToken)
    {
        var counted = await WriteAsync((session, now) => SqliteSettling.Report(session, hold, progress, now), cancellationToken).ConfigureAwait(false);
        Signal.RaiseChanged([hold.JobId]);
        return counted;
    }

    public async ValueTask<int> SweepAsync(RetentionPolicy policy, CancellationToken cancellationToken)
    {
        var count = await WriteAsync((session, now) => SqliteSweep.Sweep(session, policy, now), cancellationToken).ConfigureAwait(false);
        RaiseIf(count > 0, WakeUps.Jobs);
        return count;
    }

    public ValueTask<IReadOnlyList<Job>> ListAsync(JobFilter filter, JobPage page, CancellationToken cancellationToken) =>
        new(File.Readers.ReadAsync(session => SqliteCatalog.List(session, filter, page), cancellationToken));

    public ValueTask<IReadOnlyList<JobCount>> CountAsync(JobFilter filter, CancellationToken cancellationToken) =>
        new(File.Readers.ReadAsync(session => SqliteCatalog.Count(session, filter), cancellationToken));

    public ValueTask<IReadOnlyList<QueueState>> GetQueuesAsync(CancellationToken cancellationToken) =>
        new(File.Readers.ReadAsync(session => SqliteQueues.All(session, time.GetUtcNow().UtcTicks), cancellationToken));

    public ValueTask ReportWorkerAsync(WorkerReport report, CancellationToken cancellationToken) =>
        WriteAsync((session, now) => SqliteWorkers.Report(session, report, now), cancellationToken);

    public ValueTask ForgetWorkerAsync(Guid id, CancellationToken cancellationToken) =>
        WriteAsync((session, _) => SqliteWorkers.Forget(session, id), cancellationToken);

    public ValueTask<IReadOnlyList<WorkerState>> GetWorkersAsync(CancellationToken cancellationToken) =>
        new(File.Readers.ReadAsync(session => SqliteWorkers.All(session, time.GetUtcNow().UtcTicks), cancellationToken));

    public async ValueTask SetPausedAsync(string queue, bool isPaused, CancellationToken cancellationToken)
    {
        await WriteAsync((session, _) => SqliteSteering.SetPaused(session, queue, isPaused), cancellationToken).ConfigureAwait(false);
        RaiseIf(!isPaused, WakeUps.Work);
    }

    public async ValueTask<int> CancelAsync(JobFilter filter, CancellationToken cancellationToken)
    {
        var count = await WriteAsync((session, now) => SqliteSteering.Cancel(session, filter, now), cancellationToken).ConfigureAwait(false);
        RaiseIf(count > 0, WakeUps.Work | WakeUps.Cancellation | WakeUps.Jobs);
        return count;
    }

    public async ValueTask<int> ReplayAsync(JobFilter filter, CancellationToken cancellationToken)
    {
        var count = await WriteAsync((session, now) => SqliteSteering.Replay(session, filter, now), cancellationToken).ConfigureAwait(false);
        RaiseIf(count > 0, WakeUps.Work | WakeUps.Jobs);
        return count;
    }

    public ValueTask<BatchStatus?> FindBatchAsync(Guid batchId, CancellationToken cancellationToken) =>
        new(File.Readers.ReadAsync(session => SqliteBatches.Find(session, batchId), cancellationToken));

    public ValueTask<IReadOnlyList<StoredSchedule>> GetSchedulesAsync(CancellationToken cancellationToken) =>
        new(File.Readers.ReadAsync(SqliteSchedules.All, cancellationToken));

    public async ValueTask<StoredSchedule?> SaveScheduleAsync(StoredSchedule schedule, CancellationToken cancellationToken)
    {
        var saved = await WriteAsync((session, _) => SqliteSchedules.Save(session, schedule), cancellationToken).ConfigureAwait(false);
        RaiseIf(saved is not null, WakeUps.Schedules);
        return saved;
    }

    public async ValueTask<bool> RemoveScheduleAsync(string name, CancellationToken cancellationToken)
    {
        var removed = await WriteAsync((session, _) => SqliteSchedules.Remove(session, name), cancellationToken).ConfigureAwait(false);
        RaiseIf(removed, WakeUps.Schedules);
        return removed;
    }

    public async ValueTask<SlotResult> ClaimSlotAsync(SlotClaim claim, CancellationToken cancellationToken)
    {
        var result = await WriteAsync((session, now) => SqliteSchedules.Claim(session, claim, now), cancellationToken).ConfigureAwait(false);
        RaiseIf(result.Outcome == SlotOutcome.Claimed, WakeUps.Work);
        return result;
    }

    // The time is that at which the step is taken: it may have waited.
    private Task<T> WriteAsync<T>(Func<SqliteSession, long, T> step, CancellationToken cancellationToken) =>
        File.Writer.WriteAsync(session => step(session, _clock.Now()), cancellationToken);

    private async ValueTask WriteAsync(Action<SqliteSession, long> step, CancellationToken cancellationToken) => await WriteAsync(
        (session, now) =>
        {
            step(session, now);
            return true;
        },
        cancellationToken).ConfigureAwait(false);

    private void RaiseIf(bool isTrue, WakeUps kinds)
    {
        if (isTrue)
        {
            Signal.Raise(kinds);
        }
    }
}
