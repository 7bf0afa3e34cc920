using Dapper;
using Demo.Chat.Rooms;
using Microsoft.Data.Sqlite;

namespace Demo.Chat.Contacts;

/// <summary>
/// Begins and ends the contact of two. While it lasts they see each other's presence and write in their conversation. Afterwards both can read what was written
/// there, and nothing more: neither writes, and neither hears of the other's typing, opening and reading.
/// </summary>
internal static class ContactLink
{
    public static void Begin(SqliteConnection connection, ContactNews news, string one, string other, DateTimeOffset now)
    {
        ContactQueries.Insert(connection, one, other, now);
        foreach (var request in connection.Query<string>(
            """
            delete from contact_requests
            where (sender = @one and email = (select email from accounts where id = @other))
               or (sender = @other and email = (select email from accounts where id = @one))
            returning id
            """,
            new { one, other }).ToList())
        {
            news.Ended(one, request);
            news.Ended(other, request);
        }

        news.Added(one, ContactQueries.Find(connection, other)!);
        news.Added(other, ContactQueries.Find(connection, one)!);
        var room = RoomName.Direct(one, other);
        if (connection.Execute("update members set frozen_delivered = null, frozen_read = null where room = @room", new { room }) > 0)
        {
            news.Opened(one, RoomQueries.Find(connection, one, room)!);
            news.Opened(other, RoomQueries.Find(connection, other, room)!);
        }

        news.Meet(one, other);
    }

    /// <returns>Whether there was a contact to end.</returns>
    public static bool End(SqliteConnection connection, ContactNews news, string one, string other)
    {
        if (connection.Execute(
            "delete from contacts where (account_id = @one and contact_id = @other) or (account_id = @other and contact_id = @one)", new { one, other }) == 0)
        {
            return false;
        }

        news.Removed(one, other);
        news.Removed(other, one);
        var room = RoomName.Direct(one, other);
        if (connection.Execute("update members set frozen_delivered = delivered, frozen_read = read where room = @room", new { room }) > 0)
        {
            news.Closed(one, RoomQueries.Find(connection, one, room)!);
            news.Closed(other, RoomQueries.Find(connection, other, room)!);
        }

        news.Part(one, other);
        return true;
    }
}
