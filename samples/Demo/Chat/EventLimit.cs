using System.Threading.RateLimiting;
using Demo.Accounts;
using Sockeye;

namespace Demo.Chat;

/// <summary>How much an account may send by events, on all its devices together: of each kind as much as <see cref="WriteLimit"/> allows by requests.</summary>
internal sealed class EventLimit : IDisposable
{
    /// <summary>Gets what <see cref="RateLimitExtensions.LimitEvents(Namespace, PartitionedRateLimiter{ReceivedEvent})"/> takes.</summary>
    public PartitionedRateLimiter<ReceivedEvent> Limiter { get; } = PartitionedRateLimiter.Create<ReceivedEvent, (string Account, string Name)>(static received =>
        IsLimited(received.Name)
            ? RateLimitPartition.GetTokenBucketLimiter((AccountSession.AccountIdOf(received.Socket.User), received.Name), static _ => WriteLimit.Options())
            : RateLimitPartition.GetNoLimiter(("", "")));

    public void Dispose() => Limiter.Dispose();

    // What reaches others or makes something. Marks are left aside: a page sends one for each message that reaches it, and they only move forwards.
    private static bool IsLimited(string name) => name is "sendMessage" or "join_chat" or "typing" or "away";
}
