using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Sockeye.Background;

/// <summary>The one thread that writes to a file. Whatever waits when it can begin goes into one transaction, and so shares one sync.</summary>
/// <remarks>
/// A transaction of somebody else that holds the writer's lock delays what waits here, for as long as the callers' tokens allow, and fails none of it.
/// </remarks>
internal sealed partial class SqliteWriter : IAsyncDisposable
{
    /// <summary>So many pieces of work at most share a transaction: a bound on how long the lock is held and on what a lost transaction repeats.</summary>
    public const int LargestGroup = 512;

    private static readonly TimeSpan WarnAfter = TimeSpan.FromSeconds(5);

    // How long what still waits when the store is closed may wait for somebody else's lock.
    private static readonly TimeSpan PatienceAtTheEnd = TimeSpan.FromSeconds(5);

    private readonly object _gate = new(); // a monitor: the thread waits on it
    private readonly Queue<SqliteWrite> _waiting = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SqliteSession _session;
    private readonly SqliteTransaction _transaction;
    private readonly SqliteCheckpoint _checkpoint;
    private readonly ILogger _logger;
    private bool _closed;
    private bool _look;
    private long? _changes;
    private volatile bool _heldUp;

    /// <summary>Initializes a new instance of the <see cref="SqliteWriter"/> class and starts its thread.</summary>
    /// <param name="session">The connection, which is the writer's from now on.</param>
    /// <param name="logger">Where a lock that is held for long is reported.</param>
    public SqliteWriter(SqliteSession session, ILogger logger)
    {
        _session = session;
        _transaction = new SqliteTransaction(session, () =>
        {
            _ = TryBegin(isWanted: static () => true, out var failure);
            return failure;
        });
        _checkpoint = new SqliteCheckpoint(session);
        _logger = logger;
        new Thread(Run) { IsBackground = true, Name = "Sockeye SQLite writer" }.UnsafeStart();
    }

    /// <summary>Gets a value indicating whether the writer waits for a lock that another connection holds.</summary>
    public bool IsHeldUp => _heldUp;

    /// <summary>
    /// Gets or sets what is called, on the writer's thread and outside of a transaction, when it has looked: with its connection, and whether another
    /// connection has, or before its first look may have, changed the file since it last did. It must be quick; what it throws is logged.
    /// </summary>
    public Action<SqliteSession, bool>? Looked { get; set; }

    /// <summary>Looks whether another connection has changed the file, as soon as the writer is free.</summary>
    public void Look()
    {
        lock (_gate)
        {
            _look = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Does work inside a transaction and answers when that is on disk.</summary>
    /// <param name="work">What to do, on the writer's thread. Where it throws, nothing of it is kept and everything beside it is.</param>
    /// <param name="cancellationToken">Ends the wait for the writer. Work that has begun is finished.</param>
    /// <exception cref="JobStoreException">The database could not take it.</exception>
    /// <exception cref="ObjectDisposedException">The writer has been closed.</exception>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        var write = new SqliteWrite<T>(work, this);
        ObjectDisposedException.ThrowIf(!TryEnqueue(write), typeof(SqliteWriter));
        if (cancellationToken.CanBeCanceled)
        {
            write.CancelWith(cancellationToken);
        }

        return write.Task;
    }

    /// <summary>Lets work wait for the writer, which delivers it; <see langword="false"/> where that has been closed.</summary>
    public bool TryEnqueue(SqliteWrite write)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _waiting.Enqueue(write);
                Monitor.Pulse(_gate);
            }

