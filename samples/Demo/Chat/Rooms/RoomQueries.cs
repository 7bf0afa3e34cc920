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

    // A group, or a room of two who are contacts.
    private const string IsOpenRoom =
        """
        (m.room like 'group:%' or exists (
          select 1 from members o join contacts c on c.contact_id = o.account_id
          where o.room = m.room and o.account_id <> m.account_id and c.account_id = m.account_id))
        """;

    private static readonly ChatProblem Closed =
        new(StatusCodes.Status403Forbidden, "not_contacts", "You two are not contacts: what was written can be read, and to write more one of you has to ask the other.");

    /// <summary>Gets the names of the rooms in which an account hears what happens.</summary>
    public IReadOnlyList<string> OpenTo(string account)
    {
        using var connection = database.Open();
        return [.. connection.Query<string>($"select m.room from members m where m.account_id = @account and {IsOpenRoom}", new { account })];
    }

    /// <summary>Whether an account hears what happens in a room.</summary>
    public bool IsOpen(string account, string room)
    {
        using var connection = database.Open();
        return MayWrite(connection, account, room) is null;
    }

    /// <summary>Says why an account may not write in a room, or nothing.</summary>
    public static ChatProblem? MayWrite(SqliteConnection connection, string account, string room) =>
        connection.QuerySingleOrDefault<bool?>(
            $"select {IsOpenRoom} from members m where m.room = @room and m.account_id = @account", new { room, account }) switch
        {
            true => null,
            false => Closed,
            null => ChatProblem.NotYourRoom,
        };

    public RoomView? Find(string account, string room)
    {
        using var connection = database.Open();
        return Find(connection, account, room);
    }

    public static RoomView? Find(SqliteConnection connection, string account, string room) => Read(connection, account, room).SingleOrDefault();

    public static bool IsMember(SqliteConnection connection, string account, string room) => connection.QuerySingle<bool>(
        "select exists (select 1 from members where room = @room and account_id = @account)", new { room, account });

    /// <summary>Counts the groups that an account has made and that are not abandoned.</summary>
    public static int CountMade(SqliteConnection connection, string account) => connection.QuerySingle<int>(
        "select count(*) from rooms where created_by = @account and kind = 'group' and name not in (select room from abandoned_rooms)", new { account });

    /// <summary>Whether two are in a conversation together.</summary>
    public static bool ShareRoom(SqliteConnection connection, string account, string other) => connection.QuerySingle<bool>(
        "select exists (select 1 from members m join members o on o.room = m.room where m.account_id = @account and o.account_id = @other)", new { account, other });

    /// <summary>Reads an account's rooms, all or one, by as many queries however many rooms and members there are.</summary>
    public static IReadOnlyList<RoomView> Read(SqliteConnection connection, string account, string? only = null)
    {
        var scope = new { account, only, MostUnread };
        var mine = only is null ? "m.account_id = @account" : "m.account_id = @account and m.room = @only";
        var rooms = connection.Query<RoomView>(
            $"select r.name, r.kind, r.title, r.created_by, not {IsOpenRoom} as closed, {Unread} as unread from members m join rooms r on r.name = m.room where {mine}", scope);
        var members = connection.Query<(string Room, string Id, string Name, string Kind, long Delivered, long Read)>(
            $"""
            select o.room, a.id, a.name, a.kind,
              iif(o.account_id = @account, o.delivered, coalesce(o.frozen_delivered, o.delivered)),
              iif(o.account_id = @account, o.read, coalesce(o.frozen_read, o.read))
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
