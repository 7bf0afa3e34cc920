using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Demo.Data;

/// <summary>The demo's SQLite file. Connections are pooled and read; what writes goes through the <see cref="DatabaseWriter"/>.</summary>
internal sealed class Database
{
    public const string FileName = "demo.db";

    private readonly string _connectionString;
    private readonly long? _mostBytes;

    /// <param name="folder">Where the file is.</param>
    /// <param name="mostBytes">How large the demo lets it become: past that, a write fails as on a full disk. Background events have connections of their own and are not bounded: a job that was promised goes on.</param>
    public Database(DataFolder folder, long? mostBytes = null)
    {
        _mostBytes = mostBytes;
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset)); // or the handler would be left aside
        SqlMapper.AddTypeHandler(new InstantText());
        SqlMapper.AddTypeHandler(new DateText());
        _connectionString = new SqliteConnectionStringBuilder { DataSource = folder.PathOf(FileName), ForeignKeys = true }.ToString();
    }

    /// <summary>Opens a connection; disposing of it puts it back into the pool.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();

        // full: what has been committed survives a loss of power, too. busy_timeout: whoever writes waits by the WriterLock.
        connection.Execute("pragma synchronous = full; pragma busy_timeout = 0");
        if (_mostBytes is { } most)
        {
            var pages = Math.Max(1, most / connection.QuerySingle<long>("pragma page_size"));
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"pragma max_page_count = {pages}"));
        }

        return connection;
    }
}
