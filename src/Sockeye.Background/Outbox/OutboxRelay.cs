using System.Data.Common;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sockeye.Background;

/// <summary>
/// Moves rows from an outbox into the store: adds, then deletes. Whatever ends it in between, the row is still there, and adding it again adds nothing, since the
/// store knows its id again. Several may run at once.
/// </summary>
internal sealed partial class OutboxRelay : BackgroundService
{
    private readonly Func<DbConnection> _connect;
    private readonly Func<CancellationToken, ValueTask<IJobStore>> _store;
    private readonly OutboxOptions _options;
    private readonly BackgroundInstruments _instruments;
    private readonly ILogger _logger;
    private readonly PeriodicTimer _timer;
    private readonly UnreadableRows _unreadable = new();
    private bool _isMade;
    private bool _failed;

    /// <summary>Initializes a new instance of the <see cref="OutboxRelay"/> class.</summary>
    /// <param name="connect">Makes a connection to the application's database.</param>
    /// <param name="store">Gives the store when it is ready.</param>
    /// <param name="options">How rows are moved.</param>
    /// <param name="time">The clock.</param>
    /// <param name="instruments">Where it is counted what was moved.</param>
    /// <param name="logger">Where failures are reported.</param>
    public OutboxRelay(
        Func<DbConnection> connect, Func<CancellationToken, ValueTask<IJobStore>> store, OutboxOptions options, TimeProvider time,
        BackgroundInstruments instruments, ILogger logger)
    {
        (_connect, _store, _options, _instruments, _logger) = (connect, store, options, instruments, logger);
        _timer = new PeriodicTimer(options.Interval, time); // here: what runs ExecuteAsync does so on another thread
    }

    /// <summary>Makes the table where it is missing, so that the first request can emit.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryPassAsync(cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    /// <summary>Moves everything that lies in the outbox now.</summary>
    /// <returns>How many rows were moved.</returns>
    public async Task<int> PassAsync(CancellationToken cancellationToken)
    {
        var connection = _connect();
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            if (!_isMade)
            {
                await OutboxTable.CreateAsync(connection, cancellationToken).ConfigureAwait(false);
                _isMade = true;
            }

            _unreadable.BeginPass();
            var (moved, after) = (0, string.Empty);
            while (true)
            {
                var rows = await OutboxTable.ReadAsync(connection, after, _options.BatchSize, cancellationToken).ConfigureAwait(false);
                moved += await MoveAsync(connection, rows, cancellationToken).ConfigureAwait(false);
                if (rows.Count < _options.BatchSize)
                {
                    _unreadable.EndPass();
                    return moved;
                }

                after = rows[^1].Id;
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            await TryPassAsync(stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task<int> MoveAsync(DbConnection connection, List<OutboxRow> rows, CancellationToken cancellationToken)
    {
        var (events, ids) = (new List<NewEvent>(rows.Count), new List<string>(rows.Count));
        foreach (var row in rows)
        {
            try
            {
                events.Add(OutboxJson.Read(row, _options.RememberFor));
                ids.Add(row.Id);
            }
            catch (JsonException exception)
            {
                if (_unreadable.IsNew(row.Id))
                {
                    Log.Unreadable(_logger, row.Id, exception); // it stays: whoever wrote it knows what it was to be
                    _instruments.OutboxUnreadable.Add(1);
                }
            }
        }

        if (events.Count > 0)
        {
            var store = await _store(cancellationToken).ConfigureAwait(false);
            await store.AddAsync(events, cancellationToken).ConfigureAwait(false);
            await OutboxTable.DeleteAsync(connection, ids, cancellationToken).ConfigureAwait(false);
            _instruments.OutboxMoved.Add(events.Count);
        }

        return events.Count;
    }

    private async Task TryPassAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PassAsync(cancellationToken).ConfigureAwait(false);
            _failed = false;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            if (!_failed)
            {
                _failed = true; // once for a row of failures: it tries again at every tick
                Log.Failed(_logger, exception);
            }
        }
    }
}
