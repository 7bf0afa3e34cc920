using Microsoft.Extensions.Logging.Abstractions;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Stores.Sqlite;

/// <summary>What the tests of the file share: a table of numbers, one of which may stand in it once.</summary>
public abstract class SqliteFileTest : IDisposable
{
    private protected static readonly SqliteSchema Numbers = new("numbers", ["CREATE TABLE numbers (n INTEGER PRIMARY KEY, payload BLOB)"]);

    private readonly TemporaryFolder _folder = new();

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private protected string Database => _folder.File("numbers.db");

    private protected TemporaryFolder Folder => _folder;

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static int Insert(SqliteSession session, long number) =>
        session.Prepare("INSERT INTO numbers (n) VALUES (?1)").Bind(1, number).Run();

    private protected static Task<int> InsertAsync(SqliteFile file, long number, CancellationToken cancellationToken) =>
        file.Writer.WriteAsync(session => Insert(session, number), cancellationToken);

    private protected static Task<IReadOnlyList<long>> NumbersOfAsync(SqliteFile file) => file.Readers.ReadAsync(ReadNumbers, Cancelled);

    private protected static IReadOnlyList<long> ReadNumbers(SqliteSession session)
    {
        var numbers = new List<long>();
        var statement = session.Prepare("SELECT n FROM numbers ORDER BY n");
        while (statement.Step())
        {
            numbers.Add(statement.Int64(0));
        }

        return numbers;
    }

    private protected static async Task HeldUpAsync(SqliteFile file)
    {
        await Eventually.TrueAsync(() => file.Writer.IsHeldUp);
    }

    private protected Task<SqliteFile> OpenAsync(SqliteSchema? schema = null, TimeSpan patience = default) =>
        SqliteFile.OpenAsync(Database, schema ?? Numbers, patience, NullLogger.Instance, Cancelled);

    /// <summary>Another connection, as an application has one, inside a transaction that writes.</summary>
    private protected SqliteSession OpenTransaction()
    {
        var session = new SqliteSession(Database, create: false);
        session.Execute("BEGIN IMMEDIATE");
        return session;
    }
}
