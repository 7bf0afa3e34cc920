using Demo.Data;
using Sockeye;

namespace Demo.Orders;

/// <summary>Places orders.</summary>
internal sealed class Checkout(Database database, OrderBook book, IBackgroundEvents background, TimeProvider time)
{
    /// <summary>Stores an order and emits <c>order.placed</c>, both or neither. Nothing that listens is waited for.</summary>
    /// <param name="customer">Whose it is.</param>
    /// <param name="wanted">What they want; it has no problems.</param>
    /// <param name="product">The product it names.</param>
    /// <param name="requestKey">What the same request has in common when it is sent again; <see langword="null"/> where it is not.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>The order, and whether it is new; no order where the key has come before with a request that asked for something else.</returns>
    public async Task<(Order? Order, bool IsNew)> PlaceAsync(
        string customer, NewOrder wanted, Product product, string? requestKey, CancellationToken cancellationToken)
    {
        var draft = new Order
        {
            Number = 0, // the database's to give
            Customer = customer,
            Name = wanted.Name!.Trim(),
            Email = wanted.Email!.Trim(),
            ProductId = product.Id,
            ProductName = product.Name,
            Quantity = wanted.Quantity,
            Total = wanted.Quantity * product.Price,
            PlacedAt = time.GetUtcNow(),
        };

        var requestHash = requestKey is null ? null : wanted.Hash();
        using var connection = database.Open();
        await using var transaction = connection.BeginTransaction(deferred: true);
        await WriterLock.TakeAsync(connection, "update orders set total = total where false", time, cancellationToken);
        if (OrderBook.Add(draft, requestKey, requestHash, transaction) is not { } order)
        {
            return (book.Find(customer, requestKey!, requestHash!), IsNew: false);
        }

        await background.EmitAsync(
            OrderEvents.Placed, order, transaction, new BackgroundEmitOptions { UniqueKey = order.EventKey }, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (order, IsNew: true);
    }
}
