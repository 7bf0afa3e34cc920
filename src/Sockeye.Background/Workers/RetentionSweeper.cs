using Microsoft.Extensions.Logging;

namespace Sockeye.Background;

/// <summary>Removes from time to time what stores no longer keep.</summary>
internal sealed partial class RetentionSweeper(IReadOnlyList<IJobStore> stores, BackgroundOptions options, ILogger logger)
{
    private readonly RetentionPolicy _policy = new(Bounded(options.KeepCompleted), Bounded(options.KeepCancelled), Bounded(options.KeepDead), Bounded(options.KeepUnclaimed));

    // For ever, and still a time that every store can reckon with.
    private static TimeSpan Bounded(TimeSpan kept) => kept < TimeSpan.FromDays(365_000) ? kept : TimeSpan.FromDays(365_000);

    /// <summary>Sweeps until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(options.SweepInterval, options.TimeProvider, cancellationToken).ConfigureAwait(false);
                foreach (var store in stores)
                {
                    while (await store.SweepAsync(_policy, cancellationToken).ConfigureAwait(false) >= _policy.Limit)
                    {
                        await Task.Yield(); // in steps, so that others have their turn in between
                    }
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // what was not removed is removed another time
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Log.SweepFailed(logger, exception);
            }
        }
    }
}
