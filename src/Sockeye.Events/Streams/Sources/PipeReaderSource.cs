using System.IO.Pipelines;

namespace Sockeye.Events.Streams;

/// <summary>A pipe of somebody else's. It is read where it lies, so there is nothing to pump.</summary>
internal sealed class PipeReaderSource(PipeReader reader, bool leaveOpen) : ByteSource("the source's pipe", leaveOpen)
{
    public PipeReader Reader { get; } = reader;

    public override Task PumpAsync(SourceOutput output, CancellationToken cancellationToken) => Task.CompletedTask;

    protected override ValueTask CloseOwnedAsync(Exception? failure) => Reader.CompleteAsync(failure);
}
