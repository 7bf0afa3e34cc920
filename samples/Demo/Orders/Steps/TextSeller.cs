using Demo.Sms;
using Sockeye;

namespace Demo.Orders.Steps;

/// <summary>Tells the seller what to pack.</summary>
internal sealed class TextSeller(SmsSender sms, SmsSettings settings) : IBackgroundListener<Order>
{
    public async Task HandleAsync(Order? payload, JobContext context, CancellationToken cancellationToken)
    {
        var order = payload!;
        await context.ReportProgressAsync($"to {settings.Seller}", cancellationToken);
        var message = new TextMessage(settings.Seller, $"Please pack order {order.Number}: {order.Quantity} × {order.ProductName}.");
        await sms.SendAsync(message, context.IdempotencyKey, cancellationToken);
    }
}
