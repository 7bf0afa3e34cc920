namespace Sockeye.Events;

/// <summary>A count from sample to sample, as far as it has grown without a pause.</summary>
internal sealed class GrowthSeries(int first)
{
    private int _last = first;

    /// <summary>Gets the count before it began to grow.</summary>
    public int From { get; private set; } = first;

    /// <summary>Gets in how many samples one after the other it has grown.</summary>
    public int Samples { get; private set; }

    public void Add(int count)
    {
        if (count > _last)
        {
            Samples++;
        }
        else
        {
            StartAt(count);
        }

        _last = count;
    }

    /// <summary>Begins anew: what was warned of is not warned of again until it has grown as much once more.</summary>
    public void StartAt(int count) => (From, Samples, _last) = (count, 0, count);
}
