using System.Threading.RateLimiting;
using Demo.Accounts;
using Microsoft.Extensions.Options;
using Sockeye;

namespace Demo.Chat.Limits;

/// <summary>How much an account may send by events, on all its devices together: of each kind what <see cref="ChatLimits"/> says.</summary>
internal sealed class EventLimit : IDisposable
{
    private const string Other = ""; // whatever a client calls its events, there are few counts

    public EventLimit(IOptions<ChatOptions> options)
    {
        // Its value is asked for later: it is checked when the demo starts.
        Limiter = PartitionedRateLimiter.Create<ReceivedEvent, (string, string)>(received =>
            RateLimitPartition.GetTokenBucketLimiter(
                (AccountSession.AccountIdOf(received.Socket.User), KindOf(received.Name)), key => RateOf(options.Value.Limits, key.Item2).ToBucket()));
    }

    /// <summary>Gets what <see cref="RateLimitExtensions.LimitEvents(Namespace, PartitionedRateLimiter{ReceivedEvent})"/> takes.</summary>
    public PartitionedRateLimiter<ReceivedEvent> Limiter { get; }

    public void Dispose() => Limiter.Dispose();

    private static string KindOf(string name) =>
        name is "sendMessage" or "join_chat" or "typing" or "away" or "delivered" or "read" or "changes" ? name : Other;

    private static Rate RateOf(ChatLimits limits, string kind) => kind switch
    {
        "delivered" or "read" => limits.Marks,
        "changes" => limits.Changes,
        _ => limits.Writes,
    };
}
