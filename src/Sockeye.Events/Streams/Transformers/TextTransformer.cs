namespace Sockeye.Events.Streams;

internal sealed class TextTransformer(Func<string, CancellationToken, ValueTask<string?>> transform, StreamTextOptions options) : DecodingTransformer(options)
{
    protected override async ValueTask TakeAsync(ReadOnlyMemory<char> text, bool isLast, TextOutput output, CancellationToken cancellationToken)
    {
        if (!text.IsEmpty)
        {
            var result = await transform(text.ToString(), cancellationToken).ConfigureAwait(false);
            await output.WriteAsync(result, cancellationToken).ConfigureAwait(false);
        }
    }
}
