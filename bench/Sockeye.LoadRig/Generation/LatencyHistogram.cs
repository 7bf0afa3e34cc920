using System.Diagnostics;
using System.Numerics;

namespace Sockeye.LoadRig.Generation;

/// <summary>Counts latencies in buckets 1.6 % wide: 64 for each doubling of a nanosecond.</summary>
internal sealed class LatencyHistogram
{
    private const int Bits = 6;
    private const int Steps = 1 << Bits;
    private readonly long[] _counts = new long[64 * Steps];
    private long _total;

    public void Add(long startedAt, long endedAt)
    {
        var nanoseconds = (ulong)Math.Max(1, (endedAt - startedAt) * (1_000_000_000 / Stopwatch.Frequency));
        _counts[Bucket(nanoseconds)]++;
        _total++;
    }

    public void Clear()
    {
        Array.Clear(_counts);
        _total = 0;
    }

    /// <summary>Reads the latency, in milliseconds, that a share of all (0 to 1) stayed within.</summary>
    public double Percentile(double share)
    {
        var left = Math.Max(1, (long)Math.Ceiling(_total * share));
        for (var i = 0; i < _counts.Length; i++)
        {
            left -= _counts[i];
            if (left <= 0)
            {
                return Middle(i) / 1e6;
            }
        }

        return 0;
    }

    private static int Bucket(ulong value)
    {
        var shift = Math.Max(0, BitOperations.Log2(value) - Bits);
        return (shift * Steps) + (int)(value >> shift);
    }

    private static double Middle(int bucket)
    {
        var shift = Math.Max(0, (bucket / Steps) - 1);
        return ((ulong)(bucket - (shift * Steps)) + 0.5) * (1UL << shift);
    }
}
