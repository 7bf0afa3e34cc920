namespace Sockeye.Background;

/// <summary>The listeners that the store knows, and their lanes.</summary>
internal static class SqliteListeners
{
    private const string Columns = "id, lane, key_concurrency, permits, window, per_key";

    public static void Register(SqliteSession session, IReadOnlyList<ListenerRegistration> listeners, long now)
    {
        foreach (var listener in listeners)
        {
            Register(session, listener, now);
        }

        foreach (var name in listeners.Select(static listener => listener.EventName).Distinct(StringComparer.Ordinal))
        {
            SqliteAdding.Claim(session, name, now);
        }
    }

    public static bool Forget(SqliteSession session, string eventName, string listener) =>
        session.Prepare("UPDATE sockeye_listeners SET known = 0 WHERE event = ?1 AND name = ?2 AND known = 1")
            .Bind(1, eventName).Bind(2, listener).Run() > 0;

    public static IReadOnlyList<ListenerRegistration> Known(SqliteSession session)
    {
        var statement = session.Prepare(
            """
            SELECT l.id, l.lane, l.key_concurrency, l.permits, l.window, l.per_key, l.event, l.name, q.queue
            FROM sockeye_listeners l JOIN sockeye_lanes q ON q.id = l.lane WHERE l.known = 1 ORDER BY l.event, l.name
            """);
        var known = new List<ListenerRegistration>();
        while (statement.Step())
        {
            var listener = Read(statement);
            known.Add(new ListenerRegistration(statement.Text(6), statement.Text(7), statement.Text(8), listener.KeyConcurrency, listener.Rate));
        }

        return known;
    }

    /// <summary>Gives the listeners that an event becomes jobs for, those known first first.</summary>
    public static List<SqliteListener> Of(SqliteSession session, string eventName)
    {
        var statement = session.Prepare($"SELECT {Columns} FROM sockeye_listeners WHERE event = ?1 AND known = 1 ORDER BY id").Bind(1, eventName);
        var listeners = new List<SqliteListener>(2);
        while (statement.Step())
        {
            listeners.Add(Read(statement));
        }

        return listeners;
    }

    /// <summary>Finds a listener by its names, be it known or forgotten.</summary>
    public static SqliteListener? Find(SqliteSession session, string eventName, string name) =>
        One(session.Prepare($"SELECT {Columns} FROM sockeye_listeners WHERE event = ?1 AND name = ?2").Bind(1, eventName).Bind(2, name));

    public static SqliteListener Get(SqliteSession session, long id) =>
        One(session.Prepare($"SELECT {Columns} FROM sockeye_listeners WHERE id = ?1").Bind(1, id))!.Value;

    private static void Register(SqliteSession session, ListenerRegistration listener, long now)
    {
        var before = Find(session, listener.EventName, listener.Name);
        session.Prepare(
            """
            INSERT INTO sockeye_listeners (event, name, known, lane, key_concurrency, permits, window, per_key) VALUES (?1, ?2, 1, 0, ?3, ?4, ?5, ?6)
            ON CONFLICT (event, name) DO UPDATE SET known = 1, key_concurrency = ?3, permits = ?4, window = ?5, per_key = ?6
            """)
            .Bind(1, listener.EventName).Bind(2, listener.Name).Bind(3, (long)listener.KeyConcurrency)
            .Bind(4, (long?)listener.Rate?.Permits).Bind(5, listener.Rate?.Window.Ticks).Bind(6, listener.Rate is { IsPerKey: true }).Run();
        var id = before?.Id ?? session.LastRow;
        session.Prepare("INSERT INTO sockeye_lanes (listener, queue) VALUES (?1, ?2) ON CONFLICT DO NOTHING").Bind(1, id).Bind(2, listener.Queue).Run();
        session.Prepare(
            "UPDATE sockeye_listeners SET lane = (SELECT id FROM sockeye_lanes WHERE listener = ?1 AND queue = ?2) WHERE id = ?1")
            .Bind(1, id).Bind(2, listener.Queue).Run();
        if (before is { } former && former.Rate != listener.Rate)
        {
            session.Prepare("UPDATE sockeye_jobs SET hold = 0 WHERE listener = ?1 AND state = 0 AND hold = 3").Bind(1, id).Run(); // whether they may start is asked anew
        }

        if (before is { } old && old.KeyConcurrency != listener.KeyConcurrency)
        {
            SqliteKeys.Arrange(session, Get(session, id), now);
        }
    }

    private static SqliteListener? One(SqliteStatement statement)
    {
        SqliteListener? listener = statement.Step() ? Read(statement) : null;
        statement.Reset();
        return listener;
    }

    private static SqliteListener Read(SqliteStatement statement) => new(
        statement.Int64(0),
        statement.Int64(1),
        statement.Int32(2),
        statement.IsNull(3) ? null : new StartRate(statement.Int32(3), TimeSpan.FromTicks(statement.Int64(4)), statement.Boolean(5)));
}
