using Microsoft.EntityFrameworkCore;

namespace Snippets.Outbox;

/// <summary>The application's own database.</summary>
public sealed class Shop(DbContextOptions<Shop> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();
}
