namespace Sockeye.Background;

/// <summary>Adds events and their jobs.</summary>
internal static class SqliteAdding
{
    public static IReadOnlyList<AddResult> Add(SqliteSession session, IReadOnlyList<NewEvent> events, long now)
    {
        var results = new AddResult[events.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Add(session, events[i], batch: null, now);
        }

        return results;
    }

    public static AddResult Add(SqliteSession session, NewEvent added, Guid? batch, long now)
    {
        if (added.IdHeldFor is not null && Holder(session, added.Name, added.IdKey, now) is not null)
        {
            return new AddResult(AddOutcome.Duplicate, added.Id, 0);
        }

        var listeners = SqliteListeners.Of(session, added.Name);
        if (added.IdHeldFor is { } idHeld && (listeners.Count > 0 || added.IfUnknown != UnknownEventPolicy.Refuse))
        {
            TakeKey(session, added.Name, added.IdKey, added.Id, now + idHeld.Ticks);
        }

        if (added.UniqueKey is { } key && Holder(session, added.Name, key, now) is { } holder)
        {
            return new AddResult(AddOutcome.Duplicate, holder, 0);
        }

        if (listeners.Count == 0 && added.IfUnknown != UnknownEventPolicy.Keep)
        {
            return new AddResult(added.IfUnknown == UnknownEventPolicy.Ignore ? AddOutcome.Ignored : AddOutcome.Unknown, added.Id, 0);
        }

        var isKept = listeners.Count == 0;
        var entry = new SqliteEvent(0, added.Priority, DueOf(added, now), added.Key, added.Schedule, isKept ? null : batch, now);
        if (!TryInsert(session, added, entry, isKept))
        {
            return new AddResult(AddOutcome.Duplicate, added.Id, 0); // somebody adds it a second time, who did not hear of the first
        }

        entry = entry with { Sequence = session.LastRow };
        if (added.UniqueKey is { } taken)
        {
            TakeKey(session, added.Name, taken, added.Id, added.UniqueFor is { } held ? now + held.Ticks : null);
        }

        if (isKept)
        {
            return new AddResult(AddOutcome.Kept, added.Id, 0);
        }

        AddJobs(session, entry, listeners, now);
        return new AddResult(AddOutcome.Added, added.Id, listeners.Count);
    }

    /// <summary>Says whether an event is one that nobody is known for and that is therefore refused.</summary>
    public static bool IsUnknown(SqliteSession session, NewEvent added) =>
        added.IfUnknown == UnknownEventPolicy.Refuse && SqliteListeners.Of(session, added.Name).Count == 0;

    /// <summary>Gives events that were kept to the listeners that have come.</summary>
    public static void Claim(SqliteSession session, string eventName, long now)
    {
        var statement = session.Prepare(
            "SELECT seq, priority, due, key, schedule, created FROM sockeye_events WHERE name = ?1 AND kept = 1 ORDER BY seq").Bind(1, eventName);
        var kept = new List<SqliteEvent>();
        while (statement.Step())
        {
            kept.Add(new SqliteEvent(
                statement.Int64(0), statement.Int32(1), statement.Int64(2), statement.TextOrNull(3), statement.TextOrNull(4), null, statement.Int64(5)));
        }

        var listeners = SqliteListeners.Of(session, eventName);
        foreach (var entry in kept)
        {
            session.Prepare("UPDATE sockeye_events SET kept = 0 WHERE seq = ?1").Bind(1, entry.Sequence).Run();
            AddJobs(session, entry, listeners, now);
        }
    }

    private static void AddJobs(SqliteSession session, SqliteEvent entry, List<SqliteListener> listeners, long now)
    {
        foreach (var listener in listeners)
        {
            var hold = SqliteKeys.HoldOf(session, listener, entry.Key, long.MaxValue, entry.Due, now);
            session.Prepare(
                """
                INSERT INTO sockeye_jobs (event, listener, lane, state, hold, priority, due, key, created, schedule, batch)
                VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                """)
                .Bind(1, entry.Sequence).Bind(2, listener.Id).Bind(3, listener.Lane).Bind(4, (long)hold).Bind(5, (long)entry.Priority).Bind(6, entry.Due)
                .Bind(7, entry.Key).Bind(8, entry.Created).Bind(9, entry.Schedule).Bind(10, entry.Batch).Run();
        }

        if (entry.Batch is { } batch)
        {
            session.Prepare("UPDATE sockeye_batches SET total = total + ?2 WHERE id = ?1").Bind(1, batch).Bind(2, (long)listeners.Count).Run();
        }
    }

    private static Guid? Holder(SqliteSession session, string name, string key, long now)
    {
        var statement = session.Prepare("SELECT event FROM sockeye_unique_keys WHERE name = ?1 AND key = ?2 AND (until IS NULL OR until > ?3)")
            .Bind(1, name).Bind(2, key).Bind(3, now);
        Guid? holder = statement.Step() ? statement.Guid(0) : null;
        statement.Reset();
        return holder;
    }

    private static void TakeKey(SqliteSession session, string name, string key, Guid id, long? until) => session.Prepare(
        "INSERT OR REPLACE INTO sockeye_unique_keys (name, key, event, until) VALUES (?1, ?2, ?3, ?4)")
        .Bind(1, name).Bind(2, key).Bind(3, id).Bind(4, until).Run();

    private static bool TryInsert(SqliteSession session, NewEvent added, SqliteEvent entry, bool isKept) => session.Prepare(
        """
        INSERT INTO sockeye_events
          (id, name, payload, trace_parent, trace_state, priority, due, unique_key, key, schedule, slot, batch, created, kept)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) ON CONFLICT (id) DO NOTHING
        """)
        .Bind(1, added.Id).Bind(2, added.Name).Bind(3, added.Payload).Bind(4, added.TraceParent).Bind(5, added.TraceState).Bind(6, (long)added.Priority)
        .Bind(7, entry.Due).Bind(8, added.UniqueKey).Bind(9, added.Key).Bind(10, added.Schedule).Bind(11, added.Slot).Bind(12, entry.Batch)
        .Bind(13, entry.Created).Bind(14, isKept).Run() > 0;

    private static long DueOf(NewEvent added, long now) => Math.Max(now + added.Delay.Ticks, added.NotBefore?.UtcTicks ?? 0);
}
