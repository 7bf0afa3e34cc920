using Dapper;
using Microsoft.Data.Sqlite;

namespace Guide.Step4;

public sealed class MessageStore
{
    private readonly string _source;

    public MessageStore(string file)
    {
        _source = new SqliteConnectionStringBuilder { DataSource = file }.ToString();
        using var database = Open();
        database.Execute("""
            pragma journal_mode = wal;
            create table if not exists messages (
                id integer primary key autoincrement, room text not null, sender text not null, temp_id text not null, text text not null,
                unique (room, sender, temp_id));
            create index if not exists messages_of_room on messages (room, id);
            """);
    }

    /// <summary>Stores a message, once for each temporary id of a sender in a room; sent again it is the one that is there.</summary>
    public Message Add(string room, string sender, string tempId, string text)
    {
        using var database = Open();
        return database.QuerySingle<Message>(
            """
            insert into messages (room, sender, temp_id, text) values (@room, @sender, @tempId, @text) on conflict do nothing;
            select id, room, sender, temp_id as tempId, text from messages where room = @room and sender = @sender and temp_id = @tempId;
            """,
            new { room, sender, tempId, text });
    }

    /// <summary>Reads the next hundred behind one.</summary>
    public IEnumerable<Message> After(string room, long id)
    {
        using var database = Open();
        return database.Query<Message>(
            "select id, room, sender, temp_id as tempId, text from messages where room = @room and id > @id order by id limit 100", new { room, id });
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_source);
        connection.Open();
        connection.Execute("pragma busy_timeout = 5000; pragma synchronous = full");
        return connection;
    }
}
