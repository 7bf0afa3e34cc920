using System.IO.Pipelines;

namespace Sockeye.Events.Streams;

internal sealed class WritingTransformer(
    Func<ReadOnlyMemory<byte>, PipeWriter, CancellationToken, ValueTask> transform, Func<PipeWriter, CancellationToken, ValueTask>? flush) : Transformer
{
    protected override ValueTask TransformAsync(ReadOnlyMemory<byte> chunk, PipeWriter output, CancellationToken cancellationToken) =>
        transform(chunk, output, cancellationToken);

    protected override ValueTask FlushAsync(PipeWriter output, CancellationToken cancellationToken) =>
        flush?.Invoke(output, cancellationToken) ?? default;
}
