namespace Sockeye.Background;

/// <summary>One who waits for a raise of a <see cref="JobSignal"/>. Its members are called under the signal's lock, but for <see cref="Woken"/>.</summary>
internal sealed class SignalWait(long since, WakeUps kinds)
{
    // Who is woken goes on elsewhere: whoever raises holds a lock.
    private readonly TaskCompletionSource<WakeUps> _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets the version from which on raises count.</summary>
    public long Since => since;

    /// <summary>Gets the kinds that are waited for.</summary>
    public WakeUps Kinds => kinds;

    /// <summary>Gets or sets what ends the wait when its time is up.</summary>
    public ITimer? Timer { get; set; }

    /// <summary>Gets what has been raised; <see cref="WakeUps.None"/> if the time is up.</summary>
    public Task<WakeUps> Woken => _woken.Task;

    /// <summary>Ends the wait. Its timer is gone in the same moment, so that a timer which is armed stands for somebody who waits.</summary>
    public void End(WakeUps found)
    {
        Timer?.Dispose();
        _woken.TrySetResult(found);
    }

    public void Cancel(CancellationToken cancellationToken)
    {
        Timer?.Dispose();
        _woken.TrySetCanceled(cancellationToken);
    }
}
