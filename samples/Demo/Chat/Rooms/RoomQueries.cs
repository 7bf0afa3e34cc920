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

    // How many messages a member m has not read.
    private const string Unread =
        """
        (select count(*) from (
          select 1 from messages x
          where x.room = m.room and x.id > max(m.read, m.visible_from) and x.sender <> m.account_id and x.deleted_at is null
          limit @MostUnread))
        """;

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

    /// <summary>Gets a room as each of its members sees it, by their accounts.</summary>
    public IReadOnlyDictionary<string, RoomView> ForMembers(string room)
    {
        using var connection = database.Open();
        return ReadForMembers(connection, room);
    }

    public static RoomView? Find(SqliteConnection connection, string account, string room) => Read(connection, account, room).SingleOrDefault();

    public static bool IsMember(SqliteConnection connection, string account, string room) => connection.QuerySingle<bool>(
        "select exists (select 1 from members where room = @room and account_id = @account)", new { room, account });

    /// <summary>Reads an account's rooms, all or one, by as many queries however many rooms and members there are.</summary>
    public static IReadOnlyList<RoomView> Read(SqliteConnection connection, string account, string? only = null)
    {
        var scope = new { account, only, MostUnread };
        var mine = only is null ? "m.account_id = @account" : "m.account_id = @account and m.room = @only";
        var rooms = connection.Query<RoomView>(
            $"select r.name, r.kind, r.title, r.created_by, {Unread} as unread from members m join rooms r on r.name = m.room where {mine}", scope);
        var members = connection.Query<(string Room, string Id, string Name, string Kind, long Delivered, long Read)>(
            $"""
            select o.room, a.id, a.name, a.kind, o.delivered, o.read
            from members m join members o on o.room = m.room join accounts a on a.id = o.account_id
            where {mine}
            order by a.name, a.id
            """,
            scope).ToLookup(
                static row => row.Room,
                static row => new MemberView { Id = row.Id, Name = row.Name, Kind = row.Kind, Delivered = row.Delivered, Read = row.Read });
        var last = connection.Query<MessageRow>(
            $"""
            {MessageRow.Select}
            where x.id in (select (select max(id) from messages where room = m.room and id > m.visible_from) from members m where {mine})
            """,
            scope).ToDictionary(static row => row.Room);
        return
        [
            .. rooms.Select(room => room with { Members = [.. members[room.Name]], Last = last.GetValueOrDefault(room.Name)?.ToView() })
                .OrderByDescending(static room => room.Last?.SentAt ?? long.MaxValue),
        ];
    }

    /// <summary>Reads a room as each of its members sees it, by as many queries however many they are.</summary>
    public static IReadOnlyDictionary<string, RoomView> ReadForMembers(SqliteConnection connection, string room)
    {
        var scope = new { room, MostUnread };
        var members = connection.Query<MemberView>(
            """
            select a.id, a.name, a.kind, o.delivered, o.read from members o join accounts a on a.id = o.account_id
            where o.room = @room
            order by a.name, a.id
            """,
            scope).ToList();
        var last = connection.QuerySingleOrDefault<MessageRow>(
            $"{MessageRow.Select} where x.id = (select max(id) from messages where room = @room)", scope)?.ToView();
        return connection.Query<RoomView, string, long, (string Account, RoomView View)>(
            $"""
            select r.name, r.kind, r.title, r.created_by, {Unread} as unread, m.account_id, m.visible_from
            from members m join rooms r on r.name = m.room
            where m.room = @room
            """,
            (view, account, visibleFrom) => (account, view with { Members = members, Last = last?.Id > visibleFrom ? last : null }),
            scope,
            splitOn: "account_id,visible_from").ToDictionary(static seen => seen.Account, static seen => seen.View);
    }
}
