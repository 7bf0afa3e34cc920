using Demo.Mail;
using Sockeye;

namespace Demo.Orders.Steps;

/// <summary>Writes to the customer.</summary>
internal sealed class SendConfirmation(IMailer mailer) : IBackgroundListener<Order>
{
    public async Task HandleAsync(Order? payload, JobContext context, CancellationToken cancellationToken)
    {
        var order = payload!;
        await context.ReportProgressAsync($"to {order.Email}", cancellationToken);
        await mailer.SendAsync(Confirmation(order, context.IdempotencyKey), cancellationToken);
    }

    private static Letter Confirmation(Order order, string key) => new(
        key,
        order.Email,
        $"Your order {order.Number}",
        $"""
        Hello {order.Name},

        thank you for your order {order.Number}:

            {order.Quantity} × {order.ProductName}
            {Money.Text(order.Total)} in all

        It is on its way.

        The fish shop
        """);
}
