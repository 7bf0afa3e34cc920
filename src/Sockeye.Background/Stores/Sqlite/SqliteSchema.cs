using System.Globalization;

namespace Sockeye.Background;

/// <summary>Tables in versions: version n is what the first n steps make. Which one a file has stands in a table of its own, since the file may be an application's.</summary>
/// <param name="name">What the version is kept under: several schemas may share a file.</param>
/// <param name="steps">The steps from an empty file. One that has been released is never changed.</param>
internal sealed class SqliteSchema(string name, IReadOnlyList<string> steps)
{
    /// <summary>Takes the steps that are missing, all or none. Where several processes start together one takes them and the others find them taken.</summary>
    /// <exception cref="JobStoreException">The file is locked, or its schema is newer than this library.</exception>
    public void Apply(SqliteSession session)
    {
        if (Version(session) == steps.Count)
        {
            return; // without the writer's lock
        }

        session.Execute("BEGIN IMMEDIATE");
        try
        {
            Upgrade(session);
            session.Execute("COMMIT");
        }
        catch
        {
            session.ResetStatements();
            _ = session.TryExecute("ROLLBACK"); // some errors have done it already
            throw;
        }
    }

    private void Upgrade(SqliteSession session)
    {
        session.ExecuteScript("CREATE TABLE IF NOT EXISTS sockeye_schema (name TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID");
        var version = Version(session); // again: under the lock it cannot change
        if (version > steps.Count)
        {
            throw new JobStoreException(
                JobStoreFailure.NewerSchema,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The tables of '{name}' in '{session.Path}' have version {version}, and this version of Sockeye knows {steps.Count}: start the newer version, or name another file."));
        }

        foreach (var step in steps.Skip(version))
        {
            session.ExecuteScript(step);
        }

        session.Prepare("INSERT INTO sockeye_schema (name, version) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET version = ?2")
            .Bind(1, name).Bind(2, (long)steps.Count).Run();
    }

    private int Version(SqliteSession session)
    {
        if (session.Scalar("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'sockeye_schema'") is null)
        {
            return 0;
        }

        var statement = session.Prepare("SELECT version FROM sockeye_schema WHERE name = ?1").Bind(1, name);
        var version = statement.Step() ? statement.Int32(0) : 0;
        statement.Reset();
        return version;
    }
}
