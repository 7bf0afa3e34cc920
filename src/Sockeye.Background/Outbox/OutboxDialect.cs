using System.Data.Common;

namespace Sockeye.Background;

/// <summary>A kind of database in which an outbox can lie. It is known by the connection's type, so that no driver is referenced.</summary>
internal enum OutboxDialect
{
    /// <summary>SQLite, by whichever of its drivers.</summary>
    Sqlite,

    /// <summary>PostgreSQL, by Npgsql.</summary>
    Postgres,
}

/// <summary>Tells the kind of database from a connection.</summary>
internal static class OutboxDialects
{
    /// <summary>Tells it from the connection's type or one it derives from.</summary>
    /// <exception cref="NotSupportedException">It is none of those an outbox can lie in.</exception>
    public static OutboxDialect Of(DbConnection connection)
    {
        for (var type = connection.GetType(); type is not null; type = type.BaseType)
        {
            switch (type.FullName)
            {
                case "Microsoft.Data.Sqlite.SqliteConnection" or "System.Data.SQLite.SQLiteConnection":
                    return OutboxDialect.Sqlite;
                case "Npgsql.NpgsqlConnection":
                    return OutboxDialect.Postgres;
            }
        }

        throw new NotSupportedException(
            $"An outbox can lie in SQLite or PostgreSQL, and {connection.GetType().FullName} is a connection to neither. "
            + "Where it wraps one, pass the transaction of the connection inside.");
    }
}
