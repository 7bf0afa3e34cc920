using System.Data.Common;
using System.Diagnostics.Metrics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sockeye.Background.Tests.Stores.Sqlite;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Outbox;

/// <summary>An application with a database of its own, and a store elsewhere: what the tests of the outbox share.</summary>
public abstract class OutboxTest : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly Measurements _measurements = new("sockeye.background.outbox.moved", "sockeye.background.outbox.unreadable");
    private ServiceProvider? _services;

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private protected ManualTimeProvider Time { get; } = new();

    protected IBackgroundEvents Events => Services.GetRequiredService<IBackgroundEvents>();

    protected IJobStore Store => Services.GetRequiredService<IJobStore>();

    /// <summary>Gets how many events were moved, and how many rows are none, by the meters.</summary>
    protected IEnumerable<string> Moved => _measurements.Lines;

    protected string StorePath => _folder.File("jobs.db");

    private ServiceProvider Services => _services ?? throw new InvalidOperationException("The test has not started.");

    public virtual async ValueTask InitializeAsync()
    {
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<IMeterFactory>(_measurements)
            .AddSockeyeBackground(Register)
            .BuildServiceProvider();
        await Store.InitializeAsync(Cancelled);
        await Store.RegisterAsync([new ListenerRegistration("placed", "stock")], Cancelled);
        await using var connection = await OpenAsync();
        await OutboxTable.CreateAsync(connection, Cancelled);
        await ExecuteAsync(connection, "CREATE TABLE orders (id INTEGER PRIMARY KEY)");
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        _measurements.Dispose();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected virtual void Register(SockeyeBackgroundBuilder background) => background.UseSqlite(StorePath).UseOutbox(_ => Connect());

    /// <summary>A connection to the application's own database.</summary>
    protected virtual DbConnection Connect() => new SqliteConnection($"Data Source={_folder.File("shop.db")}");

    protected async Task<DbConnection> OpenAsync()
    {
        var connection = Connect();
        await connection.OpenAsync(Cancelled);
        return connection;
    }

    /// <summary>Stores an order and emits its event, in one transaction.</summary>
    protected async Task<Guid> PlaceAsync(bool commit = true, BackgroundEmitOptions? options = null, string eventName = "placed")
    {
        await using var connection = await OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(Cancelled);
        await ExecuteAsync(connection, "INSERT INTO orders DEFAULT VALUES", transaction);
        var emitted = await Events.EmitAsync(eventName, new { number = 17 }, transaction, options, Cancelled);
        Assert.Equal(EmitOutcome.InOutbox, emitted.Outcome);
        if (commit)
        {
            await transaction.CommitAsync(Cancelled);
        }
        else
        {
            await transaction.RollbackAsync(Cancelled);
        }

        return emitted.EventId;
    }

    protected async Task<IReadOnlyList<Job>> JobsAsync() => await Store.ListAsync(new JobFilter(), new JobPage { OldestFirst = true, Limit = 1_000 }, Cancelled);

    protected async Task<long> CountAsync(string table)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        return Convert.ToInt64(await command.ExecuteScalarAsync(Cancelled), null);
    }

    private protected OutboxRelay Relay(IJobStore? store = null, Func<DbConnection>? connect = null, int batchSize = 200, ILogger? log = null) => new(
        connect ?? Connect, _ => ValueTask.FromResult(store ?? Store), new OutboxOptions { BatchSize = batchSize }, Time, BackgroundInstruments.Of(_measurements), log ?? NullLogger.Instance);

    protected static async Task ExecuteAsync(DbConnection connection, string sql, DbTransaction? transaction = null)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        await command.ExecuteNonQueryAsync(Cancelled);
    }
}
