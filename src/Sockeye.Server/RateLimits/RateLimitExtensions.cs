using System.Threading.RateLimiting;
using Sockeye.Server.RateLimits;

namespace Sockeye;

/// <summary>Limits on how many events clients may send, by the limiters of <c>System.Threading.RateLimiting</c>.</summary>
/// <remarks>
/// An event is counted when it comes, before it waits for its turn. One that exceeds a limit is not handled: its client is told, by the
/// acknowledgement if it asked for one and by the event <see cref="ControlEvents.Refused"/> otherwise, in either case with
/// <c>{ error: { code: "rate_limited", message, event, retryAfter } }</c>, <c>retryAfter</c> in milliseconds where the limiter knows. A client that
/// goes on all the same is closed: <see cref="SocketServerOptions.MaxRefusedEventsPerMinute"/>. Several limits of a namespace all hold, in
/// the order in which they were set; those of a parent come first.
/// </remarks>
public static class RateLimitExtensions
{
    /// <summary>Limits the events of each socket.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="perSocket">
    /// A bucket of tokens for each socket, one token an event: <c>TokenLimit</c> at once, <c>TokensPerPeriod</c> more in each
    /// <c>ReplenishmentPeriod</c>. Nothing is queued, and one timer replenishes all buckets, whatever is set of that.
    /// </param>
    /// <returns>The namespace.</returns>
    /// <exception cref="ArgumentException">The bucket holds nothing, or is never filled.</exception>
    public static Namespace LimitEvents(this Namespace ns, TokenBucketRateLimiterOptions perSocket)
    {
        ArgumentNullException.ThrowIfNull(ns);
        ns.EnsuredLimits.Add(new SocketBuckets(perSocket).Limiter, eventName: null, isOwned: true);
        return ns;
    }

    /// <summary>Limits one event of each socket.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="eventName">The event's name.</param>
    /// <param name="perSocket">A bucket of tokens for each socket; see <see cref="LimitEvents(Namespace, TokenBucketRateLimiterOptions)"/>.</param>
    /// <returns>The namespace.</returns>
    /// <exception cref="ArgumentException">The bucket holds nothing, or is never filled.</exception>
    public static Namespace LimitEvents(this Namespace ns, string eventName, TokenBucketRateLimiterOptions perSocket)
    {
        ArgumentNullException.ThrowIfNull(ns);
        ArgumentNullException.ThrowIfNull(eventName);
        ns.EnsuredLimits.Add(new SocketBuckets(perSocket).Limiter, eventName, isOwned: true);
        return ns;
    }

    /// <summary>Limits events by whatever a limiter goes by: user, address, event.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="limiter">
    /// Is asked for one permit for each event, on the loop that reads from the connection: it must not block. The permit is given back at once, so
    /// a limiter of concurrency limits nothing. Where it throws, the event is handled, and the hook for failing handlers is told. The application disposes it.
    /// </param>
    /// <returns>The namespace.</returns>
    public static Namespace LimitEvents(this Namespace ns, PartitionedRateLimiter<ReceivedEvent> limiter)
    {
        ArgumentNullException.ThrowIfNull(ns);
        ArgumentNullException.ThrowIfNull(limiter);
        ns.EnsuredLimits.Add(limiter, eventName: null, isOwned: false);
        return ns;
    }

    /// <inheritdoc cref="LimitEvents(Namespace, TokenBucketRateLimiterOptions)"/>
    /// <returns>The parent.</returns>
    public static ParentNamespace LimitEvents(this ParentNamespace ns, TokenBucketRateLimiterOptions perSocket)
    {
        ArgumentNullException.ThrowIfNull(ns);
        ns.Limits.Add(new SocketBuckets(perSocket).Limiter, eventName: null, isOwned: true);
        return ns;
    }

    /// <inheritdoc cref="LimitEvents(Namespace, string, TokenBucketRateLimiterOptions)"/>
    /// <returns>The parent.</returns>
    public static ParentNamespace LimitEvents(this ParentNamespace ns, string eventName, TokenBucketRateLimiterOptions perSocket)
    {
        ArgumentNullException.ThrowIfNull(ns);
        ArgumentNullException.ThrowIfNull(eventName);
        ns.Limits.Add(new SocketBuckets(perSocket).Limiter, eventName, isOwned: true);
        return ns;
    }

    /// <inheritdoc cref="LimitEvents(Namespace, PartitionedRateLimiter{ReceivedEvent})"/>
    /// <returns>The parent.</returns>
    public static ParentNamespace LimitEvents(this ParentNamespace ns, PartitionedRateLimiter<ReceivedEvent> limiter)
    {
        ArgumentNullException.ThrowIfNull(ns);
        ArgumentNullException.ThrowIfNull(limiter);
        ns.Limits.Add(limiter, eventName: null, isOwned: false);
        return ns;
    }
}
