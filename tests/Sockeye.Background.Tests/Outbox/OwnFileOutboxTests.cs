using System.Data.Common;
using Microsoft.Data.Sqlite;
using Sockeye.TestKit;

namespace Sockeye.Background.Tests.Outbox;

/// <summary>The application's database is the store's own file: no relay is needed.</summary>
public sealed class OwnFileOutboxTests : OutboxTest
{
    [Fact]
    public async Task What_is_committed_becomes_jobs_by_itself_and_what_is_rolled_back_does_not()
    {
        await PlaceAsync(commit: false);
        var id = await PlaceAsync();
        await Eventually.TrueAsync(async () =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(50));
            return (await JobsAsync()).Count > 0 && Moved.Any(); // it is counted a moment after it is there
        });

        Assert.Equal(id, Assert.Single(await JobsAsync()).EventId);
        Assert.Equal(0, await CountAsync(OutboxTable.Name));
        Assert.Equal(1, await CountAsync("orders"));
        Assert.Equal(["sockeye.background.outbox.moved 1 {event}"], Moved);
    }

    [Fact]
    public async Task What_was_committed_while_nobody_ran_is_found_at_the_start()
    {
        await Store.DisposeAsync();
        await PlaceAsync();
        await using var next = await Stores.Sqlite.SqliteStore.OpenAsync(StorePath, TimeProvider.System);
        await Eventually.TrueAsync(async () => (await next.ListAsync(new JobFilter(), new JobPage(), Cancelled)).Count > 0);

        Assert.Single(await next.ListAsync(new JobFilter(), new JobPage(), Cancelled));
    }

    [Fact]
    public async Task A_row_that_is_no_emit_is_kept_aside_and_holds_up_nobody()
    {
        await using (var connection = await OpenAsync())
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO sockeye_outbox (id, emit) VALUES ('0', '{ who knows')";
            await command.ExecuteNonQueryAsync(Cancelled);
        }

        var id = await PlaceAsync();
        await Eventually.TrueAsync(async () =>
        {
            Time.Advance(TimeSpan.FromMilliseconds(50));
            return (await JobsAsync()).Count > 0 && await CountAsync(OutboxTable.Name) == 0;
        });

        Assert.Equal(id, Assert.Single(await JobsAsync()).EventId);
        Assert.Equal(1, await CountAsync("sockeye_outbox_unreadable"));
        await Eventually.TrueAsync(() => Moved.Count() >= 2); // they are counted after the step

        Assert.Equal(["sockeye.background.outbox.moved 1 {event}", "sockeye.background.outbox.unreadable 1 {row}"], Moved.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_emit_beside_an_open_transaction_waits_for_it_and_then_succeeds()
    {
        await using var connection = await OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(Cancelled);
        await Events.EmitAsync("placed", 1, transaction, null, Cancelled); // holds the writer's lock from here
        var beside = Events.EmitAsync("placed", 2, null, Cancelled).AsTask();
        Assert.False(beside.IsCompleted);
        await transaction.CommitAsync(Cancelled);
        Assert.Equal(EmitOutcome.Stored, (await beside.DefaultTimeout()).Outcome);
    }

    [Fact]
    public async Task Who_waits_no_longer_for_a_lock_of_somebody_else_is_told_of_it()
    {
        await using var connection = await OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(Cancelled);
        await Events.EmitAsync("placed", 1, transaction, null, Cancelled); // holds the writer's lock from here
        using var patience = new CancellationTokenSource();
        var beside = Events.EmitAsync("placed", 2, null, patience.Token).AsTask();
        await Eventually.TrueAsync(() => ((IWaitingStore)Store).WhyItWaits is not null);

        await patience.CancelAsync();
        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => beside.DefaultTimeout());

        Assert.Contains("'placed'", cancelled.Message, StringComparison.Ordinal);
        Assert.Contains("may be stored nevertheless", cancelled.Message, StringComparison.Ordinal);
        Assert.Contains($"Another connection holds the lock of '{StorePath}'", cancelled.Message, StringComparison.Ordinal);
        Assert.Equal(patience.Token, cancelled.CancellationToken);
        await transaction.RollbackAsync(Cancelled);
        await Eventually.TrueAsync(async () => (await Store.ListAsync(new JobFilter(), new JobPage(), Cancelled)).Count == 1);
        Assert.Null(((IWaitingStore)Store).WhyItWaits);
    }

    [Fact]
    public async Task Another_database_needs_a_relay_and_is_refused_without_one()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync(Cancelled);
        await OutboxTable.CreateAsync(connection, Cancelled);
        await using var transaction = await connection.BeginTransactionAsync(Cancelled);
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => Events.EmitAsync("placed", 1, transaction, null, Cancelled).AsTask());
        Assert.Contains("UseOutbox", exception.Message, StringComparison.Ordinal);
    }

    protected override void Register(SockeyeBackgroundBuilder background) =>
        Microsoft.Extensions.DependencyInjection.SqliteStoreServiceExtensions.UseSqlite(background, StorePath);

    protected override DbConnection Connect() => new SqliteConnection($"Data Source={StorePath}");
}
