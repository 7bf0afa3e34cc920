namespace Sockeye.Background;

/// <summary>The processes that run listeners.</summary>
internal static class PostgresWorkers
{
    public static Task ReportAsync(PostgresDatabase database, WorkerReport report, CancellationToken cancellationToken) => database.RunAsync(
        "SELECT {schema}.report_worker($1, $2, $3, $4, $5)",
        [
            PostgresValues.Id(report.Id), PostgresValues.Text(report.Name), PostgresValues.Number(report.Concurrency), PostgresValues.Number(report.Running),
            PostgresValues.Span(report.AliveFor),
        ],
        cancellationToken);

    public static Task ForgetAsync(PostgresDatabase database, Guid id, CancellationToken cancellationToken) =>
        database.RunAsync("DELETE FROM {schema}.workers WHERE id = $1", [PostgresValues.Id(id)], cancellationToken);

    public static Task SweepAsync(PostgresDatabase database, TimeSpan keepSilent, CancellationToken cancellationToken) => database.RunAsync(
        "DELETE FROM {schema}.workers WHERE alive_until <= {schema}.clock() - $1", [PostgresValues.Span(keepSilent)], cancellationToken);

    public static async Task<IReadOnlyList<WorkerState>> AllAsync(PostgresDatabase database, CancellationToken cancellationToken) => await database.RowsAsync(
        """
        SELECT id, name, started, seen, alive_until > {schema}.clock(), concurrency, running FROM {schema}.workers ORDER BY name COLLATE "C", started, id
        """,
        [],
        static row => new WorkerState(row.GetGuid(0), row.GetString(1), row.GetTime(2), row.GetTime(3), row.GetBoolean(4), row.GetInt32(5), row.GetInt32(6)),
        cancellationToken).ConfigureAwait(false);
}
