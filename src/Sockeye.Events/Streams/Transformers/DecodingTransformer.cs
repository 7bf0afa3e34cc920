using System.IO.Pipelines;

namespace Sockeye.Events.Streams;

/// <summary>What is common to the transformers over text: bytes are decoded, changed as text, and encoded again.</summary>
internal abstract class DecodingTransformer(StreamTextOptions options) : Transformer, IDisposable
{
    private readonly TextInput _input = new(options);
    private TextOutput? _output;

    public void Dispose() => _input.Dispose();

    protected abstract ValueTask TakeAsync(ReadOnlyMemory<char> text, bool isLast, TextOutput output, CancellationToken cancellationToken);

    protected sealed override async ValueTask TransformAsync(ReadOnlyMemory<byte> chunk, PipeWriter output, CancellationToken cancellationToken)
    {
        _output ??= new TextOutput(options, _input, output);
        await TakeAsync(_input.Decode(chunk, isLast: false), isLast: false, _output, cancellationToken).ConfigureAwait(false);
        _output.Flush();
    }

    protected sealed override async ValueTask FlushAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        _output ??= new TextOutput(options, _input, output);
        await TakeAsync(_input.Decode(default, isLast: true), isLast: true, _output, cancellationToken).ConfigureAwait(false);
        _output.WriteEnd();
    }
}
