namespace Sockeye.LoadRig.Rig;

/// <summary>A server's memory at one moment, in bytes.</summary>
internal sealed record MemorySample
{
    public required long ResidentBytes { get; init; }

    public required long ProportionalBytes { get; init; }

    /// <summary>Gets what the runtime says its garbage-collected heap holds.</summary>
    public required long HeapBytes { get; init; }

    /// <summary>Gets what was allocated since the start, where the runtime counts it (.NET does).</summary>
    public long? AllocatedBytes { get; init; }

    public long? Collections { get; init; }
}
