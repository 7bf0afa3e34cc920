namespace Sockeye.Events.Streams;

/// <summary>A run whose chunks are handed to a loop in the caller's code, which may leave at any time.</summary>
internal sealed class StreamReading : IAsyncDisposable
{
    private readonly StreamRun _run;
    private readonly ChunkReader _input;
    private readonly string _reader;
    private bool _isText = true;
    private bool _isEnded;

    public StreamReading(Readable readable, CancellationToken cancellationToken)
    {
        _run = new StreamRun(readable, cancellationToken);
        _reader = readable.Description;
        _input = _run.Open();
    }

    public Task<ReadOnlyMemory<byte>?> NextAsync() => GuardedAsync(async token => await _input.NextAsync(token).ConfigureAwait(false));

    /// <summary>Reads and decodes the next chunk.</summary>
    /// <returns>The characters that are complete, which may be none, or <see langword="null"/> at the end.</returns>
    public Task<ReadOnlyMemory<char>?> NextTextAsync(TextInput input) =>
        GuardedAsync<ReadOnlyMemory<char>?>(async token => _isText ? await DecodeAsync(input, token).ConfigureAwait(false) : default(ReadOnlyMemory<char>?));

    public ValueTask<string?> NextLineAsync(TextInput input, LineSplitter lines) =>
        lines.TryRead(isLast: !_isText, out var line, out _) ? new(line) : new(ReadLineAsync(input, lines));

    public async ValueTask DisposeAsync()
    {
        if (!_isEnded)
        {
            _isEnded = true;
            await _run.AbandonAsync(_input).ConfigureAwait(false);
        }
    }

    private Task<string?> ReadLineAsync(TextInput input, LineSplitter lines) => GuardedAsync(async token =>
    {
        string line;
        while (!lines.TryRead(isLast: !_isText, out line, out _))
        {
            lines.ThrowIfTooLong();
            if (!_isText)
            {
                return null;
            }

            lines.Append((await DecodeAsync(input, token).ConfigureAwait(false)).Span);
        }

        return line;
    });

    private async ValueTask<ReadOnlyMemory<char>> DecodeAsync(TextInput input, CancellationToken cancellationToken)
    {
        var chunk = await _input.NextAsync(cancellationToken).ConfigureAwait(false);
        _isText = chunk is not null;
        return input.Decode(chunk ?? default, isLast: !_isText);
    }

    private async Task<T?> GuardedAsync<T>(Func<CancellationToken, Task<T?>> read)
    {
        T? next = default;
        var completed = await _run.GuardAsync(_reader, async token => next = await read(token).ConfigureAwait(false)).ConfigureAwait(false);
        if (!completed || next is null)
        {
            _isEnded = true;
            await _run.EndAsync(_input, completed).ConfigureAwait(false);
        }

        return next;
    }
}
