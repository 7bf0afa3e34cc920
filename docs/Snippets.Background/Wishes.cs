namespace Snippets.Background;

internal sealed class Wishes(ILogger<Wishes> logger)
{
    public Task SendAsync(DateOnly day, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        logger.LogInformation("Wishes to all who were born on {Day}", day);
        return Task.CompletedTask;
    }
}
