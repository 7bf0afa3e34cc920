namespace Sockeye.Engine;

/// <summary>The token that tells of the end of what owns an outbox. Its source is made when the first one asks.</summary>
internal struct EndToken
{
    private CancellationTokenSource? _source;

    public CancellationToken TokenOf(Outbox outbox)
    {
        lock (outbox.Gate)
        {
            return outbox.State == SessionState.Closed && _source is null
                ? new CancellationToken(canceled: true)
                : (_source ??= new CancellationTokenSource()).Token;
        }
    }

    /// <summary>Cancels it; the outbox is closed already.</summary>
    /// <returns>What failed of that which the application hung on it.</returns>
    public readonly AggregateException? Cancel()
    {
        try
        {
            Volatile.Read(in _source)?.Cancel();
            return null;
        }
        catch (AggregateException exception)
        {
            return exception;
        }
    }
}
