namespace Snippets.Jobs;

public sealed class SendMail(Mailbox mailbox) : IBackgroundListener<Order>
{
    public Task HandleAsync(Order payload, JobContext context, CancellationToken cancellationToken) =>
        mailbox.SendAsync($"order {payload.Number}, attempt {context.Attempt}", context.IdempotencyKey, cancellationToken);
}
