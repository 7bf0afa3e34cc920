using Microsoft.Extensions.Logging;

namespace Sockeye.Background;

/// <summary>A database file that is open: one thread writes to it, a few connections read, and its schema is the one this library knows.</summary>
internal sealed class SqliteFile : IAsyncDisposable
{
    private SqliteFile(string path, SqliteWriter writer)
    {
        Path = path;
        Writer = writer;
        Readers = new SqliteReaders(() => OpenReader(path));
    }

    public string Path { get; }

    public SqliteWriter Writer { get; }

    public SqliteReaders Readers { get; }

    /// <summary>Opens a file, makes it and its folder where they are missing, and brings its schema up to date.</summary>
    /// <param name="path">The file, relative to the current directory or absolute.</param>
    /// <param name="schema">The tables that must be there.</param>
    /// <param name="patience">How long a lock of another connection is waited for.</param>
    /// <param name="logger">Where the writer reports a lock that is held for long.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="JobStoreException">The file cannot be opened, written to or migrated.</exception>
    public static Task<SqliteFile> OpenAsync(string path, SqliteSchema schema, TimeSpan patience, ILogger logger, CancellationToken cancellationToken)
    {
        var full = System.IO.Path.GetFullPath(path);

        // Opening syncs, and may wait for a lock: that is no work for the caller's thread.
        return Task.Run(() => new SqliteFile(full, new SqliteWriter(OpenWriter(full, schema, patience, cancellationToken), logger)), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Readers.DisposeAsync().ConfigureAwait(false);
        await Writer.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Says whether two paths name one file, through links too.</summary>
    public static bool AreSame(string one, string other) =>
        !string.IsNullOrEmpty(other) && string.Equals(Resolved(one), Resolved(other), StringComparison.Ordinal);

    /// <summary>Opens a connection for reading, which must not be the first one.</summary>
    public static SqliteSession OpenReader(string path) => Opened(path, create: false, static session =>
    {
        session.Execute("PRAGMA query_only = ON");
        session.Execute("PRAGMA temp_store = MEMORY");
        session.Execute("PRAGMA cache_size = -4096");
    });

    private static SqliteSession OpenWriter(string path, SqliteSchema schema, TimeSpan patience, CancellationToken cancellationToken)
    {
        MakeFolder(path);
        using var pause = new SqliteLockWait();
        while (true)
        {
            try
            {
                return Opened(path, create: true, session =>
                {
                    Configure(session);
                    schema.Apply(session);
                });
            }
            catch (JobStoreException locked) when (locked.Failure == JobStoreFailure.Locked && pause.Waited < patience)
            {
                pause.Wait(cancellationToken); // another process starts too, or somebody's transaction holds it
            }
        }
    }

    private static SqliteSession Opened(string path, bool create, Action<SqliteSession> configure)
    {
        var session = new SqliteSession(path, create);
        try
        {
            configure(session);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static void Configure(SqliteSession session)
    {
        var mode = session.Scalar("PRAGMA journal_mode = WAL");
        if (mode != "wal")
        {
            throw new JobStoreException(
                JobStoreFailure.Unavailable,
                $"The SQLite database '{session.Path}' cannot keep a write-ahead log (its journal mode stays '{mode}'): it must lie on a local disk, not on a network share.");
        }

        session.Execute("PRAGMA synchronous = FULL"); // a commit is on the disk before it is answered
        session.Execute("PRAGMA wal_autocheckpoint = 0"); // the writer does it, after the answers
        session.Execute("PRAGMA journal_size_limit = 67108864");
        session.Execute("PRAGMA temp_store = MEMORY");
        session.Execute("PRAGMA cache_size = -16384");
        session.Execute("PRAGMA foreign_keys = OFF");
    }

    private static string Resolved(string path)
    {
        var file = new FileInfo(path);
        if (file.Exists && file.ResolveLinkTarget(returnFinalTarget: true) is { } target)
        {
            return target.FullName;
        }

        var folder = file.Directory?.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file.DirectoryName;
        return System.IO.Path.Combine(folder ?? string.Empty, file.Name);
    }

    private static void MakeFolder(string path)
    {
        var folder = System.IO.Path.GetDirectoryName(path);
        try
        {
            if (!string.IsNullOrEmpty(folder))
            {
                Directory.CreateDirectory(folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new JobStoreException(
                JobStoreFailure.ReadOnly,
                $"The folder '{folder}' of the SQLite database '{path}' cannot be made: {exception.Message} Make it, or name a file this process may write.",
                exception);
        }
    }
}
