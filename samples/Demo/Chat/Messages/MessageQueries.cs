using System.Globalization;
using Dapper;
using Demo.Chat.Rooms;
using Demo.Data;
using Microsoft.Data.Sqlite;

namespace Demo.Chat.Messages;

/// <summary>Reads messages by keys, never by counting rows: a page costs the same at the beginning of a conversation and after years.</summary>
internal sealed class MessageQueries(Database database)
{
    public const int PageSize = 50;
    public const int MaxPageSize = 100;
    private const int MaxSearch = 100;

    /// <summary>Gets a page of a conversation that ends before a message; without one, its last page.</summary>
    public Outcome<MessagePage> History(string account, string room, long? before, int? limit)
    {
        if (Refuse(limit) is { } problem)
        {
            return problem;
        }

        using var connection = database.Open();
        if (!RoomQueries.IsMember(connection, account, room))
        {
            return ChatProblem.NotYourRoom;
        }

        return Page(
            connection,
            """
            where x.room = @room and x.id < @before
              and x.id > (select visible_from from members where room = @room and account_id = @account)
            order by x.id desc
            """,
            new { room, account, before = before ?? long.MaxValue },
            limit ?? PageSize,
            isBackwards: true);
    }

    /// <summary>Gets what has changed in an account's conversations after a version: what came, and what was deleted.</summary>
    public Outcome<MessagePage> Changes(string account, long after, int? limit)
    {
        if (Refuse(limit) is { } problem)
        {
            return problem;
        }

        using var connection = database.Open();
        var size = limit ?? PageSize;

        // From the account's rooms to what is new in each: what everybody else has written meanwhile is not looked at.
        return Page(
            connection,
            """
            where x.id in (
              select y.id
              from members m cross join messages y indexed by messages_by_room_version
              where m.account_id = @account and y.room = m.room and y.version > @after and y.id > m.visible_from
              order by y.version
              limit @most)
            order by x.version
            """,
            new { account, after, most = size + 1 },
            size,
            isBackwards: false);
    }

    /// <summary>Finds messages that have all the words, or words that begin like them, the newest first. Accents and capitals do not matter.</summary>
    public Outcome<MessagePage> Search(string account, string? text, string? room, long? before, int? limit)
    {
        if (Refuse(limit) is { } problem)
        {
            return problem;
        }

        // Each word as a quoted string, so that nothing in it is an operator of the query language; # stands for the room's number.
        var words = ScopedWords.Split(text ?? "").Select(static word => $"\"#x{word}\"*").ToList();
        if (words.Count == 0 || text!.Length > MaxSearch)
        {
            return ChatProblem.Invalid(string.IsNullOrWhiteSpace(text) || text.Length > MaxSearch
                ? $"Say which words to look for, in at most {MaxSearch} characters."
                : "Messages are found by their words, of letters and digits: there is none in this.");
        }

        using var connection = database.Open();
        if (room is not null && !RoomQueries.IsMember(connection, account, room))
        {
            return ChatProblem.NotYourRoom;
        }

        // Cross joins keep the order: from the account's rooms to their words.
        var size = limit ?? PageSize;
        return Page(
            connection,
            $"""
            where x.id in (
              select w.rowid
              from members m cross join room_numbers n cross join message_words w
              where m.account_id = @account {(room is null ? "" : "and m.room = @room")} and n.room = m.room
                and w.message_words match replace(@query, '#', n.number) and w.rowid > m.visible_from and w.rowid < @before
              order by w.rowid desc
              limit @most)
            order by x.id desc
            """,
            new { account, room, query = string.Join(' ', words), before = before ?? long.MaxValue, most = size + 1 },
            size,
            isBackwards: false);
    }

    /// <summary>Gets the version that the database is at.</summary>
    public static long Version(SqliteConnection connection) => connection.QuerySingle<long>("select coalesce(max(version), 0) from messages");

    private static ChatProblem? Refuse(int? limit) =>
        limit is < 1 or > MaxPageSize ? ChatProblem.Invalid($"A page has 1 to {MaxPageSize} messages.") : null;

    private static MessagePage Page(SqliteConnection connection, string condition, object parameters, int size, bool isBackwards)
    {
        // One more than wanted, to know whether there are more.
        var rows = connection.Query<MessageRow>(string.Create(CultureInfo.InvariantCulture, $"{MessageRow.Select} {condition} limit {size + 1}"), parameters).ToList();
        var wanted = rows.Take(size).Select(static row => row.ToView());
        return new MessagePage([.. isBackwards ? wanted.Reverse() : wanted], rows.Count > size);
    }
}
