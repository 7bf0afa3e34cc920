using System.Data;
using System.Data.Common;
using Npgsql;

namespace Sockeye.Background;

/// <summary>Adds events within an application's own transactions in the store's database.</summary>
internal sealed class PostgresTransactions(PostgresDatabase database, string channel)
{
    // What the store's functions read after they have waited for a lock must be what was committed meanwhile: stricter levels read what was before.
    private const IsolationLevel Needed = IsolationLevel.ReadCommitted;

    private readonly NpgsqlConnectionStringBuilder _own = new(database.Source.ConnectionString);

    /// <summary>Says whether a transaction is one that the store can add in.</summary>
    public bool Covers(DbTransaction transaction) =>
        transaction is NpgsqlTransaction { Connection: { } connection, IsolationLevel: Needed }
        && connection.Database == (_own.Database ?? _own.Username)
        && (_own.Host ?? "").Split(',').Any(host => IsAt(host.Trim(), connection));

    /// <summary>Adds an event, and lets every node know when the transaction commits.</summary>
    public async ValueTask<AddResult> AddAsync(DbTransaction transaction, NewEvent added, CancellationToken cancellationToken)
    {
        var connection = (NpgsqlConnection)transaction.Connection!;
        var parameters = PostgresEvents.Parameters([added]);
        parameters.AddRange(PostgresValues.Text(channel), PostgresValues.Text(PostgresWakeUps.ToAll(WakeUps.Work)));
        var sql = $"SELECT a.*, pg_notify(${parameters.Count - 1}, ${parameters.Count}) FROM {{schema}}.add_events({PostgresEvents.Expression(1)}, NULL) a";
        try
        {
            using var command = new NpgsqlCommand(sql.Replace("{schema}", database.Schema, StringComparison.Ordinal), connection, (NpgsqlTransaction)transaction);
            parameters.ForEach(parameter => command.Parameters.Add(parameter));
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var ending = reader.ConfigureAwait(false);
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            return PostgresEvents.ReadResult(reader);
        }
        catch (Exception exception) when (PostgresErrors.IsOurs(exception))
        {
            throw PostgresErrors.From(exception, database.Name); // the transaction is broken: whoever began it ends it
        }
    }

    private bool IsAt(string host, NpgsqlConnection connection)
    {
        var colon = host.StartsWith('/') ? -1 : host.LastIndexOf(':');
        var (name, port) = colon > 0 && int.TryParse(host[(colon + 1)..], out var own) ? (host[..colon], own) : (host, _own.Port);
        return string.Equals(name, connection.Host, StringComparison.OrdinalIgnoreCase) && port == connection.Port;
    }
}
