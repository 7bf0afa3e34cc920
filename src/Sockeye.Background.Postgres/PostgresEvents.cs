using Npgsql;
using NpgsqlTypes;

namespace Sockeye.Background;

/// <summary>Events as arrays, one for each of their parts.</summary>
internal static class PostgresEvents
{
    /// <summary>The expression that puts them together again; its parameters begin at a number.</summary>
    public static string Expression(int first) => $"{{schema}}.new_events({string.Join(", ", Enumerable.Range(first, 14).Select(static i => $"${i}"))})";

    public static List<NpgsqlParameter> Parameters(IReadOnlyList<NewEvent> events) =>
    [
        PostgresValues.Many(events, static added => added.Id, NpgsqlDbType.Uuid),
        PostgresValues.Texts(events, static added => added.Name),
        PostgresValues.Many(events, static added => PostgresValues.Array(added.Payload), NpgsqlDbType.Bytea),
        PostgresValues.Texts(events, static added => added.TraceParent),
        PostgresValues.Texts(events, static added => added.TraceState),
        PostgresValues.Many(events, static added => added.Priority, NpgsqlDbType.Integer),
        PostgresValues.Many(events, static added => PostgresValues.Bounded(added.Delay), NpgsqlDbType.Interval),
        PostgresValues.Many(events, static added => added.NotBefore?.ToUniversalTime(), NpgsqlDbType.TimestampTz),
        PostgresValues.Texts(events, static added => added.UniqueKey),
        PostgresValues.Many(events, static added => added.UniqueFor is { } held ? PostgresValues.Bounded(held) : (TimeSpan?)null, NpgsqlDbType.Interval),
        PostgresValues.Texts(events, static added => added.Key),
        PostgresValues.Texts(events, static added => added.Schedule),
        PostgresValues.Many(events, static added => added.Slot?.ToUniversalTime(), NpgsqlDbType.TimestampTz),
        PostgresValues.Many(events, static added => (short)added.IfUnknown, NpgsqlDbType.Smallint),
    ];

    /// <summary>Gives the call that adds many, with its parameters.</summary>
    public static (string Call, List<NpgsqlParameter> Parameters) Call(IReadOnlyList<NewEvent> events)
    {
        var parameters = Parameters(events);
        if (events.All(static added => added.IdHeldFor is null))
        {
            return ($"{{schema}}.add_events({Expression(1)}, NULL)", parameters);
        }

        parameters.Add(PostgresValues.Many(events, static added => added.IdHeldFor is { } held ? PostgresValues.Bounded(held) : (TimeSpan?)null, NpgsqlDbType.Interval));
        return ($"{{schema}}.add_held_events({Expression(1)}, ${parameters.Count})", parameters);
    }

    public static AddResult ReadResult(NpgsqlDataReader row) => new((AddOutcome)row.GetInt16(1), row.GetGuid(2), row.GetInt32(3));
}
