namespace Snippets.Events;

public sealed class Stock : IHandle<Order>
{
    public Task HandleAsync(Order order, CancellationToken cancellationToken)
    {
        Console.WriteLine($"one less in stock for number {order.Number}");
        return Task.CompletedTask;
    }
}
