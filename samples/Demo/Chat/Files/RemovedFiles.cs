using System.Threading.Channels;
using Dapper;
using Demo.Data;

namespace Demo.Chat.Files;

/// <summary>Files that the database has let go and the disk has still. Each is listed in the same transaction in which it goes, so none is forgotten.</summary>
internal sealed class RemovedFiles(Database database, DatabaseWriter writer)
{
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Says that there may be some. It does not wait.</summary>
    public void Announce() => _news.Writer.TryWrite(true);

    /// <summary>Waits until somebody has said so since the last time.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) => await _news.Reader.ReadAsync(cancellationToken);

    public IReadOnlyList<string> List()
    {
        using var connection = database.Open();
        return connection.Query<string>("select id from removed_files").AsList();
    }

    /// <summary>Takes note that they are on the disk no more.</summary>
    public Task ForgetAsync(IReadOnlyList<string> ids) => writer.WriteAsync(connection =>
        connection.Execute("delete from removed_files where id = @id", ids.Select(static id => new { id })));
}
