using System.Globalization;
using Npgsql;

namespace Sockeye.Background;

/// <summary>The store's tables and functions, in versions: version n is what the first n steps make of the tables, and the functions as they were then.</summary>
internal static class PostgresSchema
{
    // One that has been released is never changed. A version that changed functions alone has no step.
    private static readonly string?[] Tables = ["1-jobs.sql", "2-workers.sql", null, null, "5-postponed.sql", "6-latest-time.sql"];

    // In this order: some need others to be there. Each is made, or takes the place of what a version before has made.
    private static readonly string[] Functions =
        ["clock.sql", "keys.sql", "adding.sql", "settling.sql", "leasing.sql", "steering.sql", "workers.sql"];

    private static int Version => Tables.Length;

    /// <summary>Takes the steps that are missing, all or none. Where many nodes start together one takes them while the others wait, and find them taken.</summary>
    public static async Task ApplyAsync(PostgresDatabase database, string name, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await database.Source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var closing = connection.ConfigureAwait(false);
            await CheckIsolationAsync(connection, database, cancellationToken).ConfigureAwait(false);
            if (await VersionAsync(connection, database, name, cancellationToken).ConfigureAwait(false) == Version)
            {
                return; // without the lock, and without the right to make anything
            }

            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using var ending = transaction.ConfigureAwait(false);
            await UpgradeAsync(connection, database, name, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgresErrors.IsOurs(exception))
        {
            throw database.Failure(exception);
        }
    }

    private static async Task UpgradeAsync(NpgsqlConnection connection, PostgresDatabase database, string name, CancellationToken cancellationToken)
    {
        await RunAsync(string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({LockClass(name)}, 1002)")).ConfigureAwait(false);
        var version = await VersionAsync(connection, database, name, cancellationToken).ConfigureAwait(false); // again: under the lock it cannot change
        if (version > Version)
        {
            throw new JobStoreException(JobStoreFailure.NewerSchema, string.Create(
                CultureInfo.InvariantCulture,
                $"The schema '{name}' of '{database.Name}' has version {version}, and this version of Sockeye knows {Version}: start the newer version, or name another schema."));
        }

        if (version == 0)
        {
            await RunAsync($"CREATE SCHEMA IF NOT EXISTS {database.Schema}").ConfigureAwait(false); // an administrator may have made it
            await RunAsync($"CREATE TABLE {database.Schema}.schema_version (version int NOT NULL)").ConfigureAwait(false);
        }

        if (version == Version)
        {
            return; // another node was here first
        }

        foreach (var file in Tables.Skip(version).OfType<string>().Concat(Functions))
        {
            await RunAsync(Script(file, database.Schema, name)).ConfigureAwait(false);
        }

        await RunAsync(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO {database.Schema}.schema_version VALUES ({Version})")).ConfigureAwait(false);

        async Task RunAsync(string sql)
        {
            using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // What a function reads after it has waited for a lock is what was committed meanwhile, at this level and no other.
    private static async Task CheckIsolationAsync(NpgsqlConnection connection, PostgresDatabase database, CancellationToken cancellationToken)
    {
        using var ask = new NpgsqlCommand("SELECT current_setting('default_transaction_isolation')", connection);
        if (await ask.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is var level && level is not "read committed")
        {
            throw new JobStoreException(
                JobStoreFailure.Other,
                $"Transactions of the PostgreSQL database '{database.Name}' are '{level}' by default for this user, and the store needs 'read committed': "
                + "add Options=-c default_transaction_isolation=read\\ committed to its connection string.");
        }
    }

    private static async Task<int> VersionAsync(NpgsqlConnection connection, PostgresDatabase database, string name, CancellationToken cancellationToken)
    {
        // The catalogue's own rows: to_regclass answers from a cache, which does not know yet what another node has made while this one waited for the lock.
        using var find = new NpgsqlCommand(
            "SELECT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = 'schema_version')",
            connection);
        find.Parameters.Add(PostgresValues.Text(name));
        if (await find.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not true)
        {
            return 0;
        }

        using var read = new NpgsqlCommand($"SELECT max(version) FROM {database.Schema}.schema_version", connection);
        return await read.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as int? ?? 0;
    }

    private static string Script(string file, string schema, string name)
    {
        using var stream = typeof(PostgresSchema).Assembly.GetManifestResourceStream(file)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Replace("{schema}", schema, StringComparison.Ordinal)
            .Replace("{class}", LockClass(name).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    // Advisory locks are the database's: each schema has a class of its own (FNV-1a of its name).
    private static int LockClass(string name) => (int)name.Aggregate(2166136261u, static (hash, letter) => unchecked((hash ^ letter) * 16777619u));
}
