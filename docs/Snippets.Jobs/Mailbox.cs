namespace Snippets.Jobs;

/// <summary>A mail gateway that refuses the first message it is given, and tells who waits when it has taken so many.</summary>
public sealed class Mailbox(int expected)
{
    private readonly TaskCompletionSource _full = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _asked;
    private int _taken;

    public Task Full => _full.Task;

    public Task SendAsync(string message, string idempotencyKey, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Interlocked.Increment(ref _asked) == 1)
        {
            throw new HttpRequestException($"the gateway did not answer ({idempotencyKey.Length} characters tell this message from others)");
        }

        Console.WriteLine(message);
        if (Interlocked.Increment(ref _taken) == expected)
        {
            _full.SetResult();
        }

        return Task.CompletedTask;
    }
}
