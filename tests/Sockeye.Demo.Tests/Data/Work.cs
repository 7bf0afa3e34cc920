using Demo.Data;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Sockeye.Demo.Tests.Data;

/// <summary>What SQLite does for a reading, as it counts itself: the same on each machine.</summary>
internal static class Work
{
    /// <summary>Counts the pages of the file that a reading looks at, whether they are in the cache or not. It runs on the pool's only connection.</summary>
    public static int PagesOf(Database database, Action reading)
    {
        reading(); // its tables and statements are known from now on
        var before = Pages(database);
        reading();
        return Pages(database) - before;
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

    private static int Pages(Database database)
    {
        using var connection = database.Open();
        return Count(raw.SQLITE_DBSTATUS_CACHE_HIT) + Count(raw.SQLITE_DBSTATUS_CACHE_MISS);

        int Count(int what)
        {
            raw.sqlite3_db_status(connection.Handle, what, out var current, out _, resetFlg: 0);
            return current;
        }
    }
}
