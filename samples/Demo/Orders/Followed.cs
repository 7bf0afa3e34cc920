namespace Demo.Orders;

/// <summary>An order that is followed, and the task that follows it.</summary>
internal sealed class Followed
{
    private readonly CancellationTokenSource _stop;
    private readonly Task _following;

    /// <summary>Begins to follow.</summary>
    /// <param name="last">The steps that were told last.</param>
    /// <param name="follow">Follows, until there is nothing more to tell or its token is cancelled.</param>
    /// <param name="stoppingToken">Ends it with the program.</param>
    public Followed(IReadOnlyList<OrderStep> last, Func<Followed, Task> follow, CancellationToken stoppingToken)
    {
        Last = last;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        _following = follow(this);
    }

    public IReadOnlyList<OrderStep> Last { get; set; }

    public CancellationToken Token => _stop.Token;

    public bool HasEnded => _following.IsCompleted;

    /// <summary>Ends it, and waits until it has ended.</summary>
    public async Task EndAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _following;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // As it was told.
        }

        _stop.Dispose();
    }
}
