using System.Data;
using System.Data.Common;
using Sockeye.Background;

namespace Sockeye;

/// <summary>The table an application's own transaction emits into: <c>sockeye_outbox</c>, in the application's own database (SQLite or PostgreSQL).</summary>
/// <remarks>Its members use the connection they are given and are as thread-safe as that is.</remarks>
public static class OutboxTable
{
    /// <summary>The table's name.</summary>
    public const string Name = "sockeye_outbox";

    /// <summary>The statement that makes the table where it is missing, for migrations of one's own. It is the same in SQLite and PostgreSQL.</summary>
    public const string CreateStatement = $"CREATE TABLE IF NOT EXISTS {Name} (id text NOT NULL PRIMARY KEY, emit text NOT NULL)";

    /// <summary>Makes the table where it is missing. Several processes may do so at once.</summary>
    /// <param name="connection">A connection to the application's database, to SQLite or PostgreSQL. It is opened where it is closed, and then closed again.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    /// <returns>A task that completes when the table is there.</returns>
    /// <exception cref="NotSupportedException">The connection is to another kind of database.</exception>
    /// <exception cref="DbException">The database refused.</exception>
    public static async Task CreateAsync(DbConnection connection, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _ = OutboxDialects.Of(connection);
        var opened = connection.State == ConnectionState.Closed;
        if (opened)
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            await ExecuteAsync(connection, CreateStatement, cancellationToken).ConfigureAwait(false);
        }
        catch (DbException) when (!cancellationToken.IsCancellationRequested)
        {
            // PostgreSQL's IF NOT EXISTS looks and makes in two steps: of two who do so at once one may fail. Then the table is there.
            await ExecuteAsync(connection, $"SELECT 1 FROM {Name} WHERE 1 = 0", cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (opened)
            {
                await connection.CloseAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Writes a row inside the application's transaction: it is there when that commits, and never was when it does not.</summary>
    internal static async Task InsertAsync(DbTransaction transaction, OutboxRow row, CancellationToken cancellationToken)
    {
        var connection = ConnectionOf(transaction);
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.Transaction = transaction;
            command.CommandText = $"INSERT INTO {Name} (id, emit) VALUES (@id, @emit)";
            Add(command, "@id", row.Id);
            Add(command, "@emit", row.Emit);
            try
            {
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (DbException exception) when (IsMissing(exception))
            {
                throw new InvalidOperationException(
                    $"The database of the transaction ('{connection.DataSource}') has no table '{Name}': call OutboxTable.CreateAsync once, "
                    + "add OutboxTable.CreateStatement to its migrations, or name its connection in the outbox's options.",
                    exception);
            }
        }
    }

    /// <summary>Reads the next rows in the order of their ids.</summary>
    /// <param name="connection">A connection that is open.</param>
    /// <param name="after">The id after which to read; empty from the beginning.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the wait for the database.</param>
    internal static async Task<List<OutboxRow>> ReadAsync(DbConnection connection, string after, int limit, CancellationToken cancellationToken)
    {
        var rows = new List<OutboxRow>();
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = $"SELECT id, emit FROM {Name} WHERE id > @after ORDER BY id LIMIT @limit";
            Add(command, "@after", after);
            Add(command, "@limit", limit);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    rows.Add(new OutboxRow(reader.GetString(0), reader.GetString(1)));
                }
            }
        }

        return rows;
    }

    /// <summary>Deletes rows that have been moved, in one transaction.</summary>
    internal static async Task DeleteAsync(DbConnection connection, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var command = connection.CreateCommand();
            await using (command.ConfigureAwait(false))
            {
                command.Transaction = transaction;
                command.CommandText = $"DELETE FROM {Name} WHERE id = @id";
                var parameter = Add(command, "@id", string.Empty);
                foreach (var id in ids)
                {
                    parameter.Value = id;
                    await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                }
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gives the connection of a transaction that is still open.</summary>
    /// <exception cref="InvalidOperationException">The transaction has ended.</exception>
    /// <exception cref="NotSupportedException">It is a transaction of another kind of database.</exception>
    internal static DbConnection ConnectionOf(DbTransaction transaction)
    {
        var connection = transaction.Connection ?? throw new InvalidOperationException(
            "The transaction has been committed or rolled back: emit before it ends.");
        _ = OutboxDialects.Of(connection);
        return connection;
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static DbParameter Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
        return parameter;
    }

    // As text in both databases: its order is that of the ids' times.
    private static bool IsMissing(DbException exception) =>
        exception.SqlState == "42P01" || exception.Message.Contains($"no such table: {Name}", StringComparison.Ordinal);
}
