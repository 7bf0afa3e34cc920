namespace Sockeye.Events.Streams;

internal sealed class SequenceSource(IAsyncEnumerable<ReadOnlyMemory<byte>> items) : ByteSource("the source", leaveOpen: true)
{
    public override async Task PumpAsync(SourceOutput output, CancellationToken cancellationToken)
    {
        // Its enumerator is disposed of by the loop, however that ends.
        await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            await output.PutAsync(item, cancellationToken).ConfigureAwait(false);
        }
    }

    protected override ValueTask CloseOwnedAsync(Exception? failure) => default;
}
