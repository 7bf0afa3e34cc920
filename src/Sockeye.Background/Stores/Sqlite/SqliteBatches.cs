namespace Sockeye.Background;

/// <summary>Batches: what became of their jobs, and the event at their end.</summary>
internal static class SqliteBatches
{
    public static IReadOnlyList<AddResult> Add(SqliteSession session, NewBatch batch, long now)
    {
        var unknown = batch.Events.Select(added => SqliteAdding.IsUnknown(session, added)).ToArray();
        if (unknown.Contains(true))
        {
            return [.. batch.Events.Select((added, i) => new AddResult(unknown[i] ? AddOutcome.Unknown : AddOutcome.Ignored, added.Id, 0))];
        }

        session.Prepare("INSERT INTO sockeye_batches (id, completion_event, total) VALUES (?1, ?2, 0)").Bind(1, batch.Id).Bind(2, batch.CompletionEvent).Run();
        AddResult[] results = [.. batch.Events.Select(added => SqliteAdding.Add(session, added, batch.Id, now))];
        FinishIfOver(session, batch.Id, now);
        return results;
    }

    public static BatchStatus? Find(SqliteSession session, Guid id) => Row(session, id)?.Status;

    /// <summary>Counts jobs of a batch that have come to an end, or left it.</summary>
    public static void Count(SqliteSession session, Guid id, JobState state, int by)
    {
        var sql = state switch
        {
            JobState.Completed => "UPDATE sockeye_batches SET completed = completed + ?2 WHERE id = ?1",
            JobState.Dead => "UPDATE sockeye_batches SET dead = dead + ?2 WHERE id = ?1",
            _ => "UPDATE sockeye_batches SET cancelled = cancelled + ?2 WHERE id = ?1",
        };
        session.Prepare(sql).Bind(1, id).Bind(2, (long)by).Run();
    }

    /// <summary>Completes a batch whose last job has ended, once.</summary>
    public static void FinishIfOver(SqliteSession session, Guid id, long now)
    {
        if (Row(session, id) is not { } row || row.Status.Remaining > 0 || row.Status.Finished is not null)
        {
            return;
        }

        session.Prepare("UPDATE sockeye_batches SET finished = ?2 WHERE id = ?1").Bind(1, id).Bind(2, now).Run();
        if (row.CompletionEvent is { } name)
        {
            var (_, total, completed, dead, cancelled, _) = row.Status;
            var end = new NewEvent
            {
                Id = Guid.CreateVersion7(new DateTimeOffset(now, TimeSpan.Zero)),
                Name = name,
                Payload = BatchCompletionPayload.Write(new BatchCompletion(id, total, completed, dead, cancelled)),
                UniqueKey = $"batch:{id}",
                IfUnknown = UnknownEventPolicy.Keep,
            };
            SqliteAdding.Add(session, end, batch: null, now);
        }
    }

    private static (BatchStatus Status, string? CompletionEvent)? Row(SqliteSession session, Guid id)
    {
        var statement = session.Prepare("SELECT total, completed, dead, cancelled, finished, completion_event FROM sockeye_batches WHERE id = ?1").Bind(1, id);
        (BatchStatus, string?)? row = statement.Step()
            ? (new BatchStatus(id, statement.Int32(0), statement.Int32(1), statement.Int32(2), statement.Int32(3), statement.TimeOrNull(4)), statement.TextOrNull(5))
            : null;
        statement.Reset();
        return row;
    }
}
