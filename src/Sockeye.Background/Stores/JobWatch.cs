namespace Sockeye.Background;

/// <summary>Waits for changes of one job. For one waiter at a time.</summary>
internal sealed class JobWatch(JobSignal signal, long jobId) : IDisposable
{
    private volatile TaskCompletionSource<bool> _changed = New();

    public long JobId => jobId;

    /// <summary>Forgets what was told so far: call it before looking, so that nothing falls in between.</summary>
    public void Reset()
    {
        if (_changed.Task.IsCompleted)
        {
            _changed = New();
        }
    }

    /// <summary>Hears that the job has changed.</summary>
    /// <param name="isCertain">Whether it has, or only some job.</param>
    public void Tell(bool isCertain) => _changed.TrySetResult(isCertain);

    /// <summary>Waits for a change, or until the time is up.</summary>
    /// <returns>Whether the job has certainly changed.</returns>
    public async ValueTask<bool> WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        using var up = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(up.Token, cancellationToken);
        var changed = _changed.Task;
        await ((Task)changed.WaitAsync(either.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return changed.IsCompletedSuccessfully && await changed.ConfigureAwait(false);
    }

    public void Dispose() => signal.End(this);

    private static TaskCompletionSource<bool> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
