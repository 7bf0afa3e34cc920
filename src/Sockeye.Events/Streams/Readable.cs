using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Sockeye.Events.Streams;

namespace Sockeye;

/// <summary>
/// Bytes that come in chunks, from a source or out of a transformer, no faster than they are taken. Nothing is opened or read until the
/// stream runs: until <see cref="PipeToAsync"/>, <see cref="RunAsync"/> or one of the <c>Read…Async</c> methods.
/// </summary>
/// <remarks>
/// <para>Emits <see cref="Data"/> for each chunk, <see cref="StreamStage.Progress"/>, then <see cref="End"/> or
/// <see cref="EventEmitter.Error"/>, and at last <see cref="StreamStage.Close"/>. A failure anywhere in the stream is emitted as
/// <c>error</c> by every stage of it, the first ones and the last ones, and is thrown to whoever runs the stream; so nobody has to listen to it.</para>
/// <para>A readable is used once: it is piped to one transformer, or run to one destination. <see cref="Tee"/> adds further destinations.</para>
/// </remarks>
public sealed class Readable : StreamStage
{
    /// <summary><c>data</c>: the next chunk. Its memory is the stream's own and good until the listener is done; copy what you keep.</summary>
    public static readonly EventKey<ReadOnlyMemory<byte>> Data = new("data");

    /// <summary><c>end</c>: every chunk has been taken, and none will follow.</summary>
    public static readonly EventKey End = new("end");

    private const string Remedy = "A readable is piped, or run, once; Tee gives it a second destination.";

    private readonly List<Writable> _tees = [];
    private long _taken;

    private Readable(ByteSource source, ReadableOptions options)
        : base(source.Description, options.ProgressInterval)
    {
        Source = source;
        ReadOptions = options;
    }

    private Readable(Readable previous, Transformer transformer, ReadableOptions options)
        : base($"transformer {previous.Depth + 1}", options.ProgressInterval)
    {
        Previous = previous;
        Transformer = transformer;
        ReadOptions = options;
        Depth = previous.Depth + 1;
    }

    /// <summary>Gets how many bytes have been taken out of this readable, by what it was piped to or by who reads it.</summary>
    public long BytesRead => Bytes;

    internal ReadableOptions ReadOptions { get; }

    internal ByteSource? Source { get; }

    internal Readable? Previous { get; }

    internal Transformer? Transformer { get; }

    internal IReadOnlyList<Writable> Tees => _tees;

    internal long Taken => Interlocked.Read(ref _taken);

    private int Depth { get; }

    /// <summary>Reads a file. It is opened when the stream runs, and a missing one fails the stream.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Sizes and thresholds.</param>
    /// <exception cref="ArgumentException">The path is empty, or an option is out of its bounds.</exception>
    public static Readable FromFile(string path, ReadableOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new(new FileSource(path), ReadableOptions.Checked(options));
    }

    /// <summary>Reads a stream of .NET from where it stands to its end, and disposes of it.</summary>
    /// <param name="stream">The stream. One whose reads ignore their cancellation token holds up the end of a stream that is cancelled.</param>
    /// <param name="options">Sizes, thresholds, and whether it stays open.</param>
    /// <exception cref="ArgumentException">The stream cannot be read, or an option is out of its bounds.</exception>
    public static Readable From(Stream stream, ReadableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead)
        {
            throw new ArgumentException("The stream must be one that can be read, and cannot: it is closed, or made for writing.", nameof(stream));
        }

