namespace Snippets.Background;

internal sealed class SendMail(ILogger<SendMail> logger) : IBackgroundListener<Order>
{
    public Task HandleAsync(Order payload, JobContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        logger.LogInformation("A letter about order {Number}, attempt {Attempt}", payload.Number, context.Attempt);
        return Task.CompletedTask;
    }
}
