using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Sockeye.TestKit;

namespace Sockeye.Background.Postgres.Tests.Outbox;

/// <summary>The application's database is PostgreSQL, and the store is elsewhere.</summary>
public sealed class PostgresOutboxTests(PostgresServer server) : IAsyncLifetime
{
    private ServiceProvider? _services;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private ServiceProvider Services => _services ?? throw new InvalidOperationException("The test has not started.");

    private IJobStore Store => Services.GetRequiredService<IJobStore>();

    public async ValueTask InitializeAsync()
    {
        _services = new ServiceCollection()
            .AddSockeyeBackground(background => background.UseMemory()
                .UseOutbox(_ => new NpgsqlConnection(server.ConnectionString), static options => options.Interval = TimeSpan.FromMilliseconds(10)))
            .BuildServiceProvider();
        await Store.RegisterAsync([new ListenerRegistration("placed", "stock")], Cancelled);
        await using var connection = await OpenAsync();
        await ExecuteAsync(connection, $"DROP TABLE IF EXISTS {OutboxTable.Name}; DROP TABLE IF EXISTS orders; CREATE TABLE orders (id serial)");
    }

    public async ValueTask DisposeAsync() => await Services.DisposeAsync();

    [Fact]
    public async Task What_is_committed_is_moved_and_what_is_rolled_back_never_was()
    {
        await StartAsync(); // the relay makes the table
        var dropped = await PlaceAsync(commit: false);
        var kept = await PlaceAsync(commit: true);
        await Eventually.TrueAsync(async () => (await JobsAsync()).Count > 0);

        Assert.Equal(kept, Assert.Single(await JobsAsync()).EventId);
        Assert.NotEqual(kept, dropped);
        await Eventually.TrueAsync(async () => await CountAsync(OutboxTable.Name) == 0);

        Assert.Equal(1, await CountAsync("orders"));
    }

    [Fact]
    public async Task Many_that_make_the_table_together_all_succeed()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            await using var connection = new NpgsqlConnection(server.ConnectionString);
            await OutboxTable.CreateAsync(connection, Cancelled);
        })).DefaultTimeout();
        Assert.Equal(0, await CountAsync(OutboxTable.Name));
    }

    [Fact]
    public async Task A_table_that_is_missing_is_named()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => PlaceAsync(commit: true));
        Assert.Contains("OutboxTable.CreateAsync", exception.Message, StringComparison.Ordinal);
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql, DbTransaction? transaction = null)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        await command.ExecuteNonQueryAsync(Cancelled);
    }

    private async Task StartAsync()
    {
        foreach (var service in Services.GetServices<IHostedService>())
        {
            await service.StartAsync(Cancelled);
        }
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(Cancelled);
        return connection;
    }

    private async Task<Guid> PlaceAsync(bool commit)
    {
        await using var connection = await OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(Cancelled);
        await ExecuteAsync(connection, "INSERT INTO orders DEFAULT VALUES", transaction);
        var emitted = await Services.GetRequiredService<IBackgroundEvents>().EmitAsync("placed", new { Number = 17 }, transaction, null, Cancelled);
        if (commit)
        {
            await transaction.CommitAsync(Cancelled);
        }

        return emitted.EventId;
    }

    private async Task<IReadOnlyList<Job>> JobsAsync() => await Store.ListAsync(new JobFilter(), new JobPage(), Cancelled);

    private async Task<long> CountAsync(string table)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return Convert.ToInt64(await command.ExecuteScalarAsync(Cancelled), null);
    }
}
