using SQLitePCL;

namespace Sockeye.Background;

/// <summary>One connection to a file, with the statements that were prepared on it. For one thread at a time.</summary>
/// <remarks>
/// It speaks to SQLite's own functions: the ADO.NET provider sleeps on its caller's thread when the file is locked, where nothing can wake it,
/// and a statement that runs 10,000 times a second should cost no command object.
/// </remarks>
internal sealed class SqliteSession : IDisposable
{
    private const int MostStatements = 200;
    private readonly sqlite3 _connection;
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    static SqliteSession() => SqliteProvider.Choose();

    /// <summary>Opens a connection.</summary>
    /// <exception cref="JobStoreException">The file cannot be opened.</exception>
    public SqliteSession(string path, bool create)
    {
        Path = path;
        var flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX | (create ? raw.SQLITE_OPEN_CREATE : 0);
        var code = raw.sqlite3_open_v2(path, out _connection, flags, null);
        if (code != raw.SQLITE_OK)
        {
            var failure = SqliteErrors.From(code, path, raw.sqlite3_errstr(code).utf8_to_string());
            raw.sqlite3_close_v2(_connection);
            throw failure;
        }

        _ = raw.sqlite3_extended_result_codes(_connection, 1);
    }

    public string Path { get; }

    /// <summary>Gets a value indicating whether a transaction is open: some errors end it by themselves.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_connection) == 0;

    /// <summary>Gets how many rows the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(_connection);

    /// <summary>Gets the row id of the last row that was inserted.</summary>
    public long LastRow => raw.sqlite3_last_insert_rowid(_connection);

    /// <summary>Takes how many pages were written since this was last asked.</summary>
    public int TakePagesWritten()
    {
        // https://www.sqlite.org/c3ref/c_dbstatus_options.html: SQLITE_DBSTATUS_CACHE_WRITE
        const int cacheWrite = 9;
        var code = raw.sqlite3_db_status(_connection, cacheWrite, out var pages, out _, resetFlg: 1);
        return code == raw.SQLITE_OK ? pages : 0;
    }

    /// <summary>Takes how many instructions SQLite has run for the statements there are since this was last asked.</summary>
    public long TakeSteps() => _statements.Values.Sum(static statement => statement.TakeSteps());

    /// <summary>Gives the statement of this text: prepared once, ready to be bound. It is the session's: reset it, do not dispose of it.</summary>
    public SqliteStatement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            if (_statements.Count >= MostStatements)
            {
                Forget(); // somebody searches in ever new ways
            }

            var code = raw.sqlite3_prepare_v2(_connection, sql, out var handle);
            ThrowIfError(code);
            statement = new SqliteStatement(this, handle);
            _statements.Add(sql, statement);
        }

        statement.Reset();
        return statement;
    }

    /// <summary>Runs a statement without parameters and without rows.</summary>
    public void Execute(string sql)
    {
        var code = TryExecute(sql);
        ThrowIfError(code);
    }

    /// <summary>Runs a statement without parameters and answers SQLite's result code instead of throwing.</summary>
    public int TryExecute(string sql)
    {
        var statement = Prepare(sql);
        var code = statement.TryStep();
        statement.Reset();
        return code is raw.SQLITE_ROW or raw.SQLITE_DONE ? raw.SQLITE_OK : code;
    }

    /// <summary>Gives the first column of the first row as text.</summary>
    public string? Scalar(string sql)
    {
        var statement = Prepare(sql);
        var value = statement.Step() ? statement.TextOrNull(0) : null;
        statement.Reset();
        return value;
    }

    /// <summary>Gives the first column of the first row as a number; <see langword="null"/> where SQLite reports an error.</summary>
    public long? TryNumber(string sql)
    {
        var statement = Prepare(sql);
        long? number = statement.TryStep() == raw.SQLITE_ROW ? statement.Int64(0) : null;
        statement.Reset();
        return number;
    }

    /// <summary>Lets a token break off whatever statement runs, until the next one is given. (An interrupt would be forgotten between two statements.)</summary>
    public void CancelWith(CancellationToken cancellationToken)
    {
        const int instructions = 10_000;
        raw.sqlite3_progress_handler(_connection, instructions, _ => cancellationToken.IsCancellationRequested ? 1 : 0, null);
    }

    /// <summary>Runs several statements, which are not kept: for migrations.</summary>
    public void ExecuteScript(string sql) => ThrowIfError(raw.sqlite3_exec(_connection, sql));

    public void ThrowIfError(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw Error(code);
        }
    }

    /// <summary>The exception for a result code, with what SQLite says of it just now.</summary>
    public JobStoreException Error(int code) => SqliteErrors.From(code, Path, raw.sqlite3_errmsg(_connection).utf8_to_string());

    /// <summary>Moves what lies in the write-ahead log into the database as far as nobody reads it. Being held up by others is ordinary.</summary>
    public int TryCheckpoint(int mode) => raw.sqlite3_wal_checkpoint_v2(_connection, null, mode, out _, out _);

    /// <summary>Ends every statement that still runs: what fails half-way leaves some, and they would hold up a rollback.</summary>
    public void ResetStatements()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Reset();
        }
    }

    public void Dispose()
    {
        ResetStatements();
        Forget();
        _ = raw.sqlite3_close_v2(_connection);
    }

    private void Forget()
    {
        foreach (var (sql, statement) in _statements.Where(static entry => !entry.Value.IsRunning).ToArray())
        {
            statement.Dispose();
            _statements.Remove(sql);
        }
    }
}
