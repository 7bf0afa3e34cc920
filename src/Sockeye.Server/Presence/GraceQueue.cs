namespace Sockeye.Server.Presence;

/// <summary>The grace periods that run. All are as long, so whoever began first ends first.</summary>
internal sealed class GraceQueue(TimeProvider time, TimeSpan period)
{
    private readonly Queue<(long Began, string Node, string UserId, long Grace)> _running = new();

    public void Add(string node, string userId, long grace) => _running.Enqueue((time.GetTimestamp(), node, userId, grace));

    /// <summary>Takes the next that is over.</summary>
    public bool TryTake(out (string Node, string UserId, long Grace) lapsed)
    {
        if (_running.TryPeek(out var next) && time.GetElapsedTime(next.Began) >= period)
        {
            _running.Dequeue();
            lapsed = (next.Node, next.UserId, next.Grace);
            return true;
        }

        lapsed = default;
        return false;
    }

    /// <summary>Gets when the next began; null where none runs.</summary>
    public long? First => _running.TryPeek(out var next) ? next.Began : null;

    /// <summary>Gets how long until the next is over; null where none runs.</summary>
    public TimeSpan? Next()
    {
        if (!_running.TryPeek(out var next))
        {
            return null;
        }

        var left = period - time.GetElapsedTime(next.Began);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
