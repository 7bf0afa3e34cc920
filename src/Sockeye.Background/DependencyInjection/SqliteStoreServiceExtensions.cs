using Microsoft.Extensions.Logging;
using Sockeye;
using Sockeye.Background;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps background events in a SQLite file.</summary>
public static class SqliteStoreServiceExtensions
{
    /// <summary>
    /// Keeps events and jobs in a SQLite file, which is made where it is missing, with its folder. Several processes of one machine may share it; it may also be
    /// the application's own database, and then events can be emitted within its transactions. An emit has been synced to the disk when it returns.
    /// </summary>
    /// <param name="background">What is being registered.</param>
    /// <param name="path">The file, absolute or relative to the current directory; on a local disk.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The same.</returns>
    /// <exception cref="ArgumentException">The path is empty or names a database in memory, or an option is out of bounds.</exception>
    public static SockeyeBackgroundBuilder UseSqlite(this SockeyeBackgroundBuilder background, string path, Action<SqliteStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(background);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (path.Contains(":memory:", StringComparison.Ordinal) || path.StartsWith("file:", StringComparison.Ordinal) || path.Contains('=', StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"'{path}' is no path of a file: name one, as in UseSqlite(\"data/jobs.db\"), or keep events in memory with UseMemory().", nameof(path));
        }

        var options = new SqliteStoreOptions();
        configure?.Invoke(options);
        options.Check();
        OutboxServiceExtensions.TryAddOwnOutbox(background.Services);
        return background.UseStore(services => new SqliteJobStore(
            path,
            options.StartTimeout,
            services.GetRequiredService<BackgroundOptions>().TimeProvider,
            new QuietLogger<SqliteJobStore>(services.GetService<ILoggerFactory>()),
            services.GetRequiredService<BackgroundInstruments>()));
    }
}
