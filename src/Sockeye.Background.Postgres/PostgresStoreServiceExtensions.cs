using Microsoft.Extensions.Logging;
using Npgsql;
using Sockeye;
using Sockeye.Background;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps background events in a PostgreSQL database.</summary>
public static class PostgresStoreServiceExtensions
{
    // Every verb is the same few statements: prepared, they are parsed and planned once for each connection.
    private const int Prepared = 64;

    /// <summary>
    /// Keeps events and jobs in a PostgreSQL database (version 15 or newer), which many nodes share. The tables are made and migrated when the application starts,
    /// in a schema of their own. One connection is held to hear of work.
    /// </summary>
    /// <param name="background">What is being registered.</param>
    /// <param name="connectionString">The database, in Npgsql's words.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The same.</returns>
    /// <exception cref="ArgumentException">The connection string cannot be read or allows only one connection, or an option is out of bounds.</exception>
    public static SockeyeBackgroundBuilder UsePostgres(
        this SockeyeBackgroundBuilder background, string connectionString, Action<PostgresStoreOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        if (builder.ConnectionStringBuilder.MaxAutoPrepare == 0)
        {
            builder.ConnectionStringBuilder.MaxAutoPrepare = Prepared;
        }

        CheckPool(builder.ConnectionStringBuilder, nameof(connectionString));
        builder.ConnectionStringBuilder.NoResetOnClose = true; // nothing but the store uses these connections, and it leaves nothing in them

        return Use(background, _ => (builder.Build(), true), configure);
    }

    /// <summary>Keeps events and jobs in a PostgreSQL database, by connections of the application's own source.</summary>
    /// <param name="background">What is being registered.</param>
    /// <param name="source">Where connections come from; it is not disposed with the store. <c>Max Auto Prepare</c> above 0 makes it faster.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The same.</returns>
    /// <exception cref="ArgumentException">The source allows only one connection, or an option is out of bounds.</exception>
    public static SockeyeBackgroundBuilder UsePostgres(
        this SockeyeBackgroundBuilder background, NpgsqlDataSource source, Action<PostgresStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        CheckPool(new NpgsqlConnectionStringBuilder(source.ConnectionString), nameof(source));
        return Use(background, _ => (source, false), configure);
    }

    private static void CheckPool(NpgsqlConnectionStringBuilder connection, string parameter)
    {
        if (connection is { Pooling: true, MaxPoolSize: < 2 })
        {
            throw new ArgumentException(
                $"Maximum Pool Size is {connection.MaxPoolSize}, and must be at least 2: the store holds one connection to hear of work, and takes its steps on others.", parameter);
        }
    }

    private static SockeyeBackgroundBuilder Use(
        SockeyeBackgroundBuilder background, Func<IServiceProvider, (NpgsqlDataSource Source, bool IsOwned)> open, Action<PostgresStoreOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(background);
        var options = new PostgresStoreOptions();
        configure?.Invoke(options);
        options.Check();
        OutboxServiceExtensions.TryAddOwnOutbox(background.Services);
        return background.UseStore(services =>
        {
            var (source, isOwned) = open(services);
            return new PostgresJobStore(
                source,
                isOwned,
                options.Schema,
                services.GetRequiredService<BackgroundOptions>().TimeProvider,
                new QuietLogger<PostgresJobStore>(services.GetService<ILoggerFactory>()));
        });
    }
}
