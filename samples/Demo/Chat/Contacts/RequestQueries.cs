using Dapper;
using Microsoft.Data.Sqlite;

namespace Demo.Chat.Contacts;

/// <summary>Reads who has asked whom.</summary>
internal static class RequestQueries
{
    /// <summary>How many of those received are shown at once; whoever answers them sees the next.</summary>
    private const int MostShown = 100;

    /// <summary>Gets the request of an account to an address, whatever has become of it.</summary>
    public static RequestRow? Find(SqliteConnection connection, string sender, string email) => connection.QuerySingleOrDefault<RequestRow>(
        "select * from contact_requests where sender = @sender and email = @email", new { sender, email });

    public static RequestRow? FindOwn(SqliteConnection connection, string sender, string id) => connection.QuerySingleOrDefault<RequestRow>(
        "select * from contact_requests where sender = @sender and id = @id", new { sender, id });

    public static int CountSent(SqliteConnection connection, string sender) =>
        connection.QuerySingle<int>("select count(*) from contact_requests where sender = @sender and withdrawn = 0", new { sender });

    public static IReadOnlyList<ReceivedRequest> Received(SqliteConnection connection, string account) =>
    [
        .. connection.Query<(string Id, long SentAt, string Sender, string Name, string Kind, string Email)>(
            """
            select r.id, r.sent_at, a.id, a.name, a.kind, a.email
            from accounts me join contact_requests r on r.email = me.email join accounts a on a.id = r.sender
            where me.id = @account and r.declined_at is null and r.withdrawn = 0
            order by r.sent_at desc, r.id
            limit @MostShown
            """,
            new { account, MostShown }).Select(static row =>
                new ReceivedRequest(row.Id, new ContactView { Id = row.Sender, Name = row.Name, Kind = row.Kind }, row.Email, row.SentAt)),
    ];

    public static IReadOnlyList<SentRequest> Sent(SqliteConnection connection, string account) =>
    [
        .. connection.Query<(string Id, string? Email, string? Account, string? Name, long SentAt)>(
            """
            select r.id, iif(r.by_name, null, r.email), iif(r.by_name, a.id, null), iif(r.by_name, a.name, null), r.sent_at
            from contact_requests r left join accounts a on a.email = r.email
            where r.sender = @account and r.withdrawn = 0
            order by r.sent_at desc, r.id
            """,
            new { account }).Select(static row => new SentRequest(row.Id, row.Email, row.Account, row.Name, row.SentAt)),
    ];

    public static string? EmailOf(SqliteConnection connection, string account) =>
        connection.QuerySingleOrDefault<string>("select email from accounts where id = @account", new { account });

    public static string? AccountOf(SqliteConnection connection, string email) =>
        connection.QuerySingleOrDefault<string>("select id from accounts where email = @email", new { email });
}
