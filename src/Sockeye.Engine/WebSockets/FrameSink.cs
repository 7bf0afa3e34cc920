namespace Sockeye.Engine.WebSockets;

/// <summary>Where finished frames go. One write at a time.</summary>
internal abstract class FrameSink
{
    /// <summary>Gets whether several frames may go in one write.</summary>
    public abstract bool TakesSeveral { get; }

    /// <summary>Writes frames. The memory must stay as it is until the returned task completes.</summary>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> frames);
}
