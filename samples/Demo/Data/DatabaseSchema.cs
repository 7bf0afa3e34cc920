using System.Globalization;
using System.Reflection;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Demo.Data;

/// <summary>
/// Brings the file to this program's version: each <c>Migrations/NNN-name.sql</c> runs once, in the order of the numbers, and <c>user_version</c> is the last that ran.
/// A feature that needs tables adds the next file; one that was released is never edited.
/// </summary>
internal static class DatabaseSchema
{
    private static readonly (int Version, string Name)[] Migrations =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(static name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(static name => (int.Parse(name.AsSpan(0, 3), CultureInfo.InvariantCulture), name)).Order(),
    ];

    public static void Migrate(SqliteConnection connection)
    {
        connection.Execute("pragma journal_mode = wal");

        // Immediate: of two processes that start at once, one migrates and the other finds that done.
        connection.Execute("begin immediate");
        try
        {
            var version = connection.QuerySingle<int>("pragma user_version");
            var newest = Migrations[^1].Version;
            if (version > newest)
            {
                throw new DatabaseVersionException(
                    $"{connection.DataSource} has version {version}, and this program knows versions up to {newest}: start a newer program, or name another folder in Data:Folder.");
            }

            foreach (var migration in Migrations.Where(migration => migration.Version > version))
            {
                connection.Execute(Read(migration.Name));
                connection.Execute(string.Create(CultureInfo.InvariantCulture, $"pragma user_version = {migration.Version}"));
            }

            connection.Execute("commit transaction");
        }
        catch
        {
            connection.Execute("rollback transaction");
            throw;
        }
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
