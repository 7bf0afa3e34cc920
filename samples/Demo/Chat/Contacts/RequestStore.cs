using Dapper;
using Demo.Accounts;
using Demo.Chat.Rooms;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Demo.Chat.Contacts;

/// <summary>
/// Asks people to be contacts, and takes their answers. To whoever asks, all addresses look the same: one that nobody has, one whose owner declined or blocks
/// them, and one whose owner has not looked yet.
/// </summary>
internal sealed class RequestStore(ContactWriter writer, IOptions<ChatOptions> options, TimeProvider time)
{
    private readonly ChatOptions _options = options.Value;

    private ChatProblem YouAreFull => ChatProblem.Conflict("too_many_contacts", $"You have {_options.MaxContacts} contacts, which is the most: remove one first.");

    private ChatProblem TooManyRequests => ChatProblem.Conflict(
        "too_many_requests", $"{_options.MaxSentRequests} of your requests wait for an answer, which is the most: take one back first.");

    /// <summary>Asks somebody. Two who ask each other are contacts.</summary>
    public async Task<Outcome<RequestSent>> AskAsync(string account, NewContact asked, CancellationToken cancellationToken) =>
        asked.Problem() is { } problem ? problem : await writer.WriteAsync((connection, news) => Ask(connection, news, account, asked), cancellationToken);

    /// <summary>Accepts the request of somebody. Accepted once more, it is the same contact.</summary>
    public Task<Outcome<ContactView>> AcceptAsync(string account, string sender, CancellationToken cancellationToken) =>
        writer.WriteAsync((connection, news) => Accept(connection, news, account, sender), cancellationToken);

    /// <summary>Declines the request of somebody, who is not told.</summary>
    public Task DeclineAsync(string account, string sender, CancellationToken cancellationToken) => writer.WriteAsync(
        (connection, news) =>
        {
            if (FindShown(connection, account, sender) is not { } request)
            {
                return false;
            }

            connection.Execute("update contact_requests set declined_at = @now where id = @Id", new { request.Id, now = Now });
            news.Ended(account, request.Id);
            return true;
        },
        cancellationToken);

    /// <summary>Takes a request of one's own back.</summary>
    public Task WithdrawAsync(string account, string id, CancellationToken cancellationToken) => writer.WriteAsync(
        (connection, news) =>
        {
            if (RequestQueries.FindOwn(connection, account, id) is not { Withdrawn: false } request)
            {
                return false;
            }

            Withdraw(connection, news, request);
            return true;
        },
        cancellationToken);

