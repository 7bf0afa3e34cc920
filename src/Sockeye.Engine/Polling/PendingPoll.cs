namespace Sockeye.Engine.Polling;

/// <summary>A GET that waits until there is something to answer it with.</summary>
internal sealed class PendingPoll
{
    private readonly TaskCompletionSource<bool> _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets or sets whether somebody will wake it, or has. Under the outbox's gate.</summary>
    public bool IsCalled { get; set; }

    public void Wake() => _woken.TrySetResult(true);

    /// <summary>Waits to be woken.</summary>
    /// <returns>Whether it was; <see langword="false"/> when the client left first.</returns>
    public async Task<bool> WaitAsync(CancellationToken aborted)
    {
        var registration = aborted.UnsafeRegister(static woken => ((TaskCompletionSource<bool>)woken!).TrySetResult(false), _woken);
        await using (registration.ConfigureAwait(false))
        {
            return await _woken.Task.ConfigureAwait(false);
        }
    }
}
