using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Sockeye.ChatRig;

/// <summary>
/// The accounts, contacts and conversations of the clients, written into the demo's database. Hashing a password is slow on purpose: the accounts have that of an
/// example account, salt and all, and log in with its password.
/// </summary>
internal static class Population
{
    public const int GroupSize = 10;
    public const string Password = "sockeye-demo";
    private const string Example = "maya@example.com";

    public static string IdOf(int client) => client.ToString("x32", CultureInfo.InvariantCulture);

    public static string EmailOf(int client) => $"load-{client}@example.com";

    public static string KindOf(int client) => client % 2 == 0 ? "student" : "psychiatrist";

    /// <summary>Names the conversation of two neighbours.</summary>
    public static string DirectOf(int client) => $"direct:{IdOf(client & ~1)}:{IdOf(client | 1)}";

    /// <summary>Names the conversation of ten neighbours.</summary>
    public static string GroupOf(int client) => $"group:{IdOf(client / GroupSize)}";

    /// <summary>Adds what is missing.</summary>
    public static void Add(string database, int clients)
    {
        using var connection = Open(database);
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            """
            create temp table load as
            with recursive n (i) as (select 0 union all select i + 1 from n where i + 1 < @clients)
            select i, printf('%032x', i) as id,
                   'direct:' || printf('%032x', i - i % 2) || ':' || printf('%032x', i - i % 2 + 1) as direct,
                   'group:' || printf('%032x', i / @size) as team
            from n;

            insert or ignore into accounts (id, email, name, kind, password_hash, created_at)
            select l.id, 'load-' || l.i || '@example.com', 'Client ' || l.i, iif(l.i % 2 = 0, 'student', 'psychiatrist'), a.password_hash, @now
            from load l, accounts a where a.email = @example;

            insert or ignore into contacts (account_id, contact_id, since)
            select one.id, other.id, @now from load one join load other on other.team = one.team and other.i <> one.i;

            insert or ignore into rooms (name, kind, title, created_by, temporary_id, created_at)
            select direct, 'direct', null, id, null, @now from load where i % 2 = 0
            union all
            select team, 'group', 'Group ' || i / @size, id, null, @now from load where i % @size = 0;

            insert or ignore into members (room, account_id, joined_at)
            select direct, id, @now from load union all select team, id, @now from load;

            drop table load;
            """;
        command.Parameters.AddWithValue("@clients", clients);
        command.Parameters.AddWithValue("@size", GroupSize);
        command.Parameters.AddWithValue("@example", Example);
        command.Parameters.AddWithValue("@now", TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        command.ExecuteNonQuery();
        transaction.Commit();
    }

    /// <summary>Counts the messages that one run stored.</summary>
    public static int CountMessages(string database, string run)
    {
        using var connection = Open(database);
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from messages where temporary_id like @pattern";
        command.Parameters.AddWithValue("@pattern", $"{run}-%");
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static SqliteConnection Open(string database)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, ForeignKeys = true, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
