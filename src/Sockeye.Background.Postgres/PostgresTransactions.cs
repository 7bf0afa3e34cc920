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
    /// <remarks>
    /// Transactions that notify commit one after the other, so of many only the first in a while notifies: how the others end is asked for beside them.
    /// </remarks>
    public async ValueTask<AddResult> AddAsync(DbTransaction transaction, NewEvent added, PostgresWakeUps wakeUps, PostgresOpenTransactions open, CancellationToken cancellationToken)
    {
        var parameters = PostgresEvents.Parameters([added]);
        var told = wakeUps.ClaimForAll(WakeUps.Work);
        if (told is not null)
        {
            parameters.AddRange(PostgresValues.Text(channel), PostgresValues.Text(told));
        }

        var tell = told is null ? "" : $", pg_notify(${parameters.Count - 1}, ${parameters.Count})";
        var (result, id) = await RowAsync(
            (NpgsqlTransaction)transaction,
            $"SELECT a.*, pg_current_xact_id()::text::bigint{tell} FROM {{schema}}.add_events({PostgresEvents.Expression(1)}, NULL) a",
            parameters,
            static row => (PostgresEvents.ReadResult(row), row.GetInt64(4)),
            cancellationToken).ConfigureAwait(false);
        if (result.Outcome == AddOutcome.Duplicate && result.EventId == added.Id)
        {
            result = await RecallAsync((NpgsqlTransaction)transaction, added, cancellationToken).ConfigureAwait(false);
        }

        if (told is null && result.Outcome == AddOutcome.Added)
        {
            open.Add(id);
        }

        return result;
    }

    // Behind a savepoint the function does not know its own rows from those of another transaction; nobody else has this id.
    private async ValueTask<AddResult> RecallAsync(NpgsqlTransaction transaction, NewEvent added, CancellationToken cancellationToken)
    {
        var jobs = await RowAsync(
            transaction,
            "SELECT count(*)::int FROM {schema}.jobs j JOIN {schema}.events e ON e.seq = j.event WHERE e.id = $1",
            [PostgresValues.Id(added.Id)],
            static row => row.GetInt32(0),
            cancellationToken).ConfigureAwait(false);
        return new AddResult(jobs > 0 ? AddOutcome.Added : AddOutcome.Kept, added.Id, jobs);
    }

    private async ValueTask<T> RowAsync<T>(
        NpgsqlTransaction transaction, string sql, List<NpgsqlParameter> parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        try
        {
            using var command = new NpgsqlCommand(sql.Replace("{schema}", database.Schema, StringComparison.Ordinal), transaction.Connection, transaction);
            parameters.ForEach(parameter => command.Parameters.Add(parameter));
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using var ending = reader.ConfigureAwait(false);
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            return read(reader);
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
