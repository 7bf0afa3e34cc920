using Demo.Chat.Presence;
using Demo.Data;
using Microsoft.Data.Sqlite;

namespace Demo.Chat.Contacts;

/// <summary>Writes what is between accounts. What a write looks at before, it looks at in its own transaction, so that no other comes in between.</summary>
internal sealed class ContactWriter(DatabaseWriter writer, ChatEvents events, WhoIsThere presence)
{
    /// <summary>Writes, and returns when everybody whom it concerns sees it so.</summary>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, ContactNews, T> write, CancellationToken cancellationToken)
    {
        var news = new ContactNews(events, presence);
        var told = Task.CompletedTask;
        var written = await writer.WriteAsync(connection => write(connection, news), _ => told = news.TellAsync(), cancellationToken);
        await told;
        return written;
    }
}
