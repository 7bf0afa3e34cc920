using System.Diagnostics;
using Sockeye.LoadRig.Generation;

namespace Sockeye.LoadRig.Tests.Generation;

public sealed class LatencyHistogramTests
{
    private readonly LatencyHistogram _latencies = new();

    [Theory]
    [InlineData(0.5, 50)]
    [InlineData(0.99, 99)]
    [InlineData(1, 100)]
    public void A_percentile_is_within_two_per_cent_of_the_true_one(double share, double milliseconds)
    {
        for (var i = 100; i >= 1; i--)
        {
            _latencies.Add(0, i * Stopwatch.Frequency / 1000);
        }

        Assert.InRange(_latencies.Percentile(share), milliseconds * 0.98, milliseconds * 1.02);
    }

    [Fact]
    public void What_was_counted_before_a_clear_is_gone()
    {
        _latencies.Add(0, Stopwatch.Frequency);
        _latencies.Clear();
        _latencies.Add(0, Stopwatch.Frequency / 1000);

        Assert.InRange(_latencies.Percentile(1), 0.98, 1.02);
    }
}
