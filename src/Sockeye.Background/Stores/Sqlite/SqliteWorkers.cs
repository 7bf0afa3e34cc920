namespace Sockeye.Background;

/// <summary>The processes that run listeners.</summary>
internal static class SqliteWorkers
{
    public static void Report(SqliteSession session, WorkerReport report, long now) => session.Prepare(
        """
        INSERT INTO sockeye_workers (id, name, started, seen, alive_until, concurrency, running) VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6)
        ON CONFLICT (id) DO UPDATE SET name = ?2, seen = ?3, alive_until = ?4, concurrency = ?5, running = ?6
        """)
        .Bind(1, report.Id).Bind(2, report.Name).Bind(3, now).Bind(4, now + report.AliveFor.Ticks).Bind(5, (long)report.Concurrency).Bind(6, (long)report.Running).Run();

    public static void Forget(SqliteSession session, Guid id) => session.Prepare("DELETE FROM sockeye_workers WHERE id = ?1").Bind(1, id).Run();

    public static void Sweep(SqliteSession session, TimeSpan keepSilent, long now) =>
        session.Prepare("DELETE FROM sockeye_workers WHERE alive_until <= ?1").Bind(1, now - keepSilent.Ticks).Run();

    public static IReadOnlyList<WorkerState> All(SqliteSession session, long now)
    {
        var statement = session.Prepare("SELECT id, name, started, seen, alive_until, concurrency, running FROM sockeye_workers ORDER BY name, started, id");
        var workers = new List<WorkerState>();
        while (statement.Step())
        {
            workers.Add(new WorkerState(
                statement.Guid(0), statement.Text(1), statement.Time(2), statement.Time(3), statement.Int64(4) > now, statement.Int32(5), statement.Int32(6)));
        }

        return workers;
    }
}
