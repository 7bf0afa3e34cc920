using Dapper;
using Demo.Data;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Demo.Accounts;

/// <summary>Accounts and their sessions in the database.</summary>
internal sealed class AccountStore(Database database, DatabaseWriter writer, IOptions<AccountOptions> options, TimeProvider time)
{
    private const int UniqueKeyTaken = 19; // SQLITE_CONSTRAINT
    private const int MostAtOnce = 500;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private long Expiry => Now + (long)options.Value.SessionLifetime.TotalMilliseconds;

    public Account? FindByEmail(string email)
    {
        using var connection = database.Open();
        return connection.QuerySingleOrDefault<Account>(
            "select id, email, name, kind, password_hash, stamp from accounts where email = @email", new { email = EmailAddress.Normalize(email) });
    }

    public Account? FindById(string id)
    {
        using var connection = database.Open();
        return connection.QuerySingleOrDefault<Account>("select id, email, name, kind from accounts where id = @id", new { id });
    }

    /// <summary>Gets the account of a session that has not ended.</summary>
    public Account? FindBySession(string session)
    {
        using var connection = database.Open();
        return connection.QuerySingleOrDefault<Account>(
            """
            select id, email, name, kind from accounts
            where id = (select account_id from sessions where id = @session and (expires_at is null or expires_at > @Now))
            """,
            new { session, Now });
    }

    /// <summary>Adds an account.</summary>
    /// <returns>Whether it was added: one address has one account.</returns>
    public async Task<bool> AddAsync(Account account, CancellationToken cancellationToken)
    {
        try
        {
            return await writer.WriteAsync(connection => Insert(connection, account, time.GetUtcNow()), cancellationToken: cancellationToken) > 0;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == UniqueKeyTaken)
        {
            return false;
        }
    }

    /// <summary>Replaces the hash of an account's password by another one of the same password.</summary>
    /// <returns>Whether the account still had the hash that it was read with; otherwise the password has been changed meanwhile, and stays so.</returns>
    public async Task<bool> RehashAsync(Account account, string passwordHash, CancellationToken cancellationToken) => await writer.WriteAsync(
        connection => connection.Execute(
            "update accounts set password_hash = @passwordHash where id = @Id and password_hash = @known",
            new { account.Id, passwordHash, known = account.PasswordHash }),
        cancellationToken: cancellationToken) == 1;

    /// <summary>Changes an account's password, and ends all its sessions but one.</summary>
    /// <param name="known">The account as it was when the old password was checked.</param>
    /// <param name="changed">It with its new hash and stamp.</param>
    /// <param name="session">The session that stays.</param>
    /// <param name="cancellationToken">Ends the wait for a place among the writes.</param>
    /// <returns>The ids of the sessions that have ended; nothing where the password has been changed meanwhile, and stays so.</returns>
    public Task<List<string>?> ChangePasswordAsync(Account known, Account changed, string session, CancellationToken cancellationToken) => writer.WriteAsync(
        connection => connection.Execute(
            "update accounts set password_hash = @PasswordHash, stamp = @Stamp where id = @Id and password_hash = @known",
            new { known.Id, changed.PasswordHash, changed.Stamp, known = known.PasswordHash }) == 1
            ? EndOtherSessions(connection, known.Id, session)
            : null,
        cancellationToken: cancellationToken);

    /// <summary>Begins a session.</summary>
    /// <returns>Its id; nothing where the password has been changed since the account was read: it was another one that was checked.</returns>
    public async Task<string?> BeginSessionAsync(Account account, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("n");
        var begun = await writer.WriteAsync(
            connection => connection.Execute(
                """
                insert into sessions (id, account_id, created_at, expires_at)
                select @id, id, @Now, @Expiry from accounts where id = @account and password_hash = @known
                """,
                new { id, account = account.Id, known = account.PasswordHash, Now, Expiry }),
            cancellationToken: cancellationToken);
        return begun == 1 ? id : null;
    }

    /// <summary>Lets a session that has not ended last for another lifetime from now on.</summary>
    public Task ExtendSessionAsync(string session) => writer.WriteAsync(
        connection => connection.Execute("update sessions set expires_at = @Expiry where id = @session", new { session, Expiry }));

    /// <summary>Ends all sessions of an account but one, and gives it another stamp.</summary>
    /// <returns>The ids of the sessions that have ended.</returns>
    public Task<List<string>> EndOtherSessionsAsync(Account account, string session, CancellationToken cancellationToken) => writer.WriteAsync(
        connection =>
        {
            connection.Execute("update accounts set stamp = @Stamp where id = @Id", new { account.Id, account.Stamp });
            return EndOtherSessions(connection, account.Id, session);
        },
        cancellationToken: cancellationToken);

    /// <summary>Counts the sessions of an account that have not ended, but for one.</summary>
    public int CountOtherSessions(string account, string session)
    {
        using var connection = database.Open();
        return connection.QuerySingle<int>(
            "select count(*) from sessions where account_id = @account and id <> @session and (expires_at is null or expires_at > @Now)",
            new { account, session, Now });
    }

    /// <summary>Takes out sessions that have lapsed, some at a time.</summary>
    /// <returns>Their ids; none when there are no more.</returns>
    public Task<List<string>> TakeLapsedSessionsAsync(CancellationToken cancellationToken) => writer.WriteAsync(
        connection =>
        {
            connection.Execute("update sessions set expires_at = @Expiry where expires_at is null", new { Expiry });
            return connection.Query<string>(
                "delete from sessions where id in (select id from sessions where expires_at <= @Now limit @MostAtOnce) returning id",
                new { Now, MostAtOnce }).ToList();
        },
        cancellationToken: cancellationToken);

    /// <summary>Ends a session.</summary>
    /// <param name="session">Its id.</param>
    /// <param name="isLogOut">Whether its user has logged out, and wants nothing of it to be gone on with.</param>
    /// <param name="cancellationToken">Ends the wait for a place among the writes.</param>
    public Task EndSessionAsync(string session, bool isLogOut, CancellationToken cancellationToken) => writer.WriteAsync(
        connection =>
        {
            if (isLogOut)
            {
                connection.Execute("update sessions set logged_out = 1 where id = @session", new { session }); // what the database then takes along is in its triggers
            }

            return connection.Execute("delete from sessions where id = @session", new { session });
        },
        cancellationToken: cancellationToken);

    public static bool Exists(SqliteConnection connection, string email) =>
        connection.QuerySingle<bool>("select exists (select 1 from accounts where email = @email)", new { email });

    /// <summary>Whether a session has not ended, within a write of one's own.</summary>
    public static bool HasSession(SqliteConnection connection, string session) =>
        connection.QuerySingle<bool>("select exists (select 1 from sessions where id = @session)", new { session });

    /// <summary>Adds an account within a write of one's own.</summary>
    public static int Insert(SqliteConnection connection, Account account, DateTimeOffset now) => connection.Execute(
        """
        insert into accounts (id, email, name, kind, password_hash, created_at)
        values (@Id, @Email, @Name, @Kind, @PasswordHash, @at)
        """,
        new { account.Id, account.Email, account.Name, account.Kind, account.PasswordHash, at = now.ToUnixTimeMilliseconds() });

    private static List<string> EndOtherSessions(SqliteConnection connection, string account, string session) =>
        connection.Query<string>("delete from sessions where account_id = @account and id <> @session returning id", new { account, session }).ToList();
}
