using Microsoft.Extensions.Logging;

namespace Sockeye.Background;

/// <summary>Lets the store know that this process is alive and runs listeners, until it stops.</summary>
/// <param name="store">The store.</param>
/// <param name="running">Tells how many jobs run now.</param>
/// <param name="options">The application's options.</param>
/// <param name="logger">Where a store that cannot be told is reported.</param>
internal sealed partial class WorkerPresence(IJobStore store, Func<int> running, BackgroundOptions options, ILogger logger)
{
    private readonly Guid _id = Guid.CreateVersion7(options.TimeProvider.GetUtcNow());
    private readonly TimeSpan _interval = options.LeaseTime / 3;
    private bool _failed;

    /// <summary>Tells it again and again, and at the end that this process is gone.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var next = Deadline.In(options.TimeProvider, _interval);
            await TryAsync(() => store.ReportWorkerAsync(
                new WorkerReport(_id, options.WorkerName, options.Concurrency, running(), options.LeaseTime), stopping), stopping).ConfigureAwait(false);
            await next.WaitAsync(stopping).ConfigureAwait(false);
        }
    }

    /// <summary>Says farewell.</summary>
    public Task LeaveAsync(CancellationToken cancellationToken) => TryAsync(() => store.ForgetWorkerAsync(_id, cancellationToken), cancellationToken);

    private async Task TryAsync(Func<ValueTask> step, CancellationToken cancellationToken)
    {
        try
        {
            await step().ConfigureAwait(false);
            _failed = false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
#pragma warning disable CA1031 // nothing depends on it but a list that people read
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (!_failed)
            {
                _failed = true; // once for a row of failures: the worker itself tells of each
                Log.PresenceFailed(logger, exception);
            }
        }
    }
}
