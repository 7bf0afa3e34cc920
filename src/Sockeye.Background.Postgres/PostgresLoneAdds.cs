using System.Collections.Concurrent;
using Npgsql;

namespace Sockeye.Background;

/// <summary>Adds events that come alone and have neither a key nor a schedule, as most do: by a function of their own, which does as little as it can. Thread-safe.</summary>
/// <param name="database">The database.</param>
/// <param name="schema">The schema, which is the channel's name too.</param>
internal sealed class PostgresLoneAdds(PostgresDatabase database, string schema)
{
    private const string Call = "{schema}.add_lone($1, $2, $3, $4, $5, $6, $7, $8, $9)";

    private readonly ConcurrentQueue<PostgresLoneParameters> _parameters = new(); // as many as there were emits at once
    private readonly string _add = database.Sql($"SELECT {Call}");
    private readonly string _addAndTell = database.Sql($"SELECT {Call}, pg_notify($10, $11)");

    public static bool Covers(IReadOnlyList<NewEvent> events) => events is [{ UniqueKey: null, Key: null, IdHeldFor: null, Schedule: null, Slot: null }];

    /// <summary>Adds an event, and tells other nodes in the same transaction where there is something to tell.</summary>
    public async Task<AddResult> AddAsync(NewEvent added, string? told, CancellationToken cancellationToken)
    {
        var parameters = _parameters.TryDequeue(out var used) ? used : new PostgresLoneParameters(schema);
        try
        {
            var sql = told is null ? _add : _addAndTell;
            var jobs = await database.RowAsync(sql, parameters.Of(added, told), static row => row.GetInt32(0), cancellationToken).ConfigureAwait(false);
            return jobs > 0 ? new AddResult(AddOutcome.Added, added.Id, jobs) : new AddResult((AddOutcome)(-jobs), added.Id, 0);
        }
        catch (JobStoreException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new AddResult(AddOutcome.Duplicate, added.Id, 0); // added by somebody who did not hear of it
        }
        finally
        {
            parameters.Clear();
            _parameters.Enqueue(parameters);
        }
    }
}
