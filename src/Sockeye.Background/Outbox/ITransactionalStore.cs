using System.Data.Common;

namespace Sockeye.Background;

/// <summary>A store that can add an event within a transaction of the application's own, where that is in the store's very database.</summary>
internal interface ITransactionalStore
{
    /// <summary>Says whether a transaction, which is open, is one in the store's own database and of a kind that it can add in.</summary>
    bool CanAddIn(DbTransaction transaction);

    /// <summary>Adds an event: it is there when the transaction commits, and never was when it does not.</summary>
    ValueTask<AddResult> AddInAsync(DbTransaction transaction, NewEvent added, CancellationToken cancellationToken);
}
