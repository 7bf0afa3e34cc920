using Dapper;
using Microsoft.Data.Sqlite;

namespace Demo.Chat.Contacts;

/// <summary>Reads who knows whom, and who has blocked whom. Being somebody's contact goes both ways, a block goes one way.</summary>
internal static class ContactQueries
{
    public static bool AreContacts(SqliteConnection connection, string account, string other) => connection.QuerySingle<bool>(
        "select exists (select 1 from contacts where account_id = @account and contact_id = @other)", new { account, other });

    /// <summary>Whether all of some accounts, each named once, are contacts of one.</summary>
    public static bool AreContacts(SqliteConnection connection, string account, IReadOnlyCollection<string> others) => others.Count == connection.QuerySingle<int>(
        "select count(*) from contacts where account_id = @account and contact_id in @others", new { account, others });

    public static int CountContacts(SqliteConnection connection, string account) =>
        connection.QuerySingle<int>("select count(*) from contacts where account_id = @account", new { account });

    public static IReadOnlyList<ContactView> Contacts(SqliteConnection connection, string account) =>
    [
        .. connection.Query<ContactView>(
            """
            select a.id, a.name, a.kind from contacts c join accounts a on a.id = c.contact_id
            where c.account_id = @account
            order by a.name, a.id
            """,
            new { account }),
    ];

    /// <summary>Gets whom an account sees, those it has known longest first.</summary>
    public static IReadOnlyList<string> Seen(SqliteConnection connection, string account, int most) =>
    [
        .. connection.Query<string>(
            "select contact_id from contacts where account_id = @account order by since, contact_id limit @most", new { account, most }),
    ];

    /// <summary>Whether one has blocked the other.</summary>
    public static bool HasBlocked(SqliteConnection connection, string account, string other) => connection.QuerySingle<bool>(
        "select exists (select 1 from blocks where account_id = @account and blocked_id = @other)", new { account, other });

    public static IReadOnlyList<ContactView> Blocked(SqliteConnection connection, string account) =>
    [
        .. connection.Query<ContactView>(
            """
            select a.id, a.name, a.kind from blocks b join accounts a on a.id = b.blocked_id
            where b.account_id = @account
            order by a.name, a.id
            """,
            new { account }),
    ];

    public static ContactView? Find(SqliteConnection connection, string account) =>
        connection.QuerySingleOrDefault<ContactView>("select id, name, kind from accounts where id = @account", new { account });

    /// <summary>Makes two accounts contacts within a write of one's own.</summary>
    /// <returns>How many rows are new; none where they are contacts already.</returns>
    public static int Insert(SqliteConnection connection, string one, string other, DateTimeOffset now) => connection.Execute(
        """
        insert into contacts (account_id, contact_id, since) values (@one, @other, @now), (@other, @one, @now)
        on conflict do nothing
        """,
        new { one, other, now = now.ToUnixTimeMilliseconds() });
}
