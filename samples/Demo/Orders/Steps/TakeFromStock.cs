using Demo.Work;
using Sockeye;

namespace Demo.Orders.Steps;

/// <summary>Takes what was ordered from the stock.</summary>
internal sealed class TakeFromStock(Catalogue catalogue, ChangeFeed changes) : IBackgroundListener<Order>
{
    public async Task HandleAsync(Order? payload, JobContext context, CancellationToken cancellationToken)
    {
        var order = payload!;
        if (!await catalogue.TakeAsync(order.ProductId, order.Quantity, context.IdempotencyKey, cancellationToken))
        {
            // To try again is of no use until somebody has restocked; then its dead letter is replayed.
            throw new JobRejectedException($"There are not {order.Quantity} of “{order.ProductName}” left.");
        }

        changes.Tell(ChangeFeed.Stock);
    }
}
