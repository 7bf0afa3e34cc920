namespace Sockeye.Background;

/// <summary>Schedules, and their slots.</summary>
internal static class SqliteSchedules
{
    public static IReadOnlyList<StoredSchedule> All(SqliteSession session)
    {
        var statement = session.Prepare(
            """
            SELECT name, expression, time_zone, event, payload, priority, missed, overlapping, paused, next, last_slot, declared_as, version
            FROM sockeye_schedules ORDER BY name
            """);
        var schedules = new List<StoredSchedule>();
        while (statement.Step())
        {
            schedules.Add(new StoredSchedule
            {
                Name = statement.Text(0),
                Expression = statement.Text(1),
                TimeZone = statement.Text(2),
                EventName = statement.Text(3),
                Payload = statement.Bytes(4),
                Priority = statement.Int32(5),
                Missed = (MissedRuns)statement.Int32(6),
                Overlapping = (OverlappingRuns)statement.Int32(7),
                IsPaused = statement.Boolean(8),
                Next = statement.TimeOrNull(9),
                LastSlot = statement.TimeOrNull(10),
                DeclaredAs = statement.TextOrNull(11),
                Version = statement.Int64(12),
            });
        }

        return schedules;
    }

    public static StoredSchedule? Save(SqliteSession session, StoredSchedule schedule)
    {
        var there = All(session).FirstOrDefault(other => other.Name == schedule.Name);
        if ((there?.Version ?? 0) != schedule.Version)
        {
            return null;
        }

        var saved = schedule with { LastSlot = there?.LastSlot, Version = NextVersion(session) };
        session.Prepare(
            """
            INSERT OR REPLACE INTO sockeye_schedules
              (name, expression, time_zone, event, payload, priority, missed, overlapping, paused, next, last_slot, declared_as, version)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            """)
            .Bind(1, saved.Name).Bind(2, saved.Expression).Bind(3, saved.TimeZone).Bind(4, saved.EventName).Bind(5, saved.Payload)
            .Bind(6, (long)saved.Priority).Bind(7, (long)saved.Missed).Bind(8, (long)saved.Overlapping).Bind(9, saved.IsPaused).Bind(10, saved.Next)
            .Bind(11, saved.LastSlot).Bind(12, saved.DeclaredAs).Bind(13, saved.Version).Run();
        return saved;
    }

    public static bool Remove(SqliteSession session, string name) =>
        session.Prepare("DELETE FROM sockeye_schedules WHERE name = ?1").Bind(1, name).Run() > 0;

    public static SlotResult Claim(SqliteSession session, SlotClaim claim, long now)
    {
        var version = NextVersion(session);
        var claimed = session.Prepare(
            """
            UPDATE sockeye_schedules SET last_slot = ?3, next = ?4, version = ?5
            WHERE name = ?1 AND version = ?2 AND paused = 0 AND (last_slot IS NULL OR last_slot < ?3)
            """).Bind(1, claim.Schedule).Bind(2, claim.Version).Bind(3, claim.Slot).Bind(4, claim.Next).Bind(5, version).Run() > 0;
        if (!claimed)
        {
            var current = session.Prepare("SELECT version FROM sockeye_schedules WHERE name = ?1").Bind(1, claim.Schedule).Number();
            return new SlotResult(SlotOutcome.Stale, current ?? 0, null);
        }

        return claim.Event is null || (claim.UnlessUnfinished && HasUnfinished(session, claim.Schedule))
            ? new SlotResult(SlotOutcome.Passed, version, null)
            : new SlotResult(SlotOutcome.Claimed, version, SqliteAdding.Add(session, claim.Event, batch: null, now));
    }

    private static bool HasUnfinished(SqliteSession session, string schedule) =>
        session.Prepare("SELECT 1 FROM sockeye_jobs INDEXED BY sockeye_jobs_schedule WHERE schedule = ?1 AND state < 2 LIMIT 1").Bind(1, schedule).Number() is not null;

    // Versions are never used twice, also where a schedule is removed and added again.
    private static long NextVersion(SqliteSession session) =>
        session.Prepare("UPDATE sockeye_schedule_versions SET last = last + 1 RETURNING last").Number()!.Value;
}
