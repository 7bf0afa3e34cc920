using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Sockeye.Background;

/// <summary>A counter that never throws: who listens to measurements may, and what is counted has happened.</summary>
internal sealed class QuietCounter(Counter<long> counter)
{
    private int _lost;

    public bool Enabled => counter.Enabled;

    /// <summary>Gets how often somebody who listens has thrown.</summary>
    public int Lost => _lost;

    public void Add(long by, params ReadOnlySpan<KeyValuePair<string, object?>> tags) => Add(by, new TagList(tags));

    public void Add(long by, in TagList tags)
    {
        try
        {
            counter.Add(by, tags);
        }
#pragma warning disable CA1031 // see above
        catch
#pragma warning restore CA1031
        {
            Interlocked.Increment(ref _lost);
        }
    }
}
