namespace Sockeye.LoadRig.Rig;

/// <summary>A server's state at one moment, as the kernel and its runtime see it.</summary>
internal sealed record ServerSample
{
    public required long ResidentBytes { get; init; }

    public required long ProportionalBytes { get; init; }

    /// <summary>Gets what the runtime says its garbage-collected heap holds.</summary>
    public required long HeapBytes { get; init; }

    /// <summary>Gets what was allocated since the start, where the runtime counts it (.NET does).</summary>
    public long? AllocatedBytes { get; init; }

    public long? Collections { get; init; }

    /// <summary>Gets how long the runtime has compiled since the start, where it says so (.NET does).</summary>
    public long? CompilingMilliseconds { get; init; }
}
