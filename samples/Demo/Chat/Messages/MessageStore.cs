using Dapper;
using Demo.Chat.Files;
using Demo.Chat.Rooms;
using Demo.Data;
using Microsoft.Data.Sqlite;

namespace Demo.Chat.Messages;

/// <summary>Stores messages and then sends them to their room, in the order in which they were stored.</summary>
internal sealed class MessageStore(DatabaseWriter writer, ChatEvents events, RemovedFiles removed, TimeProvider time)
{
    private static readonly ChatProblem TemporaryIdUsed =
        ChatProblem.Conflict("temporary_id_used", "You have sent another message under this temporaryId, to another conversation.");

    private static readonly ChatProblem NoSuchFile =
        new(StatusCodes.Status422UnprocessableEntity, "no_such_file", "Upload the file to this conversation first, and send it once.");

    /// <summary>Stores a message, once for each temporary id of a sender.</summary>
    /// <returns>The stored message: the one of now, or the one that has been stored under this id before.</returns>
    public async Task<Outcome<MessageView>> SendAsync(string sender, NewMessage message, CancellationToken cancellationToken)
    {
        if (message.Problem() is { } problem)
        {
            return problem;
        }

        var (outcome, _) = await writer.WriteAsync(
            connection => Store(connection, sender, message),
            stored =>
            {
                if (stored.IsNew)
                {
                    events.NewMessage(stored.Outcome.Value!);
                }
            },
            cancellationToken);
        return outcome;
    }

    /// <summary>Deletes what a message says. Its author may, and in a group whoever created the group.</summary>
    public async Task<Outcome<MessageView>> DeleteAsync(string account, long id, CancellationToken cancellationToken)
    {
        var (outcome, _) = await writer.WriteAsync(
            connection => Delete(connection, account, id),
            deleted =>
            {
                if (deleted.IsNew)
                {
                    events.Deleted(deleted.Outcome.Value!);
                    removed.Announce();
                }
            },
            cancellationToken);
        return outcome;
    }

    private static MessageView Read(SqliteConnection connection, long id) =>
        connection.QuerySingle<MessageRow>(MessageRow.Select + " where x.id = @id", new { id }).ToView();

    private (Outcome<MessageView> Outcome, bool IsNew) Store(SqliteConnection connection, string sender, NewMessage message)
    {
        if (connection.QuerySingleOrDefault<MessageRow>(
            MessageRow.Select + " where x.sender = @sender and x.temporary_id = @TemporaryId", new { sender, message.TemporaryId }) is { } stored)
        {
            return stored.Room == message.Room ? (stored.ToView(), false) : (TemporaryIdUsed, false);
        }

        if (RoomQueries.MayWrite(connection, sender, message.Room!) is { } refusal)
        {
            return (refusal, false);
        }

        if (message.FileId is not null && !IsReady(connection, sender, message))
        {
            return (NoSuchFile, false);
        }

        var id = connection.QuerySingle<long>(
            """
            insert into messages (room, sender, temporary_id, text, file_id, sent_at, version)
            values (@Room, @sender, @TemporaryId, @Text, @FileId, @now, (select coalesce(max(version), 0) + 1 from messages))
            returning id
            """,
            new { message.Room, sender, message.TemporaryId, Text = message.Text ?? "", message.FileId, now = time.GetUtcNow().ToUnixTimeMilliseconds() });

        // Whoever writes has read what is above.
        connection.Execute(
            "update members set delivered = @id, read = @id where room = @Room and account_id = @sender", new { id, message.Room, sender });
        return (Read(connection, id), true);
    }

    private (Outcome<MessageView> Outcome, bool IsNew) Delete(SqliteConnection connection, string account, long id)
    {
        var message = connection.QuerySingleOrDefault<MessageRow>(MessageRow.Select + " where x.id = @id", new { id });
        if (message is null || RoomQueries.Find(connection, account, message.Room) is not { } room)
        {
            return (ChatProblem.NotFound("message"), false);
        }

        if (message.Sender != account && (room.Kind != "group" || room.CreatedBy != account))
        {
            return (new ChatProblem(StatusCodes.Status403Forbidden, "not_allowed", "Only its author deletes a message, and in a group whoever created the group."), false);
        }

        if (message.DeletedAt is not null)
        {
            return (message.ToView(), false);
        }

        connection.Execute(
            """
            update messages
            set text = '', file_id = null, deleted_at = @now, version = (select max(version) + 1 from messages)
            where id = @id
            """,
            new { id, now = time.GetUtcNow().ToUnixTimeMilliseconds() });
        connection.Execute("delete from files where id = @FileId", new { message.FileId });
        return (Read(connection, id), true);
    }

    private static bool IsReady(SqliteConnection connection, string sender, NewMessage message) => connection.QuerySingle<bool>(
        """
        select exists (
          select 1 from files f
          where f.id = @FileId and f.owner = @sender and f.room = @Room and f.ready = 1
            and not exists (select 1 from messages x where x.file_id = f.id))
        """,
        new { message.FileId, sender, message.Room });
}
