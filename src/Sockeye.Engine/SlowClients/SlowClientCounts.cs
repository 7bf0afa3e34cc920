using Sockeye.Engine.Diagnostics;

namespace Sockeye.Engine.SlowClients;

/// <summary>Counts what clients that do not read cost: for whoever reads it of the server, and for the meters.</summary>
internal sealed class SlowClientCounts(EngineInstruments instruments)
{
    private long _dropped;
    private long _closed;

    public long DroppedPackets => Volatile.Read(ref _dropped);

    public long SlowClients => Volatile.Read(ref _closed);

    /// <summary>Says whether a packet was taken, and counts it where it was dropped.</summary>
    public bool IsTaken(SendResult result, bool isVolatile)
    {
        if (result is SendResult.Taken or SendResult.Late)
        {
            return true;
        }

        Interlocked.Increment(ref _dropped);
        instruments.OnDropped(isVolatile);
        return false;
    }

    public void OnSlowClient(TransportKind transport)
    {
        Interlocked.Increment(ref _closed);
        instruments.OnSlowClient(transport);
    }
}
