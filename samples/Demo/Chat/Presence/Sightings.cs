using Dapper;
using Demo.Data;

namespace Demo.Chat.Presence;

/// <summary>When accounts were last seen, over restarts.</summary>
internal sealed class Sightings(Database database, DatabaseWriter writer)
{
    public Task SaveAsync(IReadOnlyCollection<string> accounts, DateTimeOffset at) => writer.WriteAsync(connection => connection.Execute(
        "update accounts set last_seen = @at where id = @account and (last_seen is null or last_seen < @at)",
        accounts.Select(account => new { account, at = at.ToUnixTimeMilliseconds() })));

    public IReadOnlyDictionary<string, DateTimeOffset> Load(IReadOnlyCollection<string> accounts)
    {
        using var connection = database.Open();
        return connection.Query<(string Id, long LastSeen)>("select id, last_seen from accounts where id in @accounts and last_seen is not null", new { accounts })
            .ToDictionary(static seen => seen.Id, static seen => DateTimeOffset.FromUnixTimeMilliseconds(seen.LastSeen));
    }
}
