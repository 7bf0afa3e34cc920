using System.Threading.RateLimiting;

namespace Demo.Chat.Limits;

/// <summary>How often an account may do something, on all its devices together.</summary>
internal sealed class Rate
{
    /// <summary>Gets or sets how often at once.</summary>
    public int Burst { get; set; }

    /// <summary>Gets or sets how often more in each second after that.</summary>
    public int PerSecond { get; set; }

    public bool IsValid => Burst > 0 && PerSecond > 0;

    public TokenBucketRateLimiterOptions ToBucket() => new() { TokenLimit = Burst, TokensPerPeriod = PerSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1) };
}
