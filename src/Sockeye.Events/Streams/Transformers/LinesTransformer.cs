namespace Sockeye.Events.Streams;

internal sealed class LinesTransformer(Func<string, CancellationToken, ValueTask<string?>> transform, StreamTextOptions options) : DecodingTransformer(options)
{
    private readonly LineSplitter _lines = new(options.MaxLineLength);

    protected override async ValueTask TakeAsync(ReadOnlyMemory<char> text, bool isLast, TextOutput output, CancellationToken cancellationToken)
    {
        _lines.Append(text.Span);
        while (_lines.TryRead(isLast, out var line, out var ending))
        {
            if (await transform(line, cancellationToken).ConfigureAwait(false) is { } result)
            {
                await output.WriteAsync(result, cancellationToken).ConfigureAwait(false);
                await output.WriteAsync(ending, cancellationToken).ConfigureAwait(false);
            }
        }

        _lines.ThrowIfTooLong();
    }
}
