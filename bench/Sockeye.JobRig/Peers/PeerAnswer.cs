namespace Sockeye.JobRig.Peers;

/// <summary>What a process of a peer answers; each command fills its part.</summary>
internal sealed record PeerAnswer
{
    public int Count { get; init; }

    public double Seconds { get; init; }

    public int Started { get; init; }

    public int Failed { get; init; }

    public double P50Milliseconds { get; init; }

    public double P99Milliseconds { get; init; }

    public long Completed { get; init; }

    public long Dead { get; init; }

    public long Open { get; init; }

    public long HeapBytes { get; init; }

    public long ResidentBytes { get; init; }
}
