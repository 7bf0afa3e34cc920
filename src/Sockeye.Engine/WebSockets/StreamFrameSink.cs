namespace Sockeye.Engine.WebSockets;

/// <summary>The connection's own stream: frames go out as they are.</summary>
internal sealed class StreamFrameSink(Stream stream) : FrameSink
{
    public override bool TakesSeveral => true;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> frames) => stream.WriteAsync(frames);
}
