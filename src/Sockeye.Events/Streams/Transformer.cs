using System.IO.Pipelines;
using Sockeye.Events.Streams;

namespace Sockeye;

/// <summary>
/// Turns the bytes of a stream into others: see <see cref="Readable.Pipe(Transformer, ReadableOptions)"/>. Make one from a function here, or
/// derive a class.
/// </summary>
/// <remarks>
/// A transformer serves one stream, and is called by it for one chunk at a time. If it is <see cref="IAsyncDisposable"/> or
/// <see cref="IDisposable"/>, the stream disposes of it once, however the stream ends.
/// </remarks>
public abstract class Transformer
{
    private int _isUsed;
    private int _isClosed;

    /// <summary>Makes one from a function over chunks. The function must not care where a chunk begins and ends.</summary>
    /// <param name="transform">Gets a chunk, whose memory is good until the next one, and returns what follows it; empty for nothing.</param>
    public static Transformer Bytes(Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return new BytesTransformer((chunk, _) => new(transform(chunk)));
    }

    /// <summary>Makes one from an asynchronous function over chunks. It is awaited before the next chunk is taken.</summary>
    /// <param name="transform">Gets a chunk, whose memory is good until it is done, and returns what follows it; empty for nothing.</param>
    public static Transformer Bytes(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<ReadOnlyMemory<byte>>> transform)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return new BytesTransformer(transform);
    }

    /// <summary>Makes one from a function that writes to its output itself, as much as it likes.</summary>
    /// <param name="transform">See <see cref="TransformAsync"/>.</param>
    /// <param name="flush">See <see cref="FlushAsync"/>; <see langword="null"/> for nothing.</param>
    public static Transformer Bytes(
        Func<ReadOnlyMemory<byte>, PipeWriter, CancellationToken, ValueTask> transform, Func<PipeWriter, CancellationToken, ValueTask>? flush = null)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return new WritingTransformer(transform, flush);
    }

    /// <summary>Makes one from a function over text. It gets the text in pieces, as the chunks come; a character is never cut in two.</summary>
    /// <param name="transform">Gets some text, never empty, and returns what follows it; empty or <see langword="null"/> for nothing.</param>
    /// <param name="options">The encoding, and what happens to bytes that are not text.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public static Transformer Text(Func<string, string?> transform, StreamTextOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return new TextTransformer((text, _) => new(transform(text)), StreamTextOptions.Checked(options));
    }

    /// <summary>Makes one from an asynchronous function over text. It is awaited before the next piece is read.</summary>
    /// <param name="transform">Gets some text, never empty, and returns what follows it; empty or <see langword="null"/> for nothing.</param>
    /// <param name="options">The encoding, and what happens to bytes that are not text.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public static Transformer Text(Func<string, CancellationToken, ValueTask<string?>> transform, StreamTextOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return new TextTransformer(transform, StreamTextOptions.Checked(options));
    }

    /// <summary>Makes one from a function over lines. Each line keeps the ending it had (LF, CR LF, CR, or none for the last one).</summary>
    /// <param name="transform">Gets a line without its ending, and returns what stands in its place; <see langword="null"/> takes the line and its ending out.</param>
    /// <param name="options">The encoding, what happens to bytes that are not text, and how long a line may be.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public static Transformer Lines(Func<string, string?> transform, StreamTextOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return new LinesTransformer((line, _) => new(transform(line)), StreamTextOptions.Checked(options));
    }

    /// <summary>Makes one from an asynchronous function over lines. It is awaited before the next line is taken.</summary>
    /// <param name="transform">Gets a line without its ending, and returns what stands in its place; <see langword="null"/> takes the line and its ending out.</param>
    /// <param name="options">The encoding, what happens to bytes that are not text, and how long a line may be.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public static Transformer Lines(Func<string, CancellationToken, ValueTask<string?>> transform, StreamTextOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(transform);
        return new LinesTransformer(transform, StreamTextOptions.Checked(options));
    }

    /// <summary>Makes one from a stream of .NET that changes what is written to it, such as a <c>GZipStream</c> that compresses or a <c>CryptoStream</c>.</summary>
    /// <param name="wrap">Gets the stream to write to, and returns the one that is written to. That one is disposed of, once.</param>
    public static Transformer Writing(Func<Stream, Stream> wrap)
    {
        ArgumentNullException.ThrowIfNull(wrap);
        return new StreamWritingTransformer(wrap);
    }

    /// <summary>Makes one from a stream of .NET that changes what is read through it, such as a <c>GZipStream</c> that decompresses.</summary>
    /// <param name="wrap">Gets the stream to read from, and returns the one that is read to its end. That one is disposed of, once.</param>
    public static Transformer Reading(Func<Stream, Stream> wrap)
    {
        ArgumentNullException.ThrowIfNull(wrap);
        return new StreamReadingTransformer(wrap);
    }

    /// <summary>Takes the next chunk.</summary>
    /// <param name="chunk">The bytes, never none. Their memory is good until this is done.</param>
    /// <param name="output">
    /// What it writes to, any number of bytes. They are flushed after each call; who writes many should flush in between, so that a slow reader
    /// is waited for. It is not to be completed.
    /// </param>
    /// <param name="cancellationToken">Cancelled when the stream is stopped.</param>
    protected abstract ValueTask TransformAsync(ReadOnlyMemory<byte> chunk, PipeWriter output, CancellationToken cancellationToken);

    /// <summary>Writes what is left when every chunk has been taken. Not called when the stream fails. By default there is nothing.</summary>
    /// <param name="output">What it writes to.</param>
    /// <param name="cancellationToken">Cancelled when the stream is stopped.</param>
    protected virtual ValueTask FlushAsync(PipeWriter output, CancellationToken cancellationToken) => default;

    internal void Use()
    {
        if (Interlocked.Exchange(ref _isUsed, 1) != 0)
        {
            throw new InvalidOperationException("This transformer serves a stream already. Make one for each stream: what it keeps between chunks belongs to one.");
        }
    }

    internal virtual async Task TakeAllAsync(ChunkReader input, PipeWriter output, CancellationToken cancellationToken)
    {
        while (await input.NextAsync(cancellationToken).ConfigureAwait(false) is { } chunk)
        {
            await TransformAsync(chunk, output, cancellationToken).ConfigureAwait(false);
            await output.FlushOrStopAsync(cancellationToken).ConfigureAwait(false);
        }

        await FlushAsync(output, cancellationToken).ConfigureAwait(false);
        await output.FlushOrStopAsync(cancellationToken).ConfigureAwait(false);
    }

    internal async ValueTask CloseAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
        {
            return;
        }

        switch (this)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync().ConfigureAwait(false);
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }
    }
}
