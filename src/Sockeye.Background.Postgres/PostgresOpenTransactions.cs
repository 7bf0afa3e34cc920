using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Sockeye.Background;

/// <summary>
/// Waits for the ends of the application's own transactions in which events were added and which do not notify themselves, and wakes up the workers when one has
/// committed. All of them are asked for at once, and only while there are any. Thread-safe.
/// </summary>
internal sealed partial class PostgresOpenTransactions : IAsyncDisposable
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250); // where they stay open
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly Channel<long> _added = Channel.CreateUnbounded<long>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _end = new();
    private readonly PostgresDatabase _database;
    private readonly Action _committed;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _running;

    /// <summary>Initializes a new instance of the <see cref="PostgresOpenTransactions"/> class and starts it.</summary>
    /// <param name="database">The store's database.</param>
    /// <param name="committed">What is called when one or more have committed.</param>
    /// <param name="time">The clock of its pauses.</param>
    /// <param name="logger">Where it says that it cannot ask.</param>
    public PostgresOpenTransactions(PostgresDatabase database, Action committed, TimeProvider time, ILogger logger)
    {
        (_database, _committed, _time, _logger) = (database, committed, time, logger);
        _running = Task.Run(RunAsync);
    }

    /// <summary>Waits for one more.</summary>
    /// <param name="id">Its id, as <c>pg_current_xact_id()</c> gives it.</param>
    public void Add(long id) => _added.Writer.TryWrite(id);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        var open = new HashSet<long>();
        var pause = Shortest;
        try
        {
            while (true)
            {
                if (open.Count == 0)
                {
                    open.Add(await _added.Reader.ReadAsync(_end.Token).ConfigureAwait(false));
                    pause = Shortest;
                }

                await Task.Delay(pause, _time, _end.Token).ConfigureAwait(false);
                pause = pause * 2 < Longest ? pause * 2 : Longest;
                while (_added.Reader.TryRead(out var id))
                {
                    open.Add(id);
                    pause = Shortest;
                }

                if (!await TryAskAsync(open).ConfigureAwait(false))
                {
                    pause = AfterFailure;
                }
            }
        }
        catch (Exception exception) when (exception is ObjectDisposedException || (exception is OperationCanceledException && _end.IsCancellationRequested))
        {
            return; // an application may dispose of its source before the store
        }
    }

    private async ValueTask<bool> TryAskAsync(HashSet<long> open)
    {
        try
        {
            // One so old that its end is forgotten has none that could be missed.
            var ended = await _database.RowsAsync(
                """
                SELECT x.id, s.status IS DISTINCT FROM 'aborted' FROM unnest($1) AS x (id) CROSS JOIN LATERAL (SELECT pg_xact_status(x.id::text::xid8) AS status) s
                WHERE s.status IS DISTINCT FROM 'in progress'
                """,
                [PostgresValues.Many([.. open], static id => id, NpgsqlTypes.NpgsqlDbType.Bigint)],
                static row => (Id: row.GetInt64(0), HasCommitted: row.GetBoolean(1)),
                _end.Token).ConfigureAwait(false);
            ended.ForEach(one => open.Remove(one.Id));
            if (ended.Exists(static one => one.HasCommitted))
            {
                _committed();
            }

            return true;
        }
        catch (JobStoreException exception)
        {
            Log.NotAsked(_logger, _database.Name, exception);
            if (!exception.IsTransient)
            {
                open.Clear(); // a server that took over may not know them: whatever they added is looked for
                _committed();
            }

            return false;
        }
    }
}