            return !_closed;
        }
    }

    /// <summary>Says why a wait that ends now has been long, where it was somebody else's lock.</summary>
    public string? WhyItWaits() =>
        _heldUp ? $"The write was cancelled while another connection held the lock of '{_session.Path}'; nothing of it was kept." : null;

    /// <summary>Finishes what waits, then closes the connection. Everyone who calls it awaits the same end.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }

        return new ValueTask(_ended.Task);
    }

    private void Run()
    {
        var group = new List<SqliteWrite>(LargestGroup);
        while (WaitForWork())
        {
            Guarded(static (writer, _) => writer.LookNow(), null);
            if (!HasWork() || !TryBegin(HasWork, out var failure))
            {
                continue; // everyone who waited has gone
            }

            Take(group); // after the lock was won: whatever came in the meantime shares the transaction
            _transaction.Complete(group, failure);
            group.ForEach(write => Guarded(static (_, write) => write!.Deliver(), write));
            group.Clear();
            _checkpoint.AfterCommit();
        }

        _checkpoint.AtTheEnd();
        _session.Dispose();
        _ended.SetResult();
    }

    // The thread must not end: everybody who writes waits for it, and what a thread throws ends the process.
    private void Guarded(Action<SqliteWriter, SqliteWrite?> step, SqliteWrite? write)
    {
        try
        {
            step(this, write);
        }
#pragma warning disable CA1031 // see above
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _session.ResetStatements();
            Log.TellingFailed(_logger, _session.Path, exception);
        }
    }

    private bool WaitForWork()
    {
        lock (_gate)
        {
            while (!HasWork() && !_look)
            {
                if (_closed)
                {
                    return false;
                }

                Monitor.Wait(_gate);
            }

            return true;
        }
    }

    /// <summary>Asks for the number that changes with every commit of another connection, and with none of this one.</summary>
    private void LookNow()
    {
        bool wasAsked;
        lock (_gate)
        {
            wasAsked = _look;
            _look = false;
        }

        // https://www.sqlite.org/pragma.html#pragma_data_version
        if (_session.TryNumber("PRAGMA data_version") is { } changes)
        {
            var changed = _changes != changes; // the first look too: somebody may have begun to wait, and another connection changed the file, before it
            _changes = changes;
            if (changed || wasAsked)
            {
                Looked?.Invoke(_session, changed);
            }
        }
    }

    private bool HasWork()
    {
        lock (_gate)
        {
            while (_waiting.TryPeek(out var next) && !next.IsWaiting)
            {
                _waiting.Dequeue(); // its caller has gone
            }

            return _waiting.Count > 0;
        }
    }

    private bool IsClosed()
    {
        lock (_gate)
        {
            return _closed;
        }
    }

    private void Take(List<SqliteWrite> group)
    {
        lock (_gate)
        {
            while (group.Count < LargestGroup && _waiting.TryDequeue(out var write))
            {
                if (write.TryTake())
                {
                    group.Add(write);
                }
            }
        }
    }

    /// <summary>Takes the writer's lock, however long somebody else holds it. <see langword="false"/> where nobody wants it any more.</summary>
    /// <param name="isWanted">Whether somebody still waits for it.</param>
    /// <param name="failure">What makes a transaction impossible; a lock only does at the end.</param>
    private bool TryBegin(Func<bool> isWanted, out JobStoreException? failure)
    {
        using var pause = new SqliteLockWait();
        var end = TimeSpan.MaxValue;
        failure = null;
        try
        {
            while (true)
            {
                var code = _session.TryExecute("BEGIN IMMEDIATE");
                if (code == raw.SQLITE_OK)
                {
                    return true;
                }

                if (end == TimeSpan.MaxValue && IsClosed())
                {
                    end = pause.Waited + PatienceAtTheEnd;
                }

                if (!SqliteErrors.IsBusy(code) || pause.Waited >= end)
                {
                    failure = _session.Error(code);
                    return true;
                }

                if (!isWanted())
                {
                    return false;
                }

                _heldUp = true;
                if (pause.WaitPast(WarnAfter))
                {
                    Log.HeldUp(_logger, _session.Path, WarnAfter.TotalSeconds);
                }
            }
        }
        finally
        {
            _heldUp = false;
        }
    }
}
