using Dapper;
using Demo.Data;
using Microsoft.Data.Sqlite;

namespace Demo.Orders;

/// <summary>The products, and how many there are of each.</summary>
internal sealed class Catalogue(Database database, DatabaseWriter writer)
{
    private const string Select = "select id, name, price, stock from products";

    public IReadOnlyList<Product> List()
    {
        using var connection = database.Open();
        return connection.Query<Product>(Select + " order by rowid").AsList();
    }

    public Product? Find(string id)
    {
        using var connection = database.Open();
        return connection.QuerySingleOrDefault<Product>(Select + " where id = @id", new { id });
    }

    /// <summary>Takes some of a product, once for a key however often it is called.</summary>
    /// <returns>Whether there were enough.</returns>
    public Task<bool> TakeAsync(string productId, long quantity, string idempotencyKey, CancellationToken cancellationToken) =>
        writer.WriteAsync(connection => Take(connection, productId, quantity, idempotencyKey), cancellationToken: cancellationToken);

    public Task RestockAsync(string productId, int quantity, CancellationToken cancellationToken) => writer.WriteAsync(
        connection => connection.Execute("update products set stock = min(stock + @quantity, 1000000) where id = @productId", new { productId, quantity }),
        cancellationToken: cancellationToken);

    private static bool Take(SqliteConnection connection, string productId, long quantity, string idempotencyKey)
    {
        if (connection.QuerySingle<bool>("select exists (select 1 from stock_moves where idempotency_key = @idempotencyKey)", new { idempotencyKey }))
        {
            return true;
        }

        if (connection.Execute("update products set stock = stock - @quantity where id = @productId and stock >= @quantity", new { productId, quantity }) == 0)
        {
            return false;
        }

        return connection.Execute(
            "insert into stock_moves (idempotency_key, product_id, quantity) values (@idempotencyKey, @productId, @quantity)",
            new { idempotencyKey, productId, quantity }) == 1;
    }
}
