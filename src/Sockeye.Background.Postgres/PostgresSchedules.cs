using Npgsql;
using NpgsqlTypes;

namespace Sockeye.Background;

/// <summary>Schedules, and their slots.</summary>
internal static class PostgresSchedules
{
    public static async Task<IReadOnlyList<StoredSchedule>> AllAsync(PostgresDatabase database, CancellationToken cancellationToken) => await database.RowsAsync(
        """
        SELECT name, expression, time_zone, event, payload, priority, missed, overlapping, paused, next, last_slot, declared_as, version
        FROM {schema}.schedules ORDER BY name COLLATE "C"
        """,
        [],
        static row => new StoredSchedule
        {
            Name = row.GetString(0),
            Expression = row.GetString(1),
            TimeZone = row.GetString(2),
            EventName = row.GetString(3),
            Payload = row.GetBytes(4),
            Priority = row.GetInt32(5),
            Missed = (MissedRuns)row.GetInt16(6),
            Overlapping = (OverlappingRuns)row.GetInt16(7),
            IsPaused = row.GetBoolean(8),
            Next = row.TimeOrNull(9),
            LastSlot = row.TimeOrNull(10),
            DeclaredAs = row.TextOrNull(11),
            Version = row.GetInt64(12),
        },
        cancellationToken).ConfigureAwait(false);

    // Versions come from a sequence, and so are never used twice, also where a schedule is removed and added again.
    public static async Task<StoredSchedule?> SaveAsync(PostgresDatabase database, StoredSchedule schedule, CancellationToken cancellationToken)
    {
        NpgsqlParameter[] parameters =
        [
            PostgresValues.Text(schedule.Name), PostgresValues.Text(schedule.Expression), PostgresValues.Text(schedule.TimeZone),
            PostgresValues.Text(schedule.EventName), PostgresValues.Bytes(schedule.Payload), PostgresValues.Number(schedule.Priority),
            PostgresValues.Of((short)schedule.Missed, NpgsqlDbType.Smallint), PostgresValues.Of((short)schedule.Overlapping, NpgsqlDbType.Smallint),
            PostgresValues.Boolean(schedule.IsPaused), PostgresValues.Time(schedule.Next), PostgresValues.Text(schedule.DeclaredAs),
            PostgresValues.Long(schedule.Version),
        ];
        var rows = await database.RowsAsync(
            schedule.Version == 0
                ? """
                  INSERT INTO {schema}.schedules AS s
                    (name, expression, time_zone, event, payload, priority, missed, overlapping, paused, next, declared_as, version)
                  SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, nextval('{schema}.schedule_versions') WHERE $12 = 0
                  ON CONFLICT (name) DO NOTHING RETURNING s.version, s.last_slot
                  """
                : """
                  UPDATE {schema}.schedules AS s SET expression = $2, time_zone = $3, event = $4, payload = $5, priority = $6, missed = $7, overlapping = $8,
                    paused = $9, next = $10, declared_as = $11, version = nextval('{schema}.schedule_versions')
                  WHERE s.name = $1 AND s.version = $12 RETURNING s.version, s.last_slot
                  """,
            parameters,
            row => schedule with { Version = row.GetInt64(0), LastSlot = row.TimeOrNull(1) },
            cancellationToken).ConfigureAwait(false);
        return rows.Count == 0 ? null : rows[0];
    }

    public static async Task<bool> RemoveAsync(PostgresDatabase database, string name, CancellationToken cancellationToken) =>
        (await database.RowsAsync(
            "DELETE FROM {schema}.schedules WHERE name = $1 RETURNING 1", [PostgresValues.Text(name)], static _ => true, cancellationToken).ConfigureAwait(false)).Count > 0;

    public static Task<SlotResult> ClaimAsync(PostgresDatabase database, SlotClaim claim, CancellationToken cancellationToken) => database.RowAsync(
        $$"""SELECT * FROM {schema}.claim_slot($1, $2, $3, $4, $5, {{PostgresEvents.Expression(6)}})""",
        [
            PostgresValues.Text(claim.Schedule), PostgresValues.Long(claim.Version), PostgresValues.Time(claim.Slot), PostgresValues.Time(claim.Next),
            PostgresValues.Boolean(claim.UnlessUnfinished), .. PostgresEvents.Parameters(claim.Event is { } added ? [added] : []),
        ],
        static row => new SlotResult(
            (SlotOutcome)row.GetInt16(0),
            row.GetInt64(1),
            row.IsDBNull(2) ? null : new AddResult((AddOutcome)row.GetInt16(2), row.GetGuid(3), row.GetInt32(4))),
        cancellationToken);
}
