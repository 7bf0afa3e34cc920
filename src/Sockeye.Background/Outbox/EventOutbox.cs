using System.Data.Common;

namespace Sockeye.Background;

/// <summary>Writes events into the outbox of a transaction's own database.</summary>
/// <param name="store">The application's store: it empties an outbox in its own file itself.</param>
/// <param name="isRelayed">Whether something moves the rows of other databases.</param>
/// <param name="time">The clock by which delays become times.</param>
internal sealed class EventOutbox(IJobStore store, bool isRelayed, TimeProvider time) : IEventOutbox
{
    public async ValueTask WriteAsync(NewEvent added, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var connection = OutboxTable.ConnectionOf(transaction);
        if (!isRelayed && !(store is SqliteJobStore own && own.IsIn(connection)))
        {
            throw new InvalidOperationException(
                $"Nothing would move the event out of the outbox in '{connection.DataSource}': say UseOutbox(…) with a connection to it where AddSockeyeBackground "
                + "is called, or UseOutbox() where another process moves it. (A SQLite store in that same file needs neither.)");
        }

        await OutboxTable.InsertAsync(transaction, OutboxJson.Write(added, time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
    }
}
