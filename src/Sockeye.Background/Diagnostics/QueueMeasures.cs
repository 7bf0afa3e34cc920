using Microsoft.Extensions.Logging;

namespace Sockeye.Background;

/// <summary>Asks the store from time to time what is in its queues, so that whoever collects measurements gets the latest answer and waits for nothing.</summary>
internal sealed partial class QueueMeasures(IJobStore store, BackgroundInstruments instruments, BackgroundOptions options, ILogger logger)
{
    private volatile IReadOnlyList<QueueState> _latest = [];
    private bool _failed;

    /// <summary>Gets the latest answer; nothing where there is none, or the store could not answer when it was last asked.</summary>
    public IReadOnlyList<QueueState> Latest => _latest;

    /// <summary>Asks until it is told to stop. It asks nothing while nobody wants to know.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        instruments.Add(this);
        while (!stopping.IsCancellationRequested)
        {
            _latest = instruments.QueuesAreObserved ? await AskAsync(stopping).ConfigureAwait(false) : [];
            await Task.Delay(options.MeasureInterval, options.TimeProvider, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        instruments.Remove(this);
    }

    private async Task<IReadOnlyList<QueueState>> AskAsync(CancellationToken stopping)
    {
        try
        {
            var queues = await store.GetQueuesAsync(stopping).ConfigureAwait(false);
            _failed = false;
            return queues;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return [];
        }
#pragma warning disable CA1031 // no measurement is better than an old one, and the next may succeed
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (!_failed)
            {
                _failed = true; // once for a row of failures
                Log.MeasureFailed(logger, exception);
            }

            return [];
        }
    }
}
