using System.Net.Sockets;
using Npgsql;

namespace Sockeye.Background;

/// <summary>Turns what the client throws into exceptions that say which database, what is wrong with it and what would be right.</summary>
internal static class PostgresErrors
{
    /// <summary>Says whether an exception is one of the database or of the way to it.</summary>
    public static bool IsOurs(Exception exception) => exception is NpgsqlException or SocketException or IOException or TimeoutException;

    /// <summary>Says whether the database has picked this transaction to give way to another; it can be repeated at once.</summary>
    public static bool HasGivenWay(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure };

    /// <summary>
    /// Says whether a connection had prepared the statement for an answer that a newer node has since made longer; it can be repeated at once, and that connection
    /// prepares it anew.
    /// </summary>
    public static bool IsOutdated(Exception exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.FeatureNotSupported, Routine: "RevalidateCachedQuery" };

    /// <summary>Says whether the connection is gone, and with it probably those that wait in the pool.</summary>
    public static bool IsLost(Exception exception) => exception is not PostgresException error || error.SqlState.StartsWith("57P", StringComparison.Ordinal);

    public static JobStoreException From(Exception exception, string database)
    {
        var (failure, advice) = exception is PostgresException error ? Of(error)
            : IsPoolFull(exception) ? (JobStoreFailure.Unavailable, "had no connection left for this process in time: raise Maximum Pool Size, or see what holds them")
            : (JobStoreFailure.Unavailable, "cannot be reached: see that its server runs and that this machine may connect");
        return new JobStoreException(
            failure, $"The PostgreSQL database '{database}' {advice}. It says: {Said(exception)}. The step may be repeated.", exception)
        {
            IsTransient = IsTransient(exception),
        };
    }

    // Npgsql has no other sign of it.
    private static bool IsPoolFull(Exception exception) => exception is NpgsqlException { InnerException: TimeoutException } && exception.Message.Contains("pool", StringComparison.Ordinal);

    // The server is about to restart or just has, or has no connection left; but an unknown user stays unknown.
    private static bool IsTransient(Exception exception) =>
        exception is not PostgresException error || error.SqlState is ['5', '7', 'P', ..] or ['0', '8', ..] or ['5', '3', '3', ..];

    private static string Said(Exception exception) => exception is PostgresException error ? $"{error.MessageText} ({error.SqlState})" : exception.Message.TrimEnd('.');

    // https://www.postgresql.org/docs/current/errcodes-appendix.html
    private static (JobStoreFailure Failure, string Advice) Of(PostgresException error) => error.SqlState switch
    {
        PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory => (JobStoreFailure.Full, "is full: make room on its disk, or in its memory"),
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected =>
            (JobStoreFailure.Locked, "is locked by another connection: let that one end its transaction"),
        PostgresErrorCodes.ReadOnlySqlTransaction => (JobStoreFailure.ReadOnly, "cannot be written to: connect to the primary"),
        PostgresErrorCodes.InsufficientPrivilege => (JobStoreFailure.ReadOnly, "does not let this user in: it needs the right to make and to use the schema"),
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => (JobStoreFailure.Corrupt, "is damaged: restore it from a backup"),
        PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn => (
            JobStoreFailure.NewerSchema,
            "has not what this version of Sockeye asks for: a newer version has changed the schema since this node started, so start it anew with that version; or somebody has changed it by hand"),
        ['5', '7', 'P', ..] or ['0', '8', ..] or ['5', '3', '3', ..] or ['2', '8', ..] or "3D000" =>
            (JobStoreFailure.Unavailable, "cannot be used now: see that its server is up, knows this user and database, and has connections left"),
        _ => (JobStoreFailure.Other, "answered with an error"),
    };
}
