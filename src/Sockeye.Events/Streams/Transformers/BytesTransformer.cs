using System.IO.Pipelines;

namespace Sockeye.Events.Streams;

internal sealed class BytesTransformer(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<ReadOnlyMemory<byte>>> transform) : Transformer
{
    // What a function returns may be long: it goes out in pieces, so that the pipe never holds a second copy of all of it.
    private const int Piece = 64 * 1024;

    protected override async ValueTask TransformAsync(ReadOnlyMemory<byte> chunk, PipeWriter output, CancellationToken cancellationToken)
    {
        var result = await transform(chunk, cancellationToken).ConfigureAwait(false);
        for (; result.Length > Piece; result = result[Piece..])
        {
            Write(output, result.Span[..Piece]);
            await output.FlushOrStopAsync(cancellationToken).ConfigureAwait(false);
        }

        Write(output, result.Span);
    }

    private static void Write(PipeWriter output, ReadOnlySpan<byte> bytes) => System.Buffers.BuffersExtensions.Write(output, bytes);
}
