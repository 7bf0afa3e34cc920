using Npgsql;
using Sockeye.JobRig.Peers;
using Sockeye.JobRig.Servers;

namespace Sockeye.JobRig.Rig;

/// <summary>Opens a fresh store for each run. PostgreSQL is one server for all of them, and a database for each.</summary>
internal sealed class PeerStores(int connections) : IAsyncDisposable
{
    private JobServer? _postgres;
    private int _databases;

    public async Task<PeerStore> OpenAsync(Peer peer)
    {
        switch (peer.Store)
        {
            case "postgres":
                _postgres ??= await JobServer.PostgresAsync();
                var database = $"bench{++_databases}";
                await RunAsync($"CREATE DATABASE {database}");
                var settings = new PeerSettings { Store = "postgres", Port = _postgres.Port, Database = database, Connections = connections };
                return new PeerStore(settings, () => SettleAsync(database), () => RunAsync($"DROP DATABASE {database} WITH (FORCE)"));
            case "redis":
                var redis = await JobServer.RedisAsync();
                return new PeerStore(new PeerSettings { Store = "redis", Port = redis.Port }, static () => Task.CompletedTask, async () => await redis.DisposeAsync());
            default:
                var folder = Directory.CreateTempSubdirectory("sockeye-rig-sqlite-");
                return new PeerStore(
                    new PeerSettings { Store = "sqlite", File = Path.Combine(folder.FullName, "jobs.db") },
                    static () => Task.CompletedTask,
                    () => Task.Run(() => folder.Delete(recursive: true)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
    }

    // Autovacuum would have come by in a database that is used for longer: neither peer is to have plans for empty tables.
    private async Task SettleAsync(string database)
    {
        await RunAsync("VACUUM (ANALYZE)", database);
        await RunAsync("CHECKPOINT");
    }

    private async Task RunAsync(string sql, string database = "postgres")
    {
        await using var source = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={_postgres!.Port};Username=postgres;Database={database};Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
