using Dapper;
using Demo.Data;
using Microsoft.Data.Sqlite;

namespace Demo.Chat.Rooms;

/// <summary>Keeps up to where messages have reached their readers and been seen by them. Marks only move forwards, so it does not matter in which order they come.</summary>
internal sealed class Marks(DatabaseWriter writer, ChatEvents events)
{
    /// <summary>Moves a member's marks.</summary>
    /// <param name="account">The member.</param>
    /// <param name="room">The conversation.</param>
    /// <param name="upTo">The last message that it holds for.</param>
    /// <param name="isRead">Whether they have seen it; otherwise it has reached one of their devices.</param>
    /// <param name="cancellationToken">Ends the wait for a turn.</param>
    public async Task<Outcome<MemberMarks>> MoveAsync(string account, string? room, long upTo, bool isRead, CancellationToken cancellationToken)
    {
        if (room is null || upTo < 1)
        {
            return ChatProblem.Invalid("Say in which room, and up to which message: its id.");
        }

        var (outcome, _) = await writer.WriteAsync(
            connection => Move(connection, account, room, upTo, isRead),
            moved =>
            {
                if (moved.IsChanged)
                {
                    events.Marks(room, account, moved.Outcome.Value!.Delivered, moved.Outcome.Value.Read);
                }
            },
            cancellationToken);
        return outcome;
    }

    private static (Outcome<MemberMarks> Outcome, bool IsChanged) Move(SqliteConnection connection, string account, string room, long upTo, bool isRead)
    {
        // Nobody has seen what there is not yet.
        var changed = connection.Execute(
            """
            with up_to (id) as (select min(@upTo, coalesce(max(id), 0)) from messages where room = @room)
            update members
            set delivered = max(delivered, (select id from up_to)),
                read = case when @isRead then max(read, (select id from up_to)) else read end
            where room = @room and account_id = @account
              and ((select id from up_to) > delivered or (@isRead and (select id from up_to) > read))
            """,
            new { account, room, upTo, isRead });
        var now = connection.QuerySingleOrDefault<MemberMarks>(
            "select delivered, read from members where room = @room and account_id = @account", new { account, room });
        return now is null ? (ChatProblem.NotYourRoom, false) : (now, changed > 0);
    }
}
