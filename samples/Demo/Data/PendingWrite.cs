using Microsoft.Data.Sqlite;

namespace Demo.Data;

/// <summary>A write that waits for its turn.</summary>
internal abstract class PendingWrite
{
    /// <summary>Gets why it failed.</summary>
    public Exception? Failure { get; protected set; }

    /// <summary>Runs it.</summary>
    /// <returns>Whether it succeeded; what it did is undone otherwise.</returns>
    public abstract bool TryRun(SqliteConnection connection);

    public abstract void Fail(Exception exception);

    /// <summary>Tells whoever waits for it how it ended.</summary>
    public abstract void Complete();
}
