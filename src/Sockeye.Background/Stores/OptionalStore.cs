namespace Sockeye.Background;

/// <summary>Where events are that need not be durable: this process's memory, within bounds.</summary>
internal sealed class OptionalStore(BackgroundOptions options)
{
    public MemoryJobStore Store { get; } = new(options.TimeProvider, new MemoryBounds(options.OptionalCapacity, options.WhenFull == WhenFull.Drop));
}
