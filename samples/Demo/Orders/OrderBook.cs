using System.Data;
using System.Data.Common;
using Dapper;
using Demo.Data;

namespace Demo.Orders;

/// <summary>The orders that have been placed.</summary>
internal sealed class OrderBook(Database database)
{
    private const string Select =
        "select number, customer, name, email, product_id, product_name, quantity, total, placed_at from orders";

    private const string Insert = """
        insert into orders (customer, request_key, request_hash, name, email, product_id, product_name, quantity, total, placed_at)
        values (@Customer, @requestKey, @requestHash, @Name, @Email, @ProductId, @ProductName, @Quantity, @Total, @PlacedAt)
        on conflict do nothing returning number
        """;

    /// <summary>Stores an order in a transaction of the caller's.</summary>
    /// <returns>It with its number; <see langword="null"/> where the customer has used the key before.</returns>
    public static Order? Add(Order order, string? requestKey, byte[]? requestHash, DbTransaction transaction)
    {
        var values = new DynamicParameters(order);
        values.Add(nameof(requestKey), requestKey);
        values.Add(nameof(requestHash), requestHash, DbType.Binary);
        var number = transaction.Connection!.QuerySingleOrDefault<long?>(Insert, values, transaction);
        return number is null ? null : order with { Number = number.Value };
    }

    public Order? Find(long number)
    {
        using var connection = database.Open();
        return connection.QuerySingleOrDefault<Order>(Select + " where number = @number", new { number });
    }

    /// <summary>Gets what a customer's request became; <see langword="null"/> where the key came with another one.</summary>
    public Order? Find(string customer, string requestKey, byte[] requestHash)
    {
        using var connection = database.Open();
        return connection.QuerySingleOrDefault<Order>(
            Select + " where customer = @customer and request_key = @requestKey and coalesce(request_hash, @requestHash) = @requestHash",
            new { customer, requestKey, requestHash });
    }

    /// <summary>Gets a customer's orders, the newest first.</summary>
    public IReadOnlyList<Order> List(string customer, int limit)
    {
        using var connection = database.Open();
        return connection.Query<Order>(Select + " where customer = @customer order by number desc limit @limit", new { customer, limit }).AsList();
    }
}
