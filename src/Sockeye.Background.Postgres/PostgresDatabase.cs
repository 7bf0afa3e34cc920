using System.Transactions;
using Npgsql;

namespace Sockeye.Background;

/// <summary>Asks the database: each question is one statement, and so one transaction and one round trip.</summary>
/// <param name="source">Where connections come from.</param>
/// <param name="schema">The schema, quoted.</param>
internal sealed class PostgresDatabase(NpgsqlDataSource source, string schema)
{
    // Two that want the same locks in another order are told apart by the server; one of them begins anew.
    private const int Attempts = 10;

    private readonly string _name = NameOf(source);
    private readonly int _connections = new NpgsqlConnectionStringBuilder(source.ConnectionString).MaxPoolSize;

    public string Name => _name;

    public NpgsqlDataSource Source => source;

    public string Schema => schema;

    /// <summary>Puts the schema's name into a statement.</summary>
    public string Sql(string sql) => sql.Replace("{schema}", schema, StringComparison.Ordinal);

    /// <summary>Asks, and reads each row of the answer.</summary>
    /// <exception cref="JobStoreException">The database could not do it.</exception>
    public async Task<List<T>> RowsAsync<T>(
        string sql, IReadOnlyList<NpgsqlParameter> parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(sql, parameters, read, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (attempt < AttemptsUpon(exception))
            {
                continue;
            }
            catch (Exception exception) when (PostgresErrors.IsOurs(exception))
            {
                throw Failure(exception);
            }
        }
    }

    /// <summary>Asks for one row.</summary>
    public async Task<T> RowAsync<T>(
        string sql, IReadOnlyList<NpgsqlParameter> parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        (await RowsAsync(sql, parameters, read, cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Does something of which no answer is expected.</summary>
    public async Task RunAsync(string sql, IReadOnlyList<NpgsqlParameter> parameters, CancellationToken cancellationToken) =>
        await RowsAsync(sql, parameters, static _ => true, cancellationToken).ConfigureAwait(false);

    /// <summary>Makes the exception for a failure; where the connection is gone, those in the pool are let go of too, so that the next step finds new ones.</summary>
    public JobStoreException Failure(Exception exception)
    {
        if (PostgresErrors.IsLost(exception))
        {
            source.Clear();
        }

        return PostgresErrors.From(exception, _name);
    }

    private async Task<List<T>> TryAsync<T>(
        string sql, IReadOnlyList<NpgsqlParameter> parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        // An emit inside a caller's TransactionScope is a transaction of its own: it has been answered when that one is rolled back.
        using var alone = Transaction.Current is null ? null : new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        using var command = new NpgsqlCommand(Sql(sql), connection);
        try
        {
            foreach (var parameter in parameters)
            {
                command.Parameters.Add(parameter);
            }

            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var ending = reader.ConfigureAwait(false);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                rows.Add(read(reader));
            }

            return rows;
        }
        finally
        {
            command.Parameters.Clear(); // a parameter is of one command at a time, and the next attempt's wants them
        }
    }

    private int AttemptsUpon(Exception exception) =>
        PostgresErrors.HasGivenWay(exception) ? Attempts
        : PostgresErrors.IsOutdated(exception) ? Attempts + _connections // the pool gives one after the other, and each may have prepared it
        : 0;

    // That none can be had says nothing of those that others have: the pool is full, or there are none.
    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgresErrors.IsOurs(exception))
        {
            throw PostgresErrors.From(exception, _name);
        }
    }

    private static string NameOf(NpgsqlDataSource source)
    {
        var connection = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        return $"{connection.Database} on {connection.Host}";
    }
}
