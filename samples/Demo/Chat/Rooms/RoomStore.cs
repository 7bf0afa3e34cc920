using System.Text.Json;
using Dapper;
using Demo.Chat.Contacts;
using Demo.Data;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Demo.Chat.Rooms;

/// <summary>Makes conversations, and lets accounts in and out.</summary>
internal sealed class RoomStore(DatabaseWriter writer, RoomQueries rooms, ChatEvents events, IOptions<ChatOptions> options, TimeProvider time)
{
    private static readonly ChatProblem NotYourContact =
        new(StatusCodes.Status403Forbidden, "not_your_contact", "Only contacts can be talked to: ask them by their e-mail address first.");

    private readonly int _mostGroups = options.Value.MaxGroups;

    /// <summary>Gets the room of an account and one of its contacts; the first who asks makes it.</summary>
    public async Task<Outcome<RoomView>> DirectAsync(string account, string? contact, CancellationToken cancellationToken)
    {
        if (contact is null)
        {
            return ChatProblem.Invalid("Say with whom: the id of a contact.");
        }

        var room = RoomName.Direct(account, contact);
        var refusal = await WriteAsync(
            (connection, tell) =>
            {
                if (RoomQueries.IsMember(connection, account, room))
                {
                    return null;
                }

                if (!ContactQueries.AreContacts(connection, account, contact))
                {
                    return NotYourContact;
                }

                Insert(connection, room, "direct", null, account, null, [account, contact]);
                Open(tell, RoomQueries.ReadForMembers(connection, room));
                return null;
            },
            cancellationToken);
        return refusal is null ? rooms.Find(account, room)! : refusal;
    }

    public async Task<Outcome<RoomView>> CreateGroupAsync(string account, NewGroup group, CancellationToken cancellationToken)
    {
        if (group.Problem() is { } problem)
        {
            return problem;
        }

        string[] members = [account, .. group.Members!.OfType<string>().Where(id => id != account).Distinct()];
        var (name, refusal) = await WriteAsync(
            (connection, tell) =>
            {
                if (connection.QuerySingleOrDefault<string>(
                    "select name from rooms where created_by = @account and temporary_id = @TemporaryId", new { account, group.TemporaryId }) is { } made)
                {
                    return RoomQueries.IsMember(connection, account, made) ? (made, null) : ("", ChatProblem.NotYourRoom);
                }

                if (members.Length == 1 || !ContactQueries.AreContacts(connection, account, members[1..]))
                {
                    return ("", NotYourContact);
                }

                if (RoomQueries.CountMade(connection, account) >= _mostGroups)
                {
                    return ("", ChatProblem.Conflict("too_many_groups", $"You have made {_mostGroups} groups, which is the most: all have to leave one first."));
                }

                var room = RoomName.NewGroup();
                Insert(connection, room, "group", group.Title!.Trim(), account, group.TemporaryId, members);
                Open(tell, RoomQueries.ReadForMembers(connection, room));
                return (room, (ChatProblem?)null);
            },
            cancellationToken);
        return refusal is not null ? refusal : rooms.Find(account, name) is { } room ? room : ChatProblem.NotYourRoom;
    }

    /// <summary>Lets a contact into a group. It sees what is written from now on.</summary>
    public Task<Outcome<RoomView>> AddMemberAsync(string account, string room, string? contact, CancellationToken cancellationToken) =>
        WriteAsync<Outcome<RoomView>>(
            (connection, tell) =>
            {
                if (RoomQueries.Find(connection, account, room) is not { } found)
                {
                    return ChatProblem.NotYourRoom;
                }

                if (found.Kind != "group")
                {
                    return ChatProblem.Conflict("not_a_group", "Two talk here: make a group to talk with more.");
                }

                if (contact is null || !ContactQueries.AreContacts(connection, account, contact))
                {
                    return NotYourContact;
                }

                if (found.Members.Count > NewGroup.MaxMembers)
                {
                    return ChatProblem.Conflict("group_full", $"A group has at most {NewGroup.MaxMembers + 1} members.");
                }

                AddMembers(connection, room, [contact]);
                Open(tell, RoomQueries.ReadForMembers(connection, room)); // the others see who has come
                return RoomQueries.Find(connection, account, room)!;
            },
            cancellationToken);

    /// <summary>Takes an account out of a group.</summary>
    public Task<ChatProblem?> LeaveAsync(string account, string room, CancellationToken cancellationToken) =>
        WriteAsync<ChatProblem?>(
            (connection, tell) =>
            {
                if (RoomQueries.Find(connection, account, room) is not { } found)
                {
                    return ChatProblem.NotYourRoom;
                }

                if (found.Kind != "group")
                {
                    return ChatProblem.Conflict("not_a_group", "A conversation of two cannot be left.");
                }

                connection.Execute("delete from members where room = @room and account_id = @account", new { room, account });
                tell.Add(() => events.RemoveFromRoomAsync(room, account));
                return null;
            },
            cancellationToken);

    /// <summary>Makes a room within a write of one's own.</summary>
    public void Insert(SqliteConnection connection, string room, string kind, string? title, string creator, string? temporaryId, IEnumerable<string> members)
    {
        connection.Execute(
            "insert into rooms (name, kind, title, created_by, temporary_id, created_at) values (@room, @kind, @title, @creator, @temporaryId, @now)",
            new { room, kind, title, creator, temporaryId, now = Now });
        AddMembers(connection, room, members);
    }

    private void Open(List<Func<Task>> tell, IReadOnlyDictionary<string, RoomView> views) =>
        tell.AddRange(views.Select(seen => (Func<Task>)(() => events.OpenRoomAsync(seen.Key, seen.Value))));

    // What a write lists is begun when it is on disk, in the order of the writes: who lets somebody in does not do it after they have left, or were blocked.
    private async Task<T> WriteAsync<T>(Func<SqliteConnection, List<Func<Task>>, T> write, CancellationToken cancellationToken)
    {
        List<Func<Task>> tell = [];
        var told = Task.CompletedTask;
        var written = await writer.WriteAsync(
            connection => write(connection, tell), _ => told = Task.WhenAll(tell.ConvertAll(static begin => begin())), cancellationToken);
        await told;
        return written;
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private void AddMembers(SqliteConnection connection, string room, IEnumerable<string> members) => connection.Execute(
        """
        insert into members (room, account_id, visible_from, delivered, read, joined_at)
        select @room, member.value, last, last, last, @now
        from json_each(@members) member, (select coalesce(max(id), 0) as last from messages where room = @room)
        where true
        on conflict do nothing
        """,
        new { room, members = JsonSerializer.Serialize(members), now = Now });
}
