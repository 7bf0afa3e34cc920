using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Sockeye.Background;

/// <summary>A histogram that never throws: who listens to measurements may, and what is measured has happened.</summary>
internal sealed class QuietHistogram(Histogram<double> histogram)
{
    private int _lost;

    public bool Enabled => histogram.Enabled;

    /// <summary>Gets how often somebody who listens has thrown.</summary>
    public int Lost => _lost;

    public void Record(double value, params ReadOnlySpan<KeyValuePair<string, object?>> tags) => Record(value, new TagList(tags));

    public void Record(double value, in TagList tags)
    {
        try
        {
            histogram.Record(value, tags);
        }
#pragma warning disable CA1031 // see above
        catch
#pragma warning restore CA1031
        {
            Interlocked.Increment(ref _lost);
        }
    }
}
