using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Sockeye.Background;

/// <summary>Empties the outbox that lies in the store's own file, in one transaction: no relay, nothing in between that could be lost or doubled.</summary>
internal sealed partial class SqliteOutboxMove(SqliteWatch watch, JobSignal signal, TimeProvider time, BackgroundInstruments instruments, ILogger logger) : SqliteWrite
{
    private const int Most = 500;
    private int _found;
    private int _unreadable;

    /// <summary>Says whether anything lies there; without a lock.</summary>
    public static bool IsNeeded(SqliteSession session) => session.TryNumber("SELECT 1 FROM sockeye_outbox LIMIT 1") is not null;

    public override void Run(SqliteSession session)
    {
        var statement = session.Prepare("SELECT id, emit FROM sockeye_outbox ORDER BY id LIMIT ?1").Bind(1, (long)Most);
        var rows = new List<OutboxRow>();
        while (statement.Step())
        {
            rows.Add(new OutboxRow(statement.Text(0), statement.Text(1)));
        }

        var now = time.GetUtcNow().UtcTicks;
        _unreadable = 0;
        foreach (var row in rows)
        {
            Move(session, row, now);
        }

        _found = rows.Count;
    }

    public override void Deliver()
    {
        if (Failure is { } failure)
        {
            Log.Failed(logger, failure);
        }
        else if (_found > 0)
        {
            Count(instruments.OutboxMoved, _found - _unreadable);
            Count(instruments.OutboxUnreadable, _unreadable);
            signal.Raise(WakeUps.Work);
        }

        watch.Moved(failed: Failure is not null, isMore: Failure is null && _found == Most);
    }

    private static void Count(QuietCounter counter, int rows)
    {
        if (rows > 0)
        {
            counter.Add(rows);
        }
    }

    private void Move(SqliteSession session, OutboxRow row, long now)
    {
        try
        {
            SqliteAdding.Add(session, OutboxJson.Read(row, idHeldFor: null), batch: null, now);
        }
        catch (JsonException exception)
        {
            _unreadable++;
            Log.Unreadable(logger, row.Id, exception); // out of the way of those behind it, and kept
            session.Prepare("INSERT OR REPLACE INTO sockeye_outbox_unreadable (id, emit) VALUES (?1, ?2)").Bind(1, row.Id).Bind(2, row.Emit).Run();
        }

        session.Prepare("DELETE FROM sockeye_outbox WHERE id = ?1").Bind(1, row.Id).Run();
    }
}
