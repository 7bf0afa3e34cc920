using System.Threading.RateLimiting;

namespace Demo.Shell;

/// <summary>How much one socket may send where nothing else is said: more than anybody clicks. The chat counts by account.</summary>
internal static class EventRate
{
    public static TokenBucketRateLimiterOptions OfASocket() => new() { TokenLimit = 60, TokensPerPeriod = 10, ReplenishmentPeriod = TimeSpan.FromSeconds(1) };
}
