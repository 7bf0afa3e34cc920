using System.Data.Common;

namespace Sockeye.Background;

/// <summary>Writes events into an outbox, a table in the database of an application's own transaction.</summary>
internal interface IEventOutbox
{
    ValueTask<AddResult?> WriteAsync(NewEvent added, DbTransaction transaction, CancellationToken cancellationToken);
}
