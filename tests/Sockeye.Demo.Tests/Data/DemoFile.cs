using Dapper;
using Demo.Data;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Sockeye.TestKit;

namespace Sockeye.Demo.Tests.Data;

/// <summary>A database of the demo in a folder of its own, with accounts and conversations made by a few words of SQL.</summary>
internal sealed class DemoFile : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sockeye-");

    private DemoFile()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Data:Folder", _folder.FullName)]).Build();
        Folder = new DataFolder(configuration);
        Database = new Database(Folder);
        Writer = new DatabaseWriter(Database, TimeProvider.System);
    }

    public DataFolder Folder { get; }

    public Database Database { get; }

    public DatabaseWriter Writer { get; }

    public ManualTimeProvider Time { get; } = new();

    public static async Task<DemoFile> OpenAsync()
    {
        var file = new DemoFile();
        await file.Writer.StartAsync(TestContext.Current.CancellationToken);
        return file;
    }

    /// <summary>Adds accounts <c>a0</c>, <c>a1</c> and so on.</summary>
    public Task AddAccountsAsync(int count) => WriteAsync(
        """
        insert into accounts (id, email, name, kind, password_hash, created_at)
        select 'a' || value, 'a' || value || '@example.com', 'Account ' || value, 'student', '', 0 from generated where value < @count
        """,
        new { count });

    /// <summary>Adds a group.</summary>
    public Task AddGroupAsync(string room, params string[] members) => Writer.WriteAsync(
        connection =>
        {
            connection.Execute("insert into rooms (name, kind, title, created_by, created_at) values (@room, 'group', @room, @creator, 0)", new { room, creator = members[0] });
            return connection.Execute("insert into members (room, account_id, joined_at) values (@room, @member, 0)", members.Select(member => new { room, member }));
        },
        cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Adds messages of one text to a room.</summary>
    public Task SayAsync(string room, string sender, string text, int count = 1) => WriteAsync(
        """
        insert into messages (room, sender, temporary_id, text, sent_at, version)
        select @room, @sender, hex(randomblob(16)), @text, 0, last + value + 1 from generated, (select coalesce(max(version), 0) as last from messages)
        where value < @count
        """,
        new { room, sender, text, count });

    /// <summary>Writes; in the statement, <c>generated</c> has the numbers from 0 up.</summary>
    public Task<int> WriteAsync(string statement, object? parameters = null) => Writer.WriteAsync(
        connection => connection.Execute(
            "with recursive generated (value) as (select 0 union all select value + 1 from generated where value < 20000) " + statement, parameters),
        cancellationToken: TestContext.Current.CancellationToken);

    public T Ask<T>(string query, object? parameters = null)
    {
        using var connection = Database.Open();
        return connection.QuerySingle<T>(query, parameters);
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.StopAsync(CancellationToken.None);
        Writer.Dispose();
        using (var connection = Database.Open())
        {
            SqliteConnection.ClearPool(connection); // and not those of the tests beside this one, which may be counting
        }

        _folder.Delete(recursive: true);
    }
}
