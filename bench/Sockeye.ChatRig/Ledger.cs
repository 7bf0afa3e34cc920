using System.Diagnostics;
using Sockeye.LoadRig.Generation;

namespace Sockeye.ChatRig;

/// <summary>What became of each message: when it was due, whether it was acknowledged, how many of its readers have it. Its clients write from many threads.</summary>
internal sealed class Ledger(int messages, int firstCounted)
{
    private readonly Lock _lock = new();
    private readonly long[] _due = new long[messages];
    private readonly int[] _expected = new int[messages];
    private readonly int[] _received = new int[messages];
    private readonly int[] _acknowledged = new int[messages];
    private long _receipts;
    private long _presences;
    private long _acknowledgements;

    /// <summary>Gets what passed from when a message was due until another client had it.</summary>
    public LatencyHistogram Receipts { get; } = new();

    /// <summary>Gets what passed from when a message was due until its sender knew that it is stored.</summary>
    public LatencyHistogram Acknowledgements { get; } = new();

    public int Messages => messages;

    /// <summary>Gets how many messages have been acknowledged so far, how many receipts by others there were, and how many events of presence.</summary>
    public (long Acknowledgements, long Receipts, long Presences) Totals()
    {
        lock (_lock)
        {
            return (_acknowledgements, _receipts, _presences);
        }
    }

    public void Sent(int message, long due, int readers)
    {
        lock (_lock)
        {
            _due[message] = due;
            _expected[message] = readers;
        }
    }

    public void Received(int message, bool isOwn)
    {
        var now = Stopwatch.GetTimestamp();
        lock (_lock)
        {
            _received[message]++;
            _receipts += isOwn ? 0 : 1;
            if (!isOwn && message >= firstCounted)
            {
                Receipts.Add(_due[message], now);
            }
        }
    }

    /// <summary>Counts an event of presence.</summary>
    public void Seen()
    {
        lock (_lock)
        {
            _presences++;
        }
    }

    public void Acknowledged(int message)
    {
        var now = Stopwatch.GetTimestamp();
        lock (_lock)
        {
            _acknowledged[message]++;
            _acknowledgements++;
            if (message >= firstCounted)
            {
                Acknowledgements.Add(_due[message], now);
            }
        }
    }

    /// <summary>Gets what is wrong so far: messages not acknowledged, receipts missing, receipts too many.</summary>
    public (int Unacknowledged, int Missing, int Doubled) Read()
    {
        lock (_lock)
        {
            var missing = 0;
            var doubled = 0;
            for (var i = 0; i < messages; i++)
            {
                missing += Math.Max(0, _expected[i] - _received[i]);
                doubled += Math.Max(0, _received[i] - _expected[i]);
            }

            return (_acknowledged.Count(static count => count == 0), missing, doubled);
        }
    }
}
