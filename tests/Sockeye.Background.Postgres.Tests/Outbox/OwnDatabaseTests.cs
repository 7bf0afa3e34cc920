using System.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Sockeye.Background.Postgres.Tests.Stores;
using Sockeye.TestKit;

namespace Sockeye.Background.Postgres.Tests.Outbox;

/// <summary>The application's database is the one in which the store lies: events are added in its transactions, and nothing has to be moved.</summary>
public sealed class OwnDatabaseTests(PostgresServer server) : IAsyncLifetime
{
    private readonly TaskCompletionSource<string> _handled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IHost? _host;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private IBackgroundEvents Events => Host.Services.GetRequiredService<IBackgroundEvents>();

    private IJobs Jobs => Host.Services.GetRequiredService<IJobs>();

    private IHost Host => _host ?? throw new InvalidOperationException("The test has not started.");

    public async ValueTask InitializeAsync()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSockeyeBackground(background => background
            .Configure(static options => options.PollInterval = TimeSpan.FromMinutes(5)) // only a wake-up makes it in time
            .UsePostgres(server.ConnectionString, static options => options.Schema = PostgresStore.NextSchema())
            .On<string>("placed", "stock", (text, _) =>
            {
                _handled.TrySetResult(text);
                return Task.CompletedTask;
            }));
        _host = builder.Build();
        await _host.StartAsync(Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.StopAsync(Cancelled);
        Host.Dispose();
    }

    [Fact]
    public async Task What_is_committed_is_a_job_at_once_and_wakes_up_its_worker()
    {
        await using (var connection = await OpenAsync())
        await using (var transaction = await connection.BeginTransactionAsync(Cancelled))
        {
            var emitted = await Events.EmitAsync("placed", "committed", transaction, new BackgroundEmitOptions { UniqueKey = "order 1" }, Cancelled);
            Assert.Equal((EmitOutcome.Stored, 1), (emitted.Outcome, emitted.Jobs));
            Assert.Equal(EmitOutcome.Duplicate, (await Events.EmitAsync("placed", "again", transaction, new BackgroundEmitOptions { UniqueKey = "order 1" }, Cancelled)).Outcome);
            Assert.Empty(await Jobs.ListAsync(cancellationToken: Cancelled));
            await transaction.CommitAsync(Cancelled);
        }

        Assert.Equal("committed", await _handled.Task.DefaultTimeout());
        Assert.Single(await Jobs.ListAsync(cancellationToken: Cancelled));
    }

    [Fact]
    public async Task What_is_emitted_behind_a_savepoint_is_told_as_it_is()
    {
        await using var connection = await OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(Cancelled);
        await transaction.SaveAsync("before", Cancelled);
        var keep = new BackgroundEmitOptions { Key = "customer 1", IfUnknown = UnknownEventPolicy.Keep };

        var emitted = await Events.EmitAsync("placed", "saved", transaction, new BackgroundEmitOptions { UniqueKey = "order 1" }, Cancelled);
        var kept = await Events.EmitAsync("unheard", "saved", transaction, keep, Cancelled);
        var second = await Events.EmitAsync("placed", "again", transaction, new BackgroundEmitOptions { UniqueKey = "order 1" }, Cancelled);

        Assert.Equal((EmitOutcome.Stored, 1), (emitted.Outcome, emitted.Jobs));
        Assert.Equal(EmitOutcome.Kept, kept.Outcome);
        Assert.Equal((EmitOutcome.Duplicate, emitted.EventId), (second.Outcome, second.EventId));
    }

    [Fact]
    public async Task What_is_rolled_back_never_was_and_frees_its_unique_key()
    {
        var options = new BackgroundEmitOptions { UniqueKey = "order 1", Key = "customer 1" };
        await using (var connection = await OpenAsync())
        await using (var transaction = await connection.BeginTransactionAsync(Cancelled))
        {
            await Events.EmitAsync("placed", "rolled back", transaction, options, Cancelled);
            await Assert.ThrowsAsync<UnknownEventException>(() => Events.EmitAsync("misspelt", 1, transaction, null, Cancelled).AsTask());
            await transaction.RollbackAsync(Cancelled);
        }

        Assert.Equal(EmitOutcome.Stored, (await Events.EmitAsync("placed", "kept", options, Cancelled)).Outcome);
        Assert.Equal("kept", await _handled.Task.DefaultTimeout());
    }

    [Fact]
    public async Task A_transaction_that_stays_open_holds_up_no_other_emit()
    {
        await using var connection = await OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(Cancelled);
        await Events.EmitAsync("placed", "waits", transaction, new BackgroundEmitOptions { Key = "customer 1" }, Cancelled);

        await Events.EmitAsync("placed", "goes on", new BackgroundEmitOptions { Key = "customer 2" }, Cancelled).AsTask().DefaultTimeout();

        Assert.Equal("goes on", await _handled.Task.DefaultTimeout());
        await transaction.CommitAsync(Cancelled);
    }

    [Fact]
    public async Task A_stricter_transaction_needs_the_outbox_and_a_relay()
    {
        await using var connection = await OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.Serializable, Cancelled);
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => Events.EmitAsync("placed", "strict", transaction, null, Cancelled).AsTask());
        Assert.Contains("this one is Serializable", refusal.Message, StringComparison.Ordinal);
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync(Cancelled);
        return connection;
    }
}
