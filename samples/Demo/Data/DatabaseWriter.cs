using System.Threading.Channels;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Demo.Data;

/// <summary>
/// Writes to the database, one write after the other: SQLite has one writer at a time anyway. What waits together shares a transaction, and with it the wait
/// for the disk. Each write is all or nothing for itself.
/// </summary>
internal sealed class DatabaseWriter(Database database, TimeProvider time) : BackgroundService
{
    private const int MostInATransaction = 200;
    private readonly Channel<PendingWrite> _waiting =
        Channel.CreateBounded<PendingWrite>(new BoundedChannelOptions(10_000) { SingleReader = true });

    /// <summary>Writes, and waits until it is on disk.</summary>
    /// <param name="write">What to do; it has the connection to itself.</param>
    /// <param name="committed">
    /// What to do at once when the write is on disk, in the order of the writes: whoever is told of them there hears of them in that order. It must not wait.
    /// </param>
    /// <param name="cancellationToken">Ends the wait for a place in the queue; a write that has one is carried out.</param>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> write, Action<T>? committed = null, CancellationToken cancellationToken = default)
    {
        var pending = new PendingWriteOf<T>(write, committed);
        await _waiting.Writer.WriteAsync(pending, cancellationToken);
        return await pending.Completion;
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        using (var connection = database.Open())
        {
            ScopedWords.AddTo(connection);
            DatabaseSchema.Migrate(connection);
        }

        return base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    // Ends when the queue has been completed and is empty: what was accepted is written.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var connection = database.Open();
        ScopedWords.AddTo(connection);
        var batch = new List<PendingWrite>(MostInATransaction);
        while (await _waiting.Reader.WaitToReadAsync(CancellationToken.None))
        {
            batch.Clear();
            while (batch.Count < MostInATransaction && _waiting.Reader.TryRead(out var pending))
            {
                batch.Add(pending);
            }

            await WriteBatchAsync(connection, batch);
            foreach (var pending in batch)
            {
                pending.Complete();
            }
        }
    }

    private async Task WriteBatchAsync(SqliteConnection connection, List<PendingWrite> batch)
    {
        try
        {
            await WriterLock.TakeAsync(connection, "begin immediate", time, CancellationToken.None);
            foreach (var pending in batch)
            {
                connection.Execute("savepoint one");
                var isWritten = pending.TryRun(connection);
                if (!isWritten && IsAutocommit(connection))
                {
                    FailAll(batch, pending.Failure!); // some failures, such as a full disk, end the whole transaction
                    return;
                }

                connection.Execute(isWritten ? "release one" : "rollback to one; release one");
            }

            connection.Execute("commit transaction");
        }
        catch (SqliteException exception)
        {
            // A full disk, or another process that keeps the lock: nobody may believe that it was written.
            FailAll(batch, exception);
            if (!IsAutocommit(connection))
            {
                connection.Execute("rollback transaction");
            }
        }
    }

    private static void FailAll(List<PendingWrite> batch, Exception exception)
    {
        foreach (var pending in batch)
        {
            pending.Fail(exception);
        }
    }

    private static bool IsAutocommit(SqliteConnection connection) => SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) != 0;
}
