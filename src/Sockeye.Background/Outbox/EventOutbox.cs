using System.Data.Common;

namespace Sockeye.Background;

/// <summary>Emits within transactions: into the store itself where it lies in the same database and can do so, otherwise into the outbox there.</summary>
/// <param name="readiness">Gives the application's store when it is ready.</param>
/// <param name="store">The store: it empties an outbox in its own file itself.</param>
/// <param name="isRelayed">Whether something moves the rows of other databases.</param>
/// <param name="time">The clock by which delays become times.</param>
internal sealed class EventOutbox(StoreReadiness readiness, IJobStore store, bool isRelayed, TimeProvider time) : IEventOutbox
{
    public async ValueTask<AddResult?> WriteAsync(NewEvent added, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var connection = OutboxTable.ConnectionOf(transaction);
        if (store is ITransactionalStore transactional && transactional.CanAddIn(transaction))
        {
            await readiness.GetAsync(cancellationToken).ConfigureAwait(false);
            return await transactional.AddInAsync(transaction, added, cancellationToken).ConfigureAwait(false);
        }

        if (!isRelayed && !(store is SqliteJobStore own && own.IsIn(connection)))
        {
            throw new InvalidOperationException(
                $"Nothing would move the event out of the outbox in '{connection.DataSource}': say UseOutbox(…) with a connection to it where AddSockeyeBackground "
                + "is called, or UseOutbox() where another process moves it. (A store in that same database needs neither: SQLite where the file is the same, PostgreSQL "
                + $"where host, port and database are, and the transaction is read committed; this one is {transaction.IsolationLevel}.)");
        }

        await OutboxTable.InsertAsync(transaction, OutboxJson.Write(added, time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        return null;
    }
}
