using System.Threading.RateLimiting;

namespace Sockeye.Server.RateLimits;

/// <summary>A bucket of tokens for each socket, filled by one timer. A bucket that has been full for a while is forgotten.</summary>
internal sealed class SocketBuckets
{
    private readonly TokenBucketRateLimiterOptions _options;
    private readonly Func<(string SessionId, string Namespace), RateLimiter> _make; // once, so that an event allocates nothing

    public SocketBuckets(TokenBucketRateLimiterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.TokenLimit,
            TokensPerPeriod = options.TokensPerPeriod,
            ReplenishmentPeriod = options.ReplenishmentPeriod,
            AutoReplenishment = false, // that would be a timer for each socket
        };
        new TokenBucketRateLimiter(_options).Dispose(); // its checks now, not when the first event comes
        _make = _ => new TokenBucketRateLimiter(_options);

        // Not the socket's id: whoever leaves a namespace and joins it again has another one, and would have a full bucket.
        Limiter = PartitionedRateLimiter.Create<ReceivedEvent, (string SessionId, string Namespace)>(
            received => RateLimitPartition.Get((received.Socket.Session.Id, received.Socket.Namespace.Name), _make));
    }

    public PartitionedRateLimiter<ReceivedEvent> Limiter { get; }
}
