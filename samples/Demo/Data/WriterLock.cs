using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Demo.Data;

/// <summary>
/// Waits for SQLite's writer lock, which background events and the demo's own writes share. SQLite built without sub-second sleeps waits in whole seconds
/// and the provider in steps of 150 milliseconds: too long for who wants to answer at once.
/// </summary>
internal static class WriterLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Runs a statement that takes the lock, as soon as nobody else has it.</summary>
    /// <exception cref="SqliteException">It failed, or somebody has kept the lock for five seconds.</exception>
    public static async Task TakeAsync(SqliteConnection connection, string statement, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        int result;
        while ((result = raw.sqlite3_exec(connection.Handle, statement)) == raw.SQLITE_BUSY && time.GetElapsedTime(began) < Patience)
        {
            await Task.Delay(Pause, time, cancellationToken);
        }

        SqliteException.ThrowExceptionForRC(result, connection.Handle);
    }
}
