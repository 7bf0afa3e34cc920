namespace Sockeye.Events.Streams;

internal sealed class FunctionSink(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write) : ByteSink("the destination", leaveOpen: true)
{
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken) => write(chunk, cancellationToken);

    public override ValueTask FinishAsync(CancellationToken cancellationToken) => default;

    protected override ValueTask CloseOwnedAsync(Exception? failure) => default;
}
