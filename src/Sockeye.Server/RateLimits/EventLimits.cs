using System.Collections.Immutable;
using System.Threading.RateLimiting;

namespace Sockeye.Server.RateLimits;

/// <summary>The rate limits of a namespace or of a parent, in the order in which they were set.</summary>
internal sealed class EventLimits : IDisposable
{
    private ImmutableArray<Limit> _limits = [];

    public void Add(PartitionedRateLimiter<ReceivedEvent> limiter, string? eventName, bool isOwned) =>
        ImmutableInterlocked.Update(ref _limits, static (limits, added) => limits.Add(added), new Limit(limiter, eventName, isOwned));

    /// <summary>Counts an event; false where it exceeds a limit.</summary>
    /// <param name="received">The event.</param>
    /// <param name="retryAfter">When it may be tried again, where the limiter knows.</param>
    public bool TryTake(in ReceivedEvent received, out TimeSpan? retryAfter)
    {
        retryAfter = null;
        foreach (var limit in _limits)
        {
            if (limit.EventName is not null && limit.EventName != received.Name)
            {
                continue;
            }

            try
            {
                using var lease = limit.Limiter.AttemptAcquire(received);
                if (!lease.IsAcquired)
                {
                    retryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : null;
                    return false;
                }
            }
            catch (Exception exception)
            {
                received.Socket.Server.ReportHandlerError(received.Socket, received.Name, exception);
            }
        }

        return true;
    }

    /// <summary>Lets go of the limiters that were made here: their timer is stopped.</summary>
    public void Dispose()
    {
        foreach (var limit in ImmutableInterlocked.InterlockedExchange(ref _limits, []))
        {
            if (limit.IsOwned)
            {
                limit.Limiter.Dispose();
            }
        }
    }

    private sealed record Limit(PartitionedRateLimiter<ReceivedEvent> Limiter, string? EventName, bool IsOwned);
}
