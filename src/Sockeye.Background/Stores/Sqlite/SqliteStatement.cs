using System.Buffers;
using System.Text;
using SQLitePCL;

namespace Sockeye.Background;

/// <summary>A prepared statement: bind from 1, step, read columns from 0. The session resets it before it is used again.</summary>
internal sealed class SqliteStatement(SqliteSession session, sqlite3_stmt handle) : IDisposable
{
    private const int OnTheStack = 512;

    /// <summary>Gets a value indicating whether somebody is in the middle of its rows.</summary>
    public bool IsRunning => raw.sqlite3_stmt_busy(handle) != 0;

    /// <summary>Takes how many instructions it has run since this was last asked.</summary>
    public long TakeSteps()
    {
        // https://www.sqlite.org/c3ref/c_stmtstatus_counter.html: SQLITE_STMTSTATUS_VM_STEP
        const int steps = 4;
        return raw.sqlite3_stmt_status(handle, steps, resetFlg: 1);
    }

    public SqliteStatement Bind(int index, long value) => Checked(raw.sqlite3_bind_int64(handle, index, value));

    public SqliteStatement Bind(int index, long? value) => value is { } number ? Bind(index, number) : BindNull(index);

    public SqliteStatement Bind(int index, bool value) => Bind(index, value ? 1L : 0L);

    public SqliteStatement Bind(int index, DateTimeOffset value) => Bind(index, value.UtcTicks);

    public SqliteStatement Bind(int index, DateTimeOffset? value) => Bind(index, value?.UtcTicks);

    public SqliteStatement Bind(int index, string? value)
    {
        if (value is null)
        {
            return BindNull(index);
        }

        if (value.Length == 0)
        {
            return Checked(raw.sqlite3_bind_text(handle, index, utf8z.FromString(string.Empty))); // an empty span would be null
        }

        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        var rented = most > OnTheStack ? ArrayPool<byte>.Shared.Rent(most) : null;
        var buffer = rented ?? stackalloc byte[OnTheStack];
        var length = Encoding.UTF8.GetBytes(value, buffer);
        var code = raw.sqlite3_bind_text(handle, index, (ReadOnlySpan<byte>)buffer[..length]); // SQLite copies it
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return Checked(code);
    }

    /// <summary>Binds bytes; an empty memory is an empty blob and not null.</summary>
    public SqliteStatement Bind(int index, ReadOnlyMemory<byte> value) =>
        Checked(value.IsEmpty ? raw.sqlite3_bind_zeroblob(handle, index, 0) : raw.sqlite3_bind_blob(handle, index, value.Span));

    public SqliteStatement Bind(int index, ReadOnlyMemory<byte>? value) => value is { } bytes ? Bind(index, bytes) : BindNull(index);

    /// <summary>Binds an id as 16 bytes whose order is that of their text, and so, of UUIDs of version 7, that of their times.</summary>
    public SqliteStatement Bind(int index, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Checked(raw.sqlite3_bind_blob(handle, index, (ReadOnlySpan<byte>)bytes));
    }

    public SqliteStatement Bind(int index, Guid? value) => value is { } id ? Bind(index, id) : BindNull(index);

    public SqliteStatement BindNull(int index) => Checked(raw.sqlite3_bind_null(handle, index));

    /// <summary>Goes to the next row; <see langword="false"/> where there is none, and then the statement has been reset.</summary>
    public bool Step()
    {
        var code = TryStep();
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        if (code == raw.SQLITE_DONE)
        {
            Reset();
            return false;
        }

        try
        {
            session.ThrowIfError(code);
            return false;
        }
        finally
        {
            Reset(); // after the error's words have been read, and before a rollback, which a statement that is still running would hold up
        }
    }

    /// <summary>Runs a statement whose rows are of no interest; answers how many rows it changed.</summary>
    public int Run()
    {
        while (Step())
        {
        }

        return session.Changes;
    }

    /// <summary>Runs a statement with one row at most, and gives its first column; <see langword="null"/> where there is no row, or null in it.</summary>
    public long? Number()
    {
        long? number = Step() && !IsNull(0) ? Int64(0) : null;
        Reset();
        return number;
    }

    public int TryStep() => raw.sqlite3_step(handle);

    public long Int64(int column) => raw.sqlite3_column_int64(handle, column);

    public int Int32(int column) => raw.sqlite3_column_int(handle, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(handle, column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(handle, column).ToArray();

    public byte[]? BytesOrNull(int column) => IsNull(column) ? null : Bytes(column);

    public Guid Guid(int column) => new(raw.sqlite3_column_blob(handle, column), bigEndian: true);

    public Guid? GuidOrNull(int column) => IsNull(column) ? null : Guid(column);

    public bool Boolean(int column) => Int32(column) != 0;

    public DateTimeOffset Time(int column) => new(Int64(column), TimeSpan.Zero);

    public DateTimeOffset? TimeOrNull(int column) => IsNull(column) ? null : Time(column);

    public void Reset() => _ = raw.sqlite3_reset(handle); // it repeats the error of the last step, which has been reported

    public void Dispose() => _ = raw.sqlite3_finalize(handle);

    private SqliteStatement Checked(int code)
    {
        session.ThrowIfError(code);
        return this;
    }
}
