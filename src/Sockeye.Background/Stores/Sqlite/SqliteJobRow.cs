namespace Sockeye.Background;

/// <summary>What is needed of a job to change its state.</summary>
internal readonly record struct SqliteJobRow(
    long Id, long Listener, string? Key, JobState State, long Due, int Attempt, long Token, long LeaseEnd, bool CancelRequested, Guid? Batch, long Event)
{
    public const string Columns = "j.id, j.listener, j.key, j.state, j.due, j.attempt, j.token, j.lease_end, j.cancel_requested, j.batch, j.event";

    public static SqliteJobRow? Find(SqliteSession session, long id)
    {
        var statement = session.Prepare($"SELECT {Columns} FROM sockeye_jobs j WHERE j.id = ?1").Bind(1, id);
        SqliteJobRow? row = statement.Step() ? Read(statement) : null;
        statement.Reset();
        return row;
    }

    public static List<SqliteJobRow> ReadAll(SqliteStatement statement)
    {
        var rows = new List<SqliteJobRow>();
        while (statement.Step())
        {
            rows.Add(Read(statement));
        }

        return rows;
    }

    private static SqliteJobRow Read(SqliteStatement statement) => new(
        statement.Int64(0),
        statement.Int64(1),
        statement.TextOrNull(2),
        (JobState)statement.Int32(3),
        statement.Int64(4),
        statement.Int32(5),
        statement.Int64(6),
        statement.Int64(7),
        statement.Boolean(8),
        statement.GuidOrNull(9),
        statement.Int64(10));
}
