using SQLitePCL;

namespace Sockeye.Background;

/// <summary>One transaction for a group of writes, in which each can fail alone.</summary>
/// <param name="session">The writer's connection.</param>
/// <param name="begin">Begins a transaction, however long somebody else holds the lock; answers what makes that impossible.</param>
internal sealed class SqliteTransaction(SqliteSession session, Func<JobStoreException?> begin)
{
    private readonly List<SqliteWrite> _done = [];

    /// <summary>Runs the writes in the transaction that has begun, and commits it. Afterwards each has failed or is on disk.</summary>
    /// <param name="group">The writes, in their order.</param>
    /// <param name="failure">Why no transaction has begun, where none has.</param>
    public void Complete(List<SqliteWrite> group, Exception? failure)
    {
        if (failure is not null)
        {
            group.ForEach(write => write.Failure = failure);
            return;
        }

        _done.Clear();
        for (var index = 0; index < group.Count; index++)
        {
            if (!RunOne(group[index], alone: group.Count == 1))
            {
                // The transaction went with it, and with the transaction what had been done before.
                _done.AddRange(group.Skip(index + 1));
                RunEachAlone();
                return;
            }
        }

        if (Commit() is { } lost)
        {
            if (_done.Count == 1)
            {
                _done[0].Failure = lost;
            }
            else
            {
                RunEachAlone();
            }
        }
    }

    /// <summary>Runs a write; <see langword="false"/> where that cost the whole transaction.</summary>
    private bool RunOne(SqliteWrite write, bool alone)
    {
        try
        {
            if (!alone)
            {
                session.Execute("SAVEPOINT one");
            }

            write.Run(session);
            if (!alone)
            {
                session.Execute("RELEASE one");
            }

            _done.Add(write);
            return true;
        }
#pragma warning disable CA1031 // whatever it is, it is the caller's who waits for this write, and no other's
        catch (Exception exception)
#pragma warning restore CA1031
        {
            write.Failure = exception;
            session.ResetStatements();
            return session.InTransaction && !alone && session.TryExecute("ROLLBACK TO one") == raw.SQLITE_OK && session.TryExecute("RELEASE one") == raw.SQLITE_OK;
        }
    }

    private JobStoreException? Commit()
    {
        session.ResetStatements();
        var code = session.TryExecute("COMMIT");
        if (code == raw.SQLITE_OK)
        {
            return null;
        }

        var failure = session.Error(code);
        Rollback();
        return failure;
    }

    /// <summary>A disk that is full takes the whole transaction with it: what may still find room gets its own.</summary>
    private void RunEachAlone()
    {
        Rollback();
        foreach (var write in _done.ToArray())
        {
            _done.Clear();
            if (begin() is { } impossible)
            {
                write.Failure = impossible;
            }
            else if (!RunOne(write, alone: true))
            {
                Rollback();
            }
            else if (Commit() is { } lost)
            {
                write.Failure = lost;
            }
        }
    }

    private void Rollback()
    {
        session.ResetStatements();
        if (session.InTransaction)
        {
            _ = session.TryExecute("ROLLBACK"); // where it fails too, the next BEGIN says so
        }
    }
}
