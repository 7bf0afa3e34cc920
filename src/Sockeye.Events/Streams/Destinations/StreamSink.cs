namespace Sockeye.Events.Streams;

internal sealed class StreamSink(Stream stream, bool leaveOpen) : ByteSink("the destination", leaveOpen)
{
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken) => stream.WriteAsync(chunk, cancellationToken);

    public override ValueTask FinishAsync(CancellationToken cancellationToken) => new(stream.FlushAsync(cancellationToken));

    protected override ValueTask CloseOwnedAsync(Exception? failure) => stream.DisposeAsync();
}
