namespace Snippets.Events;

public sealed class Mailer
{
    public Task SendAsync(string text, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Console.WriteLine($"mail: {text}");
        return Task.CompletedTask;
    }
}
