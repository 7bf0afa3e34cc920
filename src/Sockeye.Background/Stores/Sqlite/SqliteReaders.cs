using System.Collections.Concurrent;

namespace Sockeye.Background;

/// <summary>The connections that read a file: a few, opened when they are needed. Each read sees one moment of the file and holds up no writer.</summary>
/// <param name="open">Opens a connection.</param>
internal sealed class SqliteReaders(Func<SqliteSession> open) : IAsyncDisposable
{
    private const int Most = 4;
    private readonly ConcurrentStack<SqliteSession> _idle = new();
    private readonly SemaphoreSlim _free = new(Most);
    private readonly CancellationTokenSource _closing = new();
    private int _closed;

    /// <summary>Reads in one snapshot. A file that somebody has locked is waited for as long as the token allows.</summary>
    /// <exception cref="JobStoreException">The database could not be read.</exception>
    /// <exception cref="ObjectDisposedException">The file has been closed.</exception>
    public async Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _closed) != 0, typeof(SqliteReaders));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        try
        {
            await _free.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                return await Task.Run(() => Read(read, either.Token), either.Token).ConfigureAwait(false);
            }
            finally
            {
                _free.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ObjectDisposedException(typeof(SqliteReaders).FullName);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            await _closing.CancelAsync().ConfigureAwait(false);
            for (var reader = 0; reader < Most; reader++)
            {
                await _free.WaitAsync(CancellationToken.None).ConfigureAwait(false); // whoever reads has been interrupted
            }

            while (_idle.TryPop(out var session))
            {
                session.Dispose();
            }
        }
    }

    private T Read<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        using var pause = new SqliteLockWait();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SqliteSession? session = null;
            try
            {
                session = _idle.TryPop(out var idle) ? idle : open();
                var result = ReadOnce(session, read, cancellationToken);
                _idle.Push(session);
                return result;
            }
            catch (JobStoreException locked) when (locked.Failure == JobStoreFailure.Locked)
            {
                session?.Dispose();
                pause.Wait(cancellationToken);
            }
            catch
            {
                session?.Dispose(); // what failed on it may have left it half-way
                cancellationToken.ThrowIfCancellationRequested(); // the interrupted statement's error is the cancellation
                throw;
            }
        }
    }

    private static T ReadOnce<T>(SqliteSession session, Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        session.CancelWith(cancellationToken);
        session.Execute("BEGIN");
        var result = read(session);
        session.ResetStatements();
        session.Execute("COMMIT");
        return result;
    }
}
