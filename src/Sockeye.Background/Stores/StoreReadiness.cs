namespace Sockeye.Background;

/// <summary>The application's store, initialised before anything is asked of it. What fails is tried again by who comes next.</summary>
internal sealed class StoreReadiness(IJobStore store)
{
    private readonly Lock _gate = new();
    private Task? _initialising;

    /// <summary>Gets what the store waits for; <see langword="null"/> where it does not, or cannot say.</summary>
    public string? WhyItWaits => (store as IWaitingStore)?.WhyItWaits;

    public ValueTask<IJobStore> GetAsync(CancellationToken cancellationToken) =>
        _initialising is { IsCompletedSuccessfully: true } ? ValueTask.FromResult(store) : WaitAsync(cancellationToken);

    private async ValueTask<IJobStore> WaitAsync(CancellationToken cancellationToken)
    {
        Task initialising;
        lock (_gate)
        {
            if (_initialising is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _initialising = store.InitializeAsync(CancellationToken.None).AsTask(); // for all who wait
            }

            initialising = _initialising;
        }

        await initialising.WaitAsync(cancellationToken).ConfigureAwait(false);
        return store;
    }
}
