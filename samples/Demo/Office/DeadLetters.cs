using Demo.Orders;
using Demo.Work;
using Sockeye;

namespace Demo.Office;

/// <summary>The jobs that were given up, and their second chance.</summary>
internal sealed class DeadLetters(IJobs jobs, OrderBook book, OrderFollower follower, ChangeFeed changes)
{
    private static readonly JobState[] Dead = [JobState.Dead];

    /// <summary>Replays all, or those of some ids. The customers whose orders they belong to are told how they go on.</summary>
    /// <returns>How many.</returns>
    public async Task<int> ReplayAsync(IReadOnlyList<long>? ids, CancellationToken cancellationToken)
    {
        var filter = new JobFilter { Ids = ids, States = Dead };
        var letters = await jobs.ListAsync(filter, cancellationToken: cancellationToken);
        var replayed = await jobs.ReplayAsync(filter, cancellationToken);
        foreach (var number in letters.Select(job => Order.NumberOf(job.UniqueKey)).OfType<long>().Distinct())
        {
            if (book.Find(number) is { } order)
            {
                follower.Follow(order);
            }
        }

        changes.Tell(ChangeFeed.Jobs);
        return replayed;
    }
}
