using Dapper;
using Demo.Accounts;
using Demo.Chat.Contacts;
using Demo.Chat.Rooms;
using Demo.Data;
using Microsoft.Data.Sqlite;

namespace Demo.Chat;

/// <summary>Lets the example accounts know each other, so that there is something to see and somebody to talk to. It does so once.</summary>
internal sealed class ExampleConversations(DatabaseWriter writer, ExampleAccounts examples, RoomStore rooms, TimeProvider time) : IHostedService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(3);

    // Who of the examples says what, by their number.
    private static readonly (int Who, string Text)[] WithDoctor =
    [
        (0, "Hello Dr. Okafor! Is our appointment on Thursday still at two?"),
        (2, "Hello Maya. Yes, Thursday at two, in room 12."),
        (0, "Thank you. I’ll bring the sleep diary you asked for."),
        (2, "Lovely. Don’t worry if there are gaps in it, whatever you have will do."),
    ];

    private static readonly (int Who, string Text)[] InGroup =
    [
        (2, "Welcome, everybody. This is where we share what helps before exams."),
        (1, "A walk before breakfast does more for me than another hour of reading."),
        (0, "Same here! And no phone after ten."),
        (3, "Good ones. Next week we talk about planning the last days."),
    ];

    public Task StartAsync(CancellationToken cancellationToken) =>
        examples.All.Count == 0 ? Task.CompletedTask : writer.WriteAsync(Add, cancellationToken: cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private int Add(SqliteConnection connection)
    {
        var ids = examples.All.Select(example => connection.QuerySingle<string>("select id from accounts where email = @Email", new { example.Email })).ToArray();
        if (ContactQueries.AreContacts(connection, ids[0], ids[1]))
        {
            return 0;
        }

        foreach (var (index, id) in ids.Index())
        {
            foreach (var other in ids[..index])
            {
                ContactQueries.Insert(connection, id, other, time.GetUtcNow());
            }
        }

        var direct = RoomName.Direct(ids[0], ids[2]);
        rooms.Insert(connection, direct, "direct", null, ids[2], null, [ids[0], ids[2]]);
        var group = RoomName.NewGroup();
        rooms.Insert(connection, group, "group", "Calm before exams", ids[2], null, ids);
        return Say(connection, group, ids, InGroup) + Say(connection, direct, ids, WithDoctor);
    }

    private int Say(SqliteConnection connection, string room, string[] ids, (int Who, string Text)[] lines)
    {
        var begin = time.GetUtcNow() - (lines.Length * Pause);
        foreach (var (index, (who, text)) in lines.Index())
        {
            connection.Execute(
                """
                insert into messages (room, sender, temporary_id, text, sent_at, version)
                values (@room, @sender, @temporaryId, @text, @at, (select coalesce(max(version), 0) + 1 from messages))
                """,
                new { room, sender = ids[who], temporaryId = $"example-{Guid.NewGuid():n}", text, at = (begin + (index * Pause)).ToUnixTimeMilliseconds() });
        }

        // They have read it all.
        connection.Execute(
            "update members set delivered = last, read = last from (select max(id) as last from messages where room = @room) where room = @room", new { room });
        return lines.Length;
    }
}
