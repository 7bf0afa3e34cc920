using Dapper;
using Demo.Accounts;
using Demo.Chat.Rooms;
using Demo.Data;
using Microsoft.Data.Sqlite;

namespace Demo.Chat.Files;

/// <summary>What the database knows of files.</summary>
internal sealed class FileStore(Database database, DatabaseWriter writer, FileQuota quota, FileTurns turns, TimeProvider time)
{
    public const int ChunkSize = 512 * 1024;
    public const int SmallestChunk = 64 * 1024;
    private const int MostWaiting = 10;
    private const string IsUnsent = "not exists (select 1 from messages where file_id = files.id)";

    private static readonly ChatProblem TooMany = ChatProblem.Conflict(
        "too_many_uploads", $"You have {MostWaiting} uploads that are not sent: send or cancel them, or wait until they lapse.");

    private static readonly ChatProblem LoggedOut = new(StatusCodes.Status401Unauthorized, "logged_out", "You have been logged out.");

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Begins an upload, or finds the one that was begun under this temporary id. Until it is complete it ends with the session that was here last.</summary>
    public Task<Outcome<UploadView>> BeginAsync(string account, string session, string room, NewFile file, CancellationToken cancellationToken) =>
        file.Problem() is { } problem
            ? Task.FromResult<Outcome<UploadView>>(problem)
            : writer.WriteAsync(connection => Begin(connection, account, session, room, file), cancellationToken: cancellationToken);

    public FileRow? FindOwn(string account, string id)
    {
        using var connection = database.Open();
        return connection.QuerySingleOrDefault<FileRow>("select * from files where id = @id and owner = @account", new { id, account });
    }

    /// <summary>Gets a file that was sent to an account: one of a message that it can see.</summary>
    public FileRow? FindSent(string account, string id)
    {
        using var connection = database.Open();
        return connection.QuerySingleOrDefault<FileRow>(
            """
            select f.* from files f
            join messages x on x.file_id = f.id
            join members m on m.room = x.room and m.account_id = @account
            where f.id = @id and x.id > m.visible_from
            """,
            new { id, account });
    }

    /// <summary>Takes note of what was received.</summary>
    /// <returns>Whether the upload is still as it was known; otherwise it has been removed, and nothing is noted.</returns>
    public async Task<bool> AdvanceAsync(FileRow known, long received, bool ready) => await writer.WriteAsync(connection => connection.Execute(
        "update files set received = @received, ready = @ready, touched_at = @now where id = @Id and received = @Received",
        new { known.Id, known.Received, received, ready, now = Now })) == 1;

    /// <summary>Removes a file that belongs to no message.</summary>
    public Task<ChatProblem?> RemoveUnsentAsync(string account, string id, CancellationToken cancellationToken) => writer.WriteAsync(
        connection =>
            connection.Execute($"delete from files where id = @id and owner = @account and {IsUnsent}", new { id, account }) == 1 ? null
            : connection.QuerySingle<bool>("select exists (select 1 from files where id = @id and owner = @account)", new { id, account })
                ? ChatProblem.Conflict("file_sent", "This file was sent: delete the message that it belongs to.")
            : ChatProblem.NotFound("upload"),
        cancellationToken: cancellationToken);

    /// <summary>Takes out the files that belong to no message and that nobody has touched for a while, but for those that a chunk is being written to.</summary>
    /// <param name="lifetime">How long that is.</param>
    /// <param name="cancellationToken">Ends the wait for a turn.</param>
    public Task<List<FileRow>> TakeLapsedAsync(TimeSpan lifetime, CancellationToken cancellationToken) => writer.WriteAsync(
        connection =>
        {
            var before = Now - (long)lifetime.TotalMilliseconds;
            var lapsed = connection.Query<FileRow>($"select * from files where touched_at <= @before and {IsUnsent}", new { before }).Where(file =>
            {
                using var turn = turns.TryTake(file.Id);
                return turn is not null;
            }).ToList();
            connection.Execute("delete from files where id = @Id", lapsed.Select(static file => new { file.Id }));
            return lapsed;
        },
        cancellationToken: cancellationToken);

    private Outcome<UploadView> Begin(SqliteConnection connection, string account, string session, string room, NewFile file)
    {
        if (!AccountStore.HasSession(connection, session))
        {
            return LoggedOut; // since the request was let in: nothing would end with it any more
        }

        if (connection.QuerySingleOrDefault<FileRow>(
            "select * from files where owner = @account and temporary_id = @TemporaryId", new { account, file.TemporaryId }) is { } begun)
        {
            if (begun.Room != room || begun.Size != file.Size || begun.Name != file.Name)
            {
                return ChatProblem.Conflict("temporary_id_used", "You have begun another upload under this temporaryId.");
            }

            connection.Execute("update files set session = @session, touched_at = @now where id = @Id", new { begun.Id, session, now = Now }); // it is being gone on with
            return begun.ToView();
        }

        if (RoomQueries.MayWrite(connection, account, room) is { } notHere)
        {
            return notHere;
        }

        if (connection.QuerySingle<int>($"select count(*) from files where owner = @account and {IsUnsent}", new { account }) >= MostWaiting)
        {
            return TooMany;
        }

        if (quota.Refuse(connection, account, file.Size) is { } refusal)
        {
            return refusal;
        }

        var row = new FileRow
        {
            Id = Guid.NewGuid().ToString("n"),
            Room = room,
            Owner = account,
            TemporaryId = file.TemporaryId!,
            Name = file.Name!,
            Type = FileType.OfName(file.Name!)!.MediaType,
            Size = file.Size,
        };
        connection.Execute(
            """
            insert into files (id, room, owner, temporary_id, name, type, size, session, touched_at)
            values (@Id, @Room, @Owner, @TemporaryId, @Name, @Type, @Size, @session, @now)
            """,
            new { row.Id, row.Room, row.Owner, row.TemporaryId, row.Name, row.Type, row.Size, session, now = Now });
        return row.ToView();
    }
}
