using System.IO.Pipelines;

namespace Sockeye.Events.Streams;

internal sealed class PipeWriterSink(PipeWriter writer, bool leaveOpen) : ByteSink("the destination's pipe", leaveOpen)
{
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken) =>
        Judge(await writer.WriteAsync(chunk, cancellationToken).ConfigureAwait(false));

    public override ValueTask FinishAsync(CancellationToken cancellationToken) => default; // every write was a flush

    protected override ValueTask CloseOwnedAsync(Exception? failure) => writer.CompleteAsync(failure);

    private static void Judge(FlushResult result)
    {
        if (result.IsCompleted)
        {
            throw new IOException("The reader of the pipe has completed it, and nobody takes what is written.");
        }

        if (result.IsCanceled)
        {
            throw new OperationCanceledException("Somebody else cancelled the writing to the pipe.");
        }
    }
}
