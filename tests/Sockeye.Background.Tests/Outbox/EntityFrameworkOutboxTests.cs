using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Sockeye.Background.Tests.Outbox;

/// <summary>The guide's example of Entity Framework Core, with its own transaction.</summary>
public sealed class EntityFrameworkOutboxTests : OutboxTest
{
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task An_order_and_its_event_are_stored_together_or_not_at_all(bool commit, int stored)
    {
        await using (var connection = Connect())
        {
            await using var shop = new Shop(connection);
            await using IDbContextTransaction transaction = await shop.Database.BeginTransactionAsync(Cancelled);
            shop.Orders.Add(new Order());
            await shop.SaveChangesAsync(Cancelled);
            await Events.EmitAsync("placed", new { number = 17 }, transaction.GetDbTransaction(), cancellationToken: Cancelled);
            if (commit)
            {
                await transaction.CommitAsync(Cancelled);
            }
        }

        using var relay = Relay();
        Assert.Equal(stored, await relay.PassAsync(Cancelled));
        Assert.Equal(stored, (await JobsAsync()).Count);
        Assert.Equal(stored, await CountAsync("orders"));
    }

    private sealed class Shop(DbConnection connection) : DbContext
    {
        public DbSet<Order> Orders => Set<Order>();

        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseSqlite(connection);

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Order>().ToTable("orders").Property(static order => order.Id).HasColumnName("id");
    }

    private sealed class Order
    {
        public long Id { get; set; }
    }
}
