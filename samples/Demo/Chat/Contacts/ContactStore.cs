using Dapper;
using Demo.Accounts;
using Demo.Data;
using Microsoft.Data.Sqlite;

namespace Demo.Chat.Contacts;

/// <summary>Who knows whom. Being somebody's contact goes both ways.</summary>
internal sealed class ContactStore(DatabaseWriter writer, ChatEvents events, TimeProvider time)
{
    public static bool AreContacts(SqliteConnection connection, string account, string other) => connection.QuerySingle<bool>(
        "select exists (select 1 from contacts where account_id = @account and contact_id = @other)", new { account, other });

    /// <summary>Whether all of some accounts, each named once, are contacts of one.</summary>
    public static bool AreContacts(SqliteConnection connection, string account, IReadOnlyCollection<string> others) => others.Count == connection.QuerySingle<int>(
        "select count(*) from contacts where account_id = @account and contact_id in @others", new { account, others });

    public static IReadOnlyList<ContactView> Read(SqliteConnection connection, string account) =>
    [
        .. connection.Query<ContactView>(
            """
            select a.id, a.name, a.kind from contacts c join accounts a on a.id = c.contact_id
            where c.account_id = @account
            order by a.name, a.id
            """,
            new { account }),
    ];

    /// <summary>Makes whoever has an e-mail address a contact; both are told.</summary>
    public async Task<Outcome<ContactView>> AddAsync(string account, string? email, CancellationToken cancellationToken)
    {
        if (EmailAddress.Problem(email) is { } problem)
        {
            return ChatProblem.Invalid(problem);
        }

        var added = await writer.WriteAsync(
            connection => Add(connection, account, EmailAddress.Normalize(email!)),
            pair =>
            {
                if (pair.IsNew)
                {
                    events.ContactAdded(account, pair.Contact.Value!);
                    events.ContactAdded(pair.Contact.Value!.Id, pair.Self!);
                }
            },
            cancellationToken);
        return added.Contact;
    }

    /// <summary>Makes two accounts contacts within a write of one's own.</summary>
    public static int Insert(SqliteConnection connection, string one, string other, DateTimeOffset now) => connection.Execute(
        """
        insert into contacts (account_id, contact_id, since) values (@one, @other, @now), (@other, @one, @now)
        on conflict do nothing
        """,
        new { one, other, now = now.ToUnixTimeMilliseconds() });

    private static ContactView? Find(SqliteConnection connection, string column, string value) =>
        connection.QuerySingleOrDefault<ContactView>($"select id, name, kind from accounts where {column} = @value", new { value });

    private (Outcome<ContactView> Contact, ContactView? Self, bool IsNew) Add(SqliteConnection connection, string account, string email)
    {
        if (Find(connection, "email", email) is not { } contact)
        {
            return (new ChatProblem(StatusCodes.Status404NotFound, "nobody", "Nobody has signed up with this e-mail address."), null, false);
        }

        if (contact.Id == account)
        {
            return (ChatProblem.Invalid("This is your own address."), null, false);
        }

        var isNew = Insert(connection, account, contact.Id, time.GetUtcNow()) > 0;
        return (contact, Find(connection, "id", account), isNew);
    }
}
