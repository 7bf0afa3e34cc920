using Demo.Data;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Sockeye.Demo.Tests.Data;

/// <summary>What SQLite does for a reading, as it counts itself: the same on each machine.</summary>
internal static class Work
{
    /// <summary>Counts the pages of the file that a reading looks at, whether they are in the cache or not.</summary>
    /// <remarks>
    /// Each connection counts for itself: the reading runs on the only one that lies in the pool. A pool replaces what has lain in it for minutes;
    /// then it is read once more.
    /// </remarks>
    public static int PagesOf(Database database, Action reading)
    {
        while (true)
        {
            reading(); // its tables and statements are known from now on
            var (connection, before) = Pages(database);
            reading();
            var (same, after) = Pages(database);
            if (ReferenceEquals(connection, same))
            {
                return after - before;
            }
        }
    }

    /// <summary>Gets the statements that a reading runs.</summary>
    public static List<string> StatementsOf(Database database, Action<SqliteConnection> reading)
    {
        var statements = new List<string>();
        using var connection = database.Open();
        raw.sqlite3_trace(connection.Handle, (_, statement) => statements.Add(statement), null);
        try
        {
            reading(connection);
        }
        finally
        {
            raw.sqlite3_trace(connection.Handle, (strdelegate_trace)null!, null);
        }

        return statements;
    }

    private static (sqlite3 Connection, int Count) Pages(Database database)
    {
        using var connection = database.Open();
        return (connection.Handle!, Count(raw.SQLITE_DBSTATUS_CACHE_HIT) + Count(raw.SQLITE_DBSTATUS_CACHE_MISS));

        int Count(int what)
        {
            raw.sqlite3_db_status(connection.Handle, what, out var current, out _, resetFlg: 0);
            return current;
        }
    }
}
