using Demo.Sms;
using Sockeye;

namespace Demo.Orders.Steps;

/// <summary>Tells the administrator what was sold.</summary>
internal sealed class TextAdmin(SmsSender sms, SmsSettings settings) : IBackgroundListener<Order>
{
    public async Task HandleAsync(Order? payload, JobContext context, CancellationToken cancellationToken)
    {
        var order = payload!;
        await context.ReportProgressAsync($"to {settings.Admin}", cancellationToken);
        var message = new TextMessage(settings.Admin, $"Order {order.Number} over {Money.Text(order.Total)} was placed.");
        await sms.SendAsync(message, context.IdempotencyKey, cancellationToken);
    }
}
