using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Sockeye.Background;

/// <summary>Says whether the store answers, and whether this process's worker gets its work from it.</summary>
internal sealed class BackgroundHealthCheck(StoreReadiness store, BackgroundHost host, BackgroundOptions options) : IHealthCheck
{
    /// <inheritdoc />
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var failed = context.Registration.FailureStatus;
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { ["running"] = host.Running };
        try
        {
            var began = options.TimeProvider.GetTimestamp();
            var ready = await store.GetAsync(cancellationToken).ConfigureAwait(false);
            var queues = await ready.GetQueuesAsync(cancellationToken).ConfigureAwait(false);
            data["store_seconds"] = options.TimeProvider.GetElapsedTime(began).TotalSeconds;
            data["waiting"] = queues.Sum(static queue => queue.Waiting);
            data["dead"] = queues.Sum(static queue => queue.Dead);
            data["oldest_age_seconds"] = queues.Max(static queue => queue.OldestAge)?.TotalSeconds ?? 0;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return new HealthCheckResult(failed, $"The store does not answer: {exception.Message}", exception, data);
        }

        return host.Worker switch
        {
            null when host.HasWork => new HealthCheckResult(failed, "The worker has not started.", data: data),
            { IsStopping: true } => new HealthCheckResult(failed, "The worker stops.", data: data),
            { SilentFor: var silent } when silent > options.LeaseTime => new HealthCheckResult(
                failed, string.Create(CultureInfo.InvariantCulture, $"The worker has not got through to the store for {silent.TotalSeconds:0} s."), data: data),
            { Running: var running } when running >= options.Concurrency => HealthCheckResult.Healthy("The store answers, and the worker has its hands full.", data),
            null => HealthCheckResult.Healthy("The store answers; no listeners run here.", data),
            _ => HealthCheckResult.Healthy("The store answers, and the worker waits for work.", data),
        };
    }
}