        options = ReadableOptions.Checked(options);
        return new(new StreamSource(stream, options.LeaveOpen), options);
    }

    /// <summary>Reads a connected socket until the peer has said that it sends no more, and disposes of it.</summary>
    /// <param name="socket">The socket. It may be the destination of the same stream, too.</param>
    /// <param name="options">Sizes, thresholds, and whether it stays open.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public static Readable From(Socket socket, ReadableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(socket);
        options = ReadableOptions.Checked(options);
        return new(new SocketSource(socket, options.LeaveOpen), options);
    }

    /// <summary>Reads the reading end of a pipe, without a copy, and completes it.</summary>
    /// <param name="reader">The reader. Its own pipe decides how far its writer may be ahead.</param>
    /// <param name="options">The size of chunks, and whether it stays open; left open after a failure, it stands at the first chunk that was not taken.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public static Readable From(PipeReader reader, ReadableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        options = ReadableOptions.Checked(options);
        return new(new PipeReaderSource(reader, options.LeaveOpen), options);
    }

    /// <summary>Reads what an asynchronous sequence yields. Items longer than a chunk are cut; each is copied before the next is asked for.</summary>
    /// <param name="items">The bytes. Its enumerator is disposed of.</param>
    /// <param name="options">Sizes and thresholds.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public static Readable From(IAsyncEnumerable<ReadOnlyMemory<byte>> items, ReadableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        return new(new SequenceSource(items), ReadableOptions.Checked(options));
    }

    /// <summary>Lets the bytes go through a transformer. The transformer is the stream's from then on, and serves no other.</summary>
    /// <param name="transformer">What they go through.</param>
    /// <param name="options">Sizes and thresholds of what comes out; those of this readable where they are not given.</param>
    /// <returns>What comes out: a readable with events of its own.</returns>
    /// <exception cref="InvalidOperationException">This readable, or the transformer, is in use already.</exception>
    public Readable Pipe(Transformer transformer, ReadableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        options = options is null ? ReadOptions : ReadableOptions.Checked(options);
        UseOnce();
        transformer.Use();
        return new(this, transformer, options);
    }

    /// <summary>Lets the bytes go through several transformers that a function puts together, so that they can be named and used again.</summary>
    /// <param name="compose">Pipes what it is given, and returns what comes out at the far end.</param>
    public Readable Pipe(Func<Readable, Readable> compose)
    {
        ArgumentNullException.ThrowIfNull(compose);
        return compose(this) ?? throw new ArgumentException("The function must return what comes out at the far end, and returned null.", nameof(compose));
    }

    /// <summary>
    /// Writes every chunk to one more destination, before it goes on. The slowest destination sets the pace; if one fails, the stream does.
    /// </summary>
    /// <param name="destination">The further destination. It is finished and closed with the stream.</param>
    /// <returns>This readable.</returns>
    /// <exception cref="InvalidOperationException">The destination is in use already, or this readable is.</exception>
    /// <exception cref="ArgumentException">The destination is the very file that the stream reads.</exception>
    public Readable Tee(Writable destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ThrowIfUsed(Remedy);
        ThrowIfRead(destination);
        destination.UseOnce();
        _tees.Add(destination);
        return this;
    }

    /// <summary>Runs the stream into a destination, to its end.</summary>
    /// <param name="destination">Where the bytes go. It is finished and closed with the stream.</param>
    /// <param name="cancellationToken">Stops the stream, and closes everything.</param>
    /// <returns>How many bytes went through, when all have been written and everything is closed.</returns>
    /// <exception cref="StreamFailedException">Some part of the stream failed.</exception>
    /// <exception cref="StreamCanceledException">The stream was cancelled, or disposed of.</exception>
    /// <exception cref="InvalidOperationException">This readable or the destination is in use already.</exception>
    /// <exception cref="ArgumentException">The destination is the very file that the stream reads.</exception>
    public Task<StreamResult> PipeToAsync(Writable destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ThrowIfUsed(Remedy);
        ThrowIfRead(destination);
        destination.UseOnce();
        UseOnce();
        return StreamRun.RunAsync(this, destination, cancellationToken);
    }

    /// <summary>Runs the stream to its end for its listeners and tees alone. This is what <c>resume()</c> is in Node.js.</summary>
    /// <param name="cancellationToken">Stops the stream, and closes everything.</param>
    /// <inheritdoc cref="PipeToAsync" path="/exception" />
    public Task<StreamResult> RunAsync(CancellationToken cancellationToken = default)
    {
        UseOnce();
        return StreamRun.RunAsync(this, destination: null, cancellationToken);
    }

    /// <summary>Runs the stream and yields its chunks. Leaving the loop early stops it and closes everything.</summary>
    /// <param name="cancellationToken">Stops the stream, and closes everything.</param>
    /// <returns>The chunks. The memory of each is good until the next is asked for.</returns>
    /// <inheritdoc cref="PipeToAsync" path="/exception" />
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadChunksAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        UseOnce();
        var reading = new StreamReading(this, cancellationToken);
        await using var closing = reading.ConfigureAwait(false);
        while (await reading.NextAsync().ConfigureAwait(false) is { } chunk)
        {
            yield return chunk;
        }
    }

    /// <summary>Runs the stream and yields its text, in pieces as they come. A character is never cut in two, however the chunks were.</summary>
    /// <param name="options">The encoding, and what happens to bytes that are not text.</param>
    /// <param name="cancellationToken">Stops the stream, and closes everything.</param>
    /// <returns>The text, in pieces that are not empty.</returns>
    /// <inheritdoc cref="PipeToAsync" path="/exception" />
    public async IAsyncEnumerable<string> ReadTextAsync(
        StreamTextOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var input = new TextInput(StreamTextOptions.Checked(options));
        UseOnce();
        var reading = new StreamReading(this, cancellationToken);
        await using var closing = reading.ConfigureAwait(false);
        while (await reading.NextTextAsync(input).ConfigureAwait(false) is { } text)
        {
            if (!text.IsEmpty)
            {
                yield return text.ToString();
            }
        }
    }

    /// <summary>Runs the stream and yields its lines, without their endings (LF, CR LF or CR). Text that ends in a line ending has no empty line after it.</summary>
    /// <param name="options">The encoding, what happens to bytes that are not text, and how long a line may be.</param>
    /// <param name="cancellationToken">Stops the stream, and closes everything.</param>
    /// <inheritdoc cref="PipeToAsync" path="/exception" />
    public async IAsyncEnumerable<string> ReadLinesAsync(
        StreamTextOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var text = StreamTextOptions.Checked(options);
        using var input = new TextInput(text);
        var lines = new LineSplitter(text.MaxLineLength);
        UseOnce();
        var reading = new StreamReading(this, cancellationToken);
        await using var closing = reading.ConfigureAwait(false);
        while (await reading.NextLineAsync(input, lines).ConfigureAwait(false) is { } line)
        {
            yield return line;
        }
    }

    internal void CountTaken(int bytes) => Interlocked.Add(ref _taken, bytes);

    internal override async ValueTask CloseUnusedAsync()
    {
        foreach (var tee in _tees)
        {
            await tee.CloseUnusedAsync().ConfigureAwait(false);
        }

        if (Transformer is not null)
        {
            await Transformer.CloseAsync().ConfigureAwait(false);
        }

        if (Source is not null)
        {
            await Source.CloseAsync(null).ConfigureAwait(false);
        }

        if (Previous is not null)
        {
            await Previous.CloseUnusedAsync().ConfigureAwait(false);
        }
    }

    private void ThrowIfRead(Writable destination)
    {
        var first = this;
        while (first.Previous is { } previous)
        {
            first = previous;
        }

        if (destination.File is { } file && file == first.Source!.File)
        {
            throw new ArgumentException($"The stream reads {file}, and cannot write it too: write another file, and move it when the stream has ended.", nameof(destination));
        }
    }

    private void UseOnce() => Use(Remedy);
}
