using System.Diagnostics;

namespace Sockeye.JobRig.Peers;

/// <summary>Notes when jobs start, and how long after their emit. Thread-safe.</summary>
internal sealed class StartTimes
{
    private readonly Lock _gate = new();
    private readonly List<long> _latencies = [];

    /// <summary>Gets the monotonic clock in nanoseconds, which all processes of a machine share.</summary>
    public static long Now => (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));

    public long First { get; private set; }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _latencies.Count;
            }
        }
    }

    public void Add(long emitted)
    {
        var now = Now;
        lock (_gate)
        {
            First = _latencies.Count == 0 ? now : First;
            _latencies.Add(now - emitted);
        }
    }

    /// <summary>Reads the latency below which a part of all lie, in milliseconds.</summary>
    public double Quantile(double part)
    {
        lock (_gate)
        {
            long[] sorted = [.. _latencies.Order()];
            return sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * part))] / 1e6;
        }
    }
}
