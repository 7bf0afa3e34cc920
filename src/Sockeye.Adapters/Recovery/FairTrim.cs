namespace Sockeye.Adapters.Recovery;

/// <summary>
/// Makes room by taking from whoever keeps most, down to what the next one keeps, and so on: nobody loses anything for the sake of one that keeps more.
/// </summary>
internal sealed class FairTrim
{
    private readonly PriorityQueue<InMemoryRecovery, (KeptAmount Kept, int Index)> _mostFirst = new(
        Comparer<(KeptAmount Kept, int Index)>.Create(static (one, other) =>
            one.Kept.Size != other.Kept.Size ? other.Kept.Size.CompareTo(one.Kept.Size)
            : one.Kept.Oldest != other.Kept.Oldest ? one.Kept.Oldest.CompareTo(other.Kept.Oldest)
            : one.Index.CompareTo(other.Index)));

    private readonly Func<InMemoryRecovery, KeptAmount> _measure;

    public FairTrim(IReadOnlyList<InMemoryRecovery> keepers, Func<InMemoryRecovery, KeptAmount> measure)
    {
        _measure = measure;
        for (var i = 0; i < keepers.Count; i++)
        {
            _mostFirst.Enqueue(keepers[i], (measure(keepers[i]), i));
        }
    }

    /// <summary>Takes what is oldest of those who keep most; of several who keep as much, of the one who has kept it for longest.</summary>
    /// <param name="excess">Says how much is still too much.</param>
    /// <param name="trim">Makes one keep no more than so much.</param>
    public void Run(Func<long> excess, Action<InMemoryRecovery, long> trim)
    {
        while (excess() is > 0 and var tooMuch && _mostFirst.TryDequeue(out var keeper, out var most) && most.Kept.Size > 0)
        {
            var next = _mostFirst.TryPeek(out _, out var behind) ? behind.Kept.Size : 0;
            trim(keeper, Math.Max(Math.Min(next, most.Kept.Size - 1), most.Kept.Size - tooMuch));
            _mostFirst.Enqueue(keeper, (_measure(keeper), most.Index));
        }
    }
}
