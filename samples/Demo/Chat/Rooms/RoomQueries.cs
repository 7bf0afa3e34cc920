using Dapper;
using Demo.Chat.Messages;
using Demo.Data;
using Microsoft.Data.Sqlite;

namespace Demo.Chat.Rooms;

/// <summary>Reads conversations.</summary>
internal sealed class RoomQueries(Database database)
{
    /// <summary>The most that is counted as unread.</summary>
    public const int MostUnread = 100;

    /// <summary>Gets the names of an account's rooms.</summary>
    public IReadOnlyList<string> NamesOf(string account)
    {
        using var connection = database.Open();
        return [.. connection.Query<string>("select room from members where account_id = @account", new { account })];
    }

    public RoomView? Find(string account, string room)
    {
        using var connection = database.Open();
        return Find(connection, account, room);
    }

    public static RoomView? Find(SqliteConnection connection, string account, string room) => Read(connection, account, room).SingleOrDefault();

    public static bool IsMember(SqliteConnection connection, string account, string room) => connection.QuerySingle<bool>(
        "select exists (select 1 from members where room = @room and account_id = @account)", new { room, account });

    /// <summary>Reads an account's rooms, all or one.</summary>
    public static IReadOnlyList<RoomView> Read(SqliteConnection connection, string account, string? only = null)
    {
        var scope = new { account, only, MostUnread };
        const string Mine = "m.account_id = @account and (@only is null or m.room = @only)";
        var rooms = connection.Query<RoomView>(
            $"""
            select r.name, r.kind, r.title, r.created_by,
              (select count(*) from (
                select 1 from messages x
                where x.room = m.room and x.id > max(m.read, m.visible_from) and x.sender <> @account and x.deleted_at is null
                limit @MostUnread)) as unread
            from members m join rooms r on r.name = m.room
            where {Mine}
            """,
            scope);
        var members = connection.Query<(string Room, string Id, string Name, string Kind, long Delivered, long Read)>(
            $"""
            select o.room, a.id, a.name, a.kind, o.delivered, o.read
            from members m join members o on o.room = m.room join accounts a on a.id = o.account_id
            where {Mine}
            order by a.name, a.id
            """,
            scope).ToLookup(
                static row => row.Room,
                static row => new MemberView { Id = row.Id, Name = row.Name, Kind = row.Kind, Delivered = row.Delivered, Read = row.Read });
        var last = connection.Query<MessageRow>(
            $"""
            {MessageRow.Select}
            join members m on m.room = x.room
            where {Mine} and x.id = (select max(id) from messages where room = m.room and id > m.visible_from)
            """,
            scope).ToDictionary(static row => row.Room);
        return
        [
            .. rooms.Select(room => room with { Members = [.. members[room.Name]], Last = last.GetValueOrDefault(room.Name)?.ToView() })
                .OrderByDescending(static room => room.Last?.SentAt ?? long.MaxValue),
        ];
    }
}
