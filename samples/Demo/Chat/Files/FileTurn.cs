namespace Demo.Chat.Files;

/// <summary>Somebody's turn at a file; disposing of it gives it back.</summary>
internal sealed class FileTurn : IDisposable
{
    private readonly CancellationTokenSource _ended;
    private readonly Action _leave;

    public FileTurn(Action leave, CancellationToken cancellationToken)
    {
        _leave = leave;
        _ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Token = _ended.Token;
    }

    /// <summary>Gets a token that is cancelled when the work is worth nothing any more.</summary>
    public CancellationToken Token { get; }

    /// <summary>Gets whether that is because the file has been removed.</summary>
    public bool IsInterrupted { get; private set; }

    public void Interrupt()
    {
        IsInterrupted = true;
        try
        {
            _ended.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The turn has just been given back: there is nothing to interrupt.
        }
    }

    public void Dispose()
    {
        _leave();
        _ended.Dispose();
    }

    /// <summary>Lets go of a turn that was not given.</summary>
    public void Discard() => _ended.Dispose();
}
