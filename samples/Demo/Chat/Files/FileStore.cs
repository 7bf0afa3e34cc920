using Dapper;
using Demo.Chat.Rooms;
using Demo.Data;
using Microsoft.Data.Sqlite;

namespace Demo.Chat.Files;

/// <summary>What the database knows of files.</summary>
internal sealed class FileStore(Database database, DatabaseWriter writer, TimeProvider time)
{
    public const int ChunkSize = 512 * 1024;
    private const int MostWaiting = 10;

    private static readonly ChatProblem TooMany = ChatProblem.Conflict(
        "too_many_uploads", $"You have {MostWaiting} uploads that are not sent: finish them, or wait until they lapse.");

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Begins an upload, or finds the one that was begun under this temporary id.</summary>
    public Task<Outcome<UploadView>> BeginAsync(string account, string room, NewFile file, CancellationToken cancellationToken) =>
        file.Problem() is { } problem
            ? Task.FromResult<Outcome<UploadView>>(problem)
            : writer.WriteAsync(connection => Begin(connection, account, room, file), cancellationToken: cancellationToken);

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

    public Task AdvanceAsync(string id, long received, bool ready, CancellationToken cancellationToken) => writer.WriteAsync(
        connection => connection.Execute(
            "update files set received = @received, ready = @ready, touched_at = @now where id = @id", new { id, received, ready, now = Now }),
        cancellationToken: cancellationToken);

    public Task RemoveAsync(string id) => writer.WriteAsync(connection => connection.Execute("delete from files where id = @id", new { id }));

    /// <summary>Takes out the files that belong to no message and that nobody has touched for a while.</summary>
    /// <param name="lifetime">How long that is.</param>
    /// <param name="cancellationToken">Ends the wait for a turn.</param>
    public Task<List<FileRow>> TakeLapsedAsync(TimeSpan lifetime, CancellationToken cancellationToken) => writer.WriteAsync(
        connection => connection.Query<FileRow>(
            """
            delete from files where touched_at <= @before and not exists (select 1 from messages where file_id = files.id)
            returning *
            """,
            new { before = Now - (long)lifetime.TotalMilliseconds }).ToList(),
        cancellationToken: cancellationToken);

    private Outcome<UploadView> Begin(SqliteConnection connection, string account, string room, NewFile file)
    {
        if (connection.QuerySingleOrDefault<FileRow>(
            "select * from files where owner = @account and temporary_id = @TemporaryId", new { account, file.TemporaryId }) is { } begun)
        {
            return begun.Room == room && begun.Size == file.Size && begun.Name == file.Name
                ? begun.ToView()
                : ChatProblem.Conflict("temporary_id_used", "You have begun another upload under this temporaryId.");
        }

        if (!RoomQueries.IsMember(connection, account, room))
        {
            return ChatProblem.NotYourRoom;
        }

        var waiting = connection.QuerySingle<int>(
            "select count(*) from files where owner = @account and not exists (select 1 from messages where file_id = files.id)", new { account });
        if (waiting >= MostWaiting)
        {
            return TooMany;
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
            insert into files (id, room, owner, temporary_id, name, type, size, touched_at)
            values (@Id, @Room, @Owner, @TemporaryId, @Name, @Type, @Size, @now)
            """,
            new { row.Id, row.Room, row.Owner, row.TemporaryId, row.Name, row.Type, row.Size, now = Now });
        return row.ToView();
    }
}
