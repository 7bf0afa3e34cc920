using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Sockeye;

namespace Snippets.Outbox;

/// <summary>The examples of the page about the outbox.</summary>
public static class OutboxGuide
{
    public static void Register(IServiceCollection services)
    {
        services.AddSockeyeBackground(background => background
            .UseSqlite("data/jobs.db")
            .UseOutbox(_ => new SqliteConnection("Data Source=data/shop.db")));
    }

    public static void RegisterOneFile(IServiceCollection services)
    {
        services.AddSockeyeBackground(background => background.UseSqlite("data/shop.db"));
    }

    public static async Task PlaceAsync(DbConnection connection, IBackgroundEvents background, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO orders (number) VALUES (17)";
        await command.ExecuteNonQueryAsync(cancellationToken);
        await background.EmitAsync("order.placed", new { Number = 17 }, transaction, cancellationToken: cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public static async Task PlaceWithEntityFrameworkAsync(Shop shop, IBackgroundEvents background, CancellationToken cancellationToken)
    {
        await using var transaction = await shop.Database.BeginTransactionAsync(cancellationToken);
        shop.Orders.Add(new Order { Number = 17 });
        await shop.SaveChangesAsync(cancellationToken);
        await background.EmitAsync("order.placed", new { Number = 17 }, transaction.GetDbTransaction(), cancellationToken: cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public static async Task CreateTableAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await OutboxTable.CreateAsync(connection, cancellationToken);
    }
}
