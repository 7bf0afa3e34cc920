using System.Text.Json;
using Dapper;
using Demo.Chat.Contacts;
using Demo.Data;
using Microsoft.Data.Sqlite;

namespace Demo.Chat.Rooms;

/// <summary>Makes conversations, and lets accounts in and out.</summary>
internal sealed class RoomStore(DatabaseWriter writer, RoomQueries rooms, ChatEvents events, TimeProvider time)
{
    private static readonly ChatProblem NotYourContact =
        new(StatusCodes.Status403Forbidden, "not_your_contact", "Only contacts can be talked to: ask them by their e-mail address first.");

    /// <summary>Gets the room of an account and one of its contacts; the first who asks makes it.</summary>
    public async Task<Outcome<RoomView>> DirectAsync(string account, string? contact, CancellationToken cancellationToken)
    {
        if (contact is null)
        {
            return ChatProblem.Invalid("Say with whom: the id of a contact.");
        }

        var room = RoomName.Direct(account, contact);
        var isNew = false;
        var refusal = await writer.WriteAsync(
            connection =>
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
                isNew = true;
                return null;
            },
            cancellationToken: cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        if (isNew)
        {
            await events.AddToRoomAsync(room, [account, contact], () => rooms.ForMembers(room));
        }

        return rooms.Find(account, room)!;
    }

    public async Task<Outcome<RoomView>> CreateGroupAsync(string account, NewGroup group, CancellationToken cancellationToken)
    {
        if (group.Problem() is { } problem)
        {
            return problem;
        }

        string[] members = [account, .. group.Members!.OfType<string>().Where(id => id != account).Distinct()];
        var (name, refusal) = await writer.WriteAsync(
            connection =>
            {
                if (connection.QuerySingleOrDefault<string>(
                    "select name from rooms where created_by = @account and temporary_id = @TemporaryId", new { account, group.TemporaryId }) is { } made)
                {
                    // Who is in it now says the database, not this request.
                    members = [.. RoomQueries.Find(connection, account, made)?.Members.Select(static member => member.Id) ?? []];
                    return members.Length > 0 ? (made, null) : ("", ChatProblem.NotYourRoom);
                }

                if (members.Length == 1 || !ContactQueries.AreContacts(connection, account, members[1..]))
                {
                    return ("", NotYourContact);
                }

                var room = RoomName.NewGroup();
                Insert(connection, room, "group", group.Title!.Trim(), account, group.TemporaryId, members);
                return (room, (ChatProblem?)null);
            },
            cancellationToken: cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        await events.AddToRoomAsync(name, members, () => rooms.ForMembers(name));
        return rooms.Find(account, name)!;
    }

    /// <summary>Lets a contact into a group. It sees what is written from now on.</summary>
    public async Task<Outcome<RoomView>> AddMemberAsync(string account, string room, string? contact, CancellationToken cancellationToken)
    {
        var refusal = await writer.WriteAsync(
            connection =>
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
                return null;
            },
            cancellationToken: cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        // The others are in there already, or have left meanwhile: they are shown it, and not let in once more.
        await events.AddToRoomAsync(room, [contact!], () => rooms.ForMembers(room));
        var now = rooms.ForMembers(room);
        foreach (var (member, view) in now.Where(seen => seen.Key != contact))
        {
            events.RoomChanged(member, view);
        }

        return now.TryGetValue(account, out var own) ? own : ChatProblem.NotYourRoom;
    }

    /// <summary>Takes an account out of a group.</summary>
    public async Task<ChatProblem?> LeaveAsync(string account, string room, CancellationToken cancellationToken)
    {
        var refusal = await writer.WriteAsync(
            connection =>
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
                return null;
            },
            cancellationToken: cancellationToken);
        if (refusal is null)
        {
            await events.RemoveFromRoomAsync(room, account);
        }

        return refusal;
    }

    /// <summary>Makes a room within a write of one's own.</summary>
    public void Insert(SqliteConnection connection, string room, string kind, string? title, string creator, string? temporaryId, IEnumerable<string> members)
    {
        connection.Execute(
            "insert into rooms (name, kind, title, created_by, temporary_id, created_at) values (@room, @kind, @title, @creator, @temporaryId, @now)",
            new { room, kind, title, creator, temporaryId, now = Now });
        AddMembers(connection, room, members);
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
