using Dapper;
using Demo.Chat.Rooms;
using Demo.Data;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Demo.Chat.Contacts;

/// <summary>
/// Keeps people away from an account: contacts no longer, they neither see whether it is there nor write to it nor add it to groups, and what they ask does not
/// reach it. They are not told; to them it looks as if the contact had been removed.
/// </summary>
internal sealed class BlockStore(Database database, ContactWriter writer, IOptions<ChatOptions> options, TimeProvider time)
{
    private readonly int _most = options.Value.MaxBlocked;

    public IReadOnlyList<ContactView> BlockedBy(string account)
    {
        using var connection = database.Open();
        return ContactQueries.Blocked(connection, account);
    }

    /// <summary>Blocks somebody whom the account has met: a contact, somebody who has asked it, or a member of one of its conversations.</summary>
    public async Task<Outcome<ContactView>> BlockAsync(string account, string? other, CancellationToken cancellationToken) =>
        string.IsNullOrEmpty(other) ? ChatProblem.Invalid("Say whom to block: { account }, the id of an account.")
        : other == account ? ChatProblem.Invalid("This is your own account.")
        : await writer.WriteAsync((connection, news) => Block(connection, news, account, other), cancellationToken);

    /// <summary>Ends a block. The two are strangers then: either may ask the other.</summary>
    public Task UnblockAsync(string account, string other, CancellationToken cancellationToken) => writer.WriteAsync(
        (connection, news) =>
        {
            if (connection.Execute("delete from blocks where account_id = @account and blocked_id = @other", new { account, other }) == 0)
            {
                return false;
            }

            // What they asked meanwhile stays unseen; asked once more, it is seen.
            connection.Execute(
                """
                update contact_requests set declined_at = 0
                where sender = @other and email = (select email from accounts where id = @account) and declined_at is not null
                """,
                new { account, other });
            news.Unblocked(account, other);
            return true;
        },
        cancellationToken);

    private Outcome<ContactView> Block(SqliteConnection connection, ContactNews news, string account, string other)
    {
        if (ContactQueries.HasBlocked(connection, account, other))
        {
            return ContactQueries.Find(connection, other)!;
        }

        var own = RequestQueries.EmailOf(connection, account)!;
        var received = RequestQueries.Find(connection, other, own);
        if (ContactQueries.Find(connection, other) is not { } person ||
            (received is null && !ContactQueries.AreContacts(connection, account, other) && !RoomQueries.ShareRoom(connection, account, other)))
        {
            return ChatProblem.NotFound("person among those whom you have met");
        }

        if (connection.QuerySingle<int>("select count(*) from blocks where account_id = @account", new { account }) >= _most)
        {
            return ChatProblem.Conflict("too_many_blocked", $"You have blocked {_most} people, which is the most: unblock one first.");
        }

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        connection.Execute("insert into blocks (account_id, blocked_id, since) values (@account, @other, @now)", new { account, other, now });
        if (received is { DeclinedAt: null })
        {
            connection.Execute("update contact_requests set declined_at = @now where id = @Id", new { received.Id, now });
            news.Ended(account, received.Id);
        }

        if (RequestQueries.Find(connection, account, RequestQueries.EmailOf(connection, other)!) is { Withdrawn: false } sent)
        {
            RequestStore.Withdraw(connection, news, sent);
        }

        ContactLink.End(connection, news, account, other);
        news.Blocked(account, person);
        return person;
    }
}
