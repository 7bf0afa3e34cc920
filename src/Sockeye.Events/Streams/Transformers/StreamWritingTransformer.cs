using System.IO.Pipelines;

namespace Sockeye.Events.Streams;

/// <summary>Writes through a stream of .NET. Disposing of that stream writes what ends its format: a check sum, the last block.</summary>
internal sealed class StreamWritingTransformer(Func<Stream, Stream> wrap) : Transformer, IAsyncDisposable
{
    private OutputStream? _output;
    private Stream? _stream;
    private bool _isDisposed;

    public ValueTask DisposeAsync()
    {
        // Not flushed, so the stream has failed: what would still be written has no reader.
        _output?.Drop();
        return DisposeStreamAsync();
    }

    protected override ValueTask TransformAsync(ReadOnlyMemory<byte> chunk, PipeWriter output, CancellationToken cancellationToken) =>
        Open(output, cancellationToken).WriteAsync(chunk, cancellationToken);

    protected override ValueTask FlushAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        Open(output, cancellationToken);
        return DisposeStreamAsync();
    }

    private Stream Open(PipeWriter output, CancellationToken cancellationToken) =>
        _stream ??= wrap(_output = new OutputStream(output, cancellationToken))
            ?? throw new InvalidOperationException("The function of Transformer.Writing must return the stream to write to, and returned null.");

    private ValueTask DisposeStreamAsync()
    {
        if (_isDisposed || _stream is null)
        {
            return default;
        }

        _isDisposed = true;
        return _stream.DisposeAsync();
    }
}
