using Dapper;
using Demo.Data;
using Demo.Work;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Demo.Chat.Rooms;

/// <summary>Removes conversations that everybody has left, with all that was said there. What somebody was uploading there lapses first.</summary>
internal sealed class RoomSweeper(DatabaseWriter writer, IOptions<ChatOptions> options, TimeProvider time, ILogger<RoomSweeper> logger)
    : PeriodicSweep(options.Value.SweepInterval, time, logger)
{
    /// <summary>How many messages go in one write, so that nobody waits long for a turn.</summary>
    public const int MostAtOnce = 500;

    protected override async Task SweepAsync(CancellationToken cancellationToken)
    {
        while (await writer.WriteAsync(Sweep, cancellationToken: cancellationToken) == MostAtOnce)
        {
        }
    }

    /// <returns>How many messages were removed.</returns>
    private int Sweep(SqliteConnection connection)
    {
        var now = Time.GetUtcNow().ToUnixTimeMilliseconds();
        var before = now - (long)options.Value.AbandonedLifetime.TotalMilliseconds;
        connection.Execute("update abandoned_rooms set since = @now where since is null", new { now });

        // The newest of all messages stays until there is a newer one: what comes next must not get its version once more.
        var messages = connection.Query<long>(
            """
            select x.id from abandoned_rooms a cross join messages x on x.room = a.room
            where a.since <= @before and x.version < (select max(version) from messages)
            limit @MostAtOnce
            """,
            new { before, MostAtOnce }).AsList();

        // The bytes of what was attached go with the next sweep of uploads.
        connection.Execute("delete from files where id in (select file_id from messages where id in @messages)", new { messages });
        connection.Execute("delete from messages where id in @messages", new { messages });
        connection.Execute(
            """
            delete from rooms
            where name in (select room from abandoned_rooms where since <= @before)
              and not exists (select 1 from messages where room = name) and not exists (select 1 from files where room = rooms.name)
            """,
            new { before });
        return messages.Count;
    }
}
