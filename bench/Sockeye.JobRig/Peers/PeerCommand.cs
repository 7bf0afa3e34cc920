namespace Sockeye.JobRig.Peers;

/// <summary>A command to a process of a peer.</summary>
internal sealed record PeerCommand(string Name)
{
    public int Count { get; init; }

    public int Concurrency { get; init; }

    public int Bursts { get; init; }

    public int Size { get; init; }

    public double IntervalMilliseconds { get; init; }
}
