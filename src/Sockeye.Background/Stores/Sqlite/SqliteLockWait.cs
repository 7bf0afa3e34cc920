namespace Sockeye.Background;

/// <summary>The pauses of one who finds the file locked. Nobody announces the end of another process's transaction, so one has to ask again.</summary>
/// <remarks>
/// It counts the milliseconds it has asked for instead of reading a clock: the lock is held in real time, whatever clock the store was given,
/// and SQLite's own wait, in this build, is in whole seconds. The thread is one that may block.
/// </remarks>
internal sealed class SqliteLockWait : IDisposable
{
    private const int LongestPause = 20;
    private ManualResetEvent? _never; // not made before it is needed: mostly the file is free
    private int _pause;

    /// <summary>Gets how long one has waited by now.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>Waits 1 ms, then 2, 4, … and 20 from then on.</summary>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Wait(CancellationToken cancellationToken = default)
    {
        _pause = _pause == 0 ? 1 : Math.Min(_pause * 2, LongestPause);
        Waited += TimeSpan.FromMilliseconds(_pause);
        if (cancellationToken.CanBeCanceled)
        {
            cancellationToken.WaitHandle.WaitOne(_pause);
            cancellationToken.ThrowIfCancellationRequested();
        }
        else
        {
            _never ??= new ManualResetEvent(false);
            _never.WaitOne(_pause);
        }
    }

    /// <summary>Waits; <see langword="true"/> where this pause was the one in which a limit was passed.</summary>
    public bool WaitPast(TimeSpan limit)
    {
        var before = Waited;
        Wait();
        return before < limit && Waited >= limit;
    }

    public void Dispose() => _never?.Dispose();
}