    /// <summary>Takes a request back within a write of one's own. That it was declined is kept: asking anew is no way around it.</summary>
    public static void Withdraw(SqliteConnection connection, ContactNews news, RequestRow request)
    {
        connection.Execute(
            request.DeclinedAt is null ? "delete from contact_requests where id = @Id" : "update contact_requests set withdrawn = 1 where id = @Id", new { request.Id });
        news.Ended(request.Sender, request.Id);
        if (request.IsShown && RequestQueries.AccountOf(connection, request.Email) is { } other)
        {
            news.Ended(other, request.Id);
        }
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private Outcome<RequestSent> Ask(SqliteConnection connection, ContactNews news, string account, NewContact asked)
    {
        var own = RequestQueries.EmailOf(connection, account)!;
        if (asked.Account is not null && !RoomQueries.IsMember(connection, account, RoomName.Direct(account, asked.Account)))
        {
            return new ChatProblem(StatusCodes.Status403Forbidden, "not_known", "Ask by e-mail address whom you have not talked to before.");
        }

        var email = asked.Account is null ? EmailAddress.Normalize(asked.Email!) : RequestQueries.EmailOf(connection, asked.Account)!;
        if (email == own)
        {
            return ChatProblem.Invalid("This is your own address.");
        }

        if (ContactQueries.CountContacts(connection, account) >= _options.MaxContacts)
        {
            return YouAreFull;
        }

        var known = RequestQueries.Find(connection, account, email);
        if (known is null or { Withdrawn: true } && RequestQueries.CountSent(connection, account) >= _options.MaxSentRequests)
        {
            return TooManyRequests;
        }

        // From here on the same is done and answered where there is nobody: then it is done with an id that is nobody's.
        var other = RequestQueries.AccountOf(connection, email) ?? Account.NewId();
        var areContacts = ContactQueries.AreContacts(connection, account, other);
        var blocksMe = ContactQueries.HasBlocked(connection, other, account);
        var isHidden = ContactQueries.HasBlocked(connection, account, other) || blocksMe;
        var hasAsked = RequestQueries.Find(connection, other, own) is { Withdrawn: false };
        var isFull = ContactQueries.CountContacts(connection, other) >= _options.MaxContacts;
        if (areContacts)
        {
            return RequestSent.Answer;
        }

        if (hasAsked && !isHidden && !isFull)
        {
            ContactLink.Begin(connection, news, account, other, time.GetUtcNow());
            return RequestSent.Answer;
        }

        Store(connection, news, account, own, other, Next(known, account, email, asked.Account is not null, blocksMe, isHidden), known);
        return RequestSent.Answer;
    }

    /// <summary>Gets what a request becomes by being sent, for the first time or again.</summary>
    private RequestRow Next(RequestRow? known, string account, string email, bool byName, bool blocksMe, bool isHidden)
    {
        var hasRested = known?.DeclinedAt is { } declined && Now - declined >= (long)_options.RequestRest.TotalMilliseconds;
        return new RequestRow
        {
            Id = known?.Id ?? Account.NewId(),
            Sender = account,
            Email = email,
            ByName = byName || known is { Withdrawn: false, ByName: true },
            SentAt = known is null or { Withdrawn: true } || hasRested ? Now : known.SentAt,
            DeclinedAt = isHidden ? Math.Max(known?.DeclinedAt ?? 0, blocksMe ? Now : 0) : hasRested ? null : known?.DeclinedAt,
        };
    }

    private static void Store(SqliteConnection connection, ContactNews news, string account, string own, string other, RequestRow next, RequestRow? known)
    {
        connection.Execute(
            """
            insert into contact_requests (id, sender, email, by_name, sent_at, declined_at, withdrawn)
            values (@Id, @Sender, @Email, @ByName, @SentAt, @DeclinedAt, 0)
            on conflict (sender, email) do update
            set by_name = excluded.by_name, sent_at = excluded.sent_at, declined_at = excluded.declined_at, withdrawn = 0
            """,
            new { next.Id, next.Sender, next.Email, next.ByName, next.SentAt, next.DeclinedAt });
        if (known is null or { Withdrawn: true } || known.ByName != next.ByName)
        {
            var name = next.ByName ? ContactQueries.Find(connection, other)?.Name : null;
            news.Sent(account, new SentRequest(next.Id, next.ByName ? null : next.Email, next.ByName ? other : null, name, next.SentAt));
        }

        if (known is not { IsShown: true })
        {
            var sender = ContactQueries.Find(connection, account)!;
            news.Received(next.IsShown ? other : Account.NewId(), new ReceivedRequest(next.Id, sender, own, next.SentAt));
        }
    }

    private Outcome<ContactView> Accept(SqliteConnection connection, ContactNews news, string account, string sender)
    {
        if (!ContactQueries.AreContacts(connection, account, sender))
        {
            if (FindShown(connection, account, sender) is null)
            {
                return ChatProblem.NotFound("request");
            }

            if (ContactQueries.CountContacts(connection, account) >= _options.MaxContacts)
            {
                return YouAreFull;
            }

            if (ContactQueries.CountContacts(connection, sender) >= _options.MaxContacts)
            {
                return ChatProblem.Conflict("contact_full", "They have as many contacts as anybody may have: accept it later.");
            }

            ContactLink.Begin(connection, news, account, sender, time.GetUtcNow());
        }

        return ContactQueries.Find(connection, sender)!;
    }

    private static RequestRow? FindShown(SqliteConnection connection, string account, string sender) =>
        RequestQueries.EmailOf(connection, account) is { } email && RequestQueries.Find(connection, sender, email) is { IsShown: true } request ? request : null;
}
