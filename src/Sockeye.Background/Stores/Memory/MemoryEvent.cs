namespace Sockeye.Background;

/// <summary>An event in memory.</summary>
internal sealed class MemoryEvent(NewEvent added, DateTimeOffset created, Guid? batchId)
{
    public NewEvent New { get; } = added;

    public DateTimeOffset Created { get; } = created;

    public Guid? BatchId { get; } = batchId;

    /// <summary>Gets or sets how many jobs of it are left.</summary>
    public int Jobs { get; set; }
}
