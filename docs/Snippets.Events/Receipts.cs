namespace Snippets.Events;

public sealed class Receipts(ILogger<Receipts> logger, Mailer mailer)
{
    [On("ordered")]
    public async Task SendAsync(Order order, CancellationToken cancellationToken)
    {
        logger.LogDebug("receipt for {Number}", order.Number);
        await mailer.SendAsync($"receipt for number {order.Number}", cancellationToken);
    }

    [On("ordered", Order = -1)]                  // before the others
    public void Check(Order order) => Console.WriteLine($"number {order.Number} is {(order.Total > 0 ? "fine" : "odd")}");
}
