using System.IO.Pipelines;
using System.Net.Sockets;
using Sockeye.Events.Streams;

namespace Sockeye;

/// <summary>
/// Where the bytes of a stream go: see <see cref="Readable.PipeToAsync"/> and <see cref="Readable.Tee"/>. Nothing is opened or written
/// before the first chunk comes, or the end.
/// </summary>
/// <remarks>
/// <para>Emits <see cref="StreamStage.Progress"/> as it writes, then <see cref="Finish"/> or <see cref="EventEmitter.Error"/>, and at last
/// <see cref="StreamStage.Close"/>. A chunk is written when the one before has been, so a slow destination slows the source.</para>
/// <para>A writable is used once. After a failure, what had been written stays written: <see cref="BytesWritten"/> says how much.</para>
/// </remarks>
public sealed class Writable : StreamStage
{
    /// <summary><c>finish</c>: every byte has been written and flushed.</summary>
    public static readonly EventKey Finish = new("finish");

    private readonly ByteSink _sink;

    private Writable(ByteSink sink, WritableOptions options)
        : base(sink.Description, options.ProgressInterval) => _sink = sink;

    /// <summary>Gets how many bytes have been written: those of the chunks whose writing had completed.</summary>
    public long BytesWritten => Bytes;

    /// <summary>Writes to a file, in place of what it held. It is opened when the first chunk comes; a stream that fails before leaves the file as it was.</summary>
    /// <param name="path">The file. Its folder must exist.</param>
    /// <param name="options">How it writes.</param>
    /// <exception cref="ArgumentException">The path is empty, or an option is out of its bounds.</exception>
    public static Writable ToFile(string path, WritableOptions? options = null) => ToFile(path, FileMode.Create, options);

    /// <summary>Writes to a file.</summary>
    /// <param name="path">The file. Its folder must exist.</param>
    /// <param name="mode">What becomes of a file that is there, and whether there must be one: <see cref="FileMode.CreateNew"/> fails if it exists, <see cref="FileMode.Append"/> adds to it.</param>
    /// <param name="options">How it writes.</param>
    /// <exception cref="ArgumentException">The path is empty, the mode is none that writes, or an option is out of its bounds.</exception>
    public static Writable ToFile(string path, FileMode mode, WritableOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (mode is < FileMode.CreateNew or > FileMode.Append)
        {
            throw new ArgumentOutOfRangeException(nameof(mode), mode, "The mode must be one of FileMode's values.");
        }

        return new(new FileSink(path, mode), WritableOptions.Checked(options));
    }

    /// <summary>Writes to a stream of .NET, flushes it at the end, and disposes of it.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="options">How it writes, and whether the stream stays open.</param>
    /// <exception cref="ArgumentException">The stream cannot be written, or an option is out of its bounds.</exception>
    public static Writable To(Stream stream, WritableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanWrite)
        {
            throw new ArgumentException("The stream must be one that can be written, and cannot: it is closed, or made for reading.", nameof(stream));
        }

        options = WritableOptions.Checked(options);
        return new(new StreamSink(stream, options.LeaveOpen), options);
    }

    /// <summary>
    /// Writes to a connected socket, says at the end that no more will come, and disposes of it. After a failure the connection is reset, so that
    /// the peer does not take what it got for the whole.
    /// </summary>
    /// <param name="socket">The socket. It may be the source of the same stream, too.</param>
    /// <param name="options">How it writes, and whether the socket stays open; then it is neither shut down nor reset.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public static Writable To(Socket socket, WritableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(socket);
        options = WritableOptions.Checked(options);
        return new(new SocketSink(socket, options.LeaveOpen), options);
    }

    /// <summary>Writes to the writing end of a pipe, and completes it: after a failure with the exception, which its reader then gets.</summary>
    /// <param name="writer">The writer. A reader that completes before the end fails the stream.</param>
    /// <param name="options">How it writes, and whether the pipe stays open.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public static Writable To(PipeWriter writer, WritableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        options = WritableOptions.Checked(options);
        return new(new PipeWriterSink(writer, options.LeaveOpen), options);
    }

    /// <summary>Hands each chunk to a function, and waits for it.</summary>
    /// <param name="write">Gets a chunk, whose memory is good until it is done.</param>
    /// <param name="options">How it writes.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public static Writable To(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write, WritableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(write);
        return new(new FunctionSink(write), WritableOptions.Checked(options));
    }

    internal string? File => _sink.File;

    internal void UseOnce() => Use("A writable is the destination of one stream; make another one.");

    internal async Task TakeAllAsync(ChunkReader input, CancellationToken cancellationToken)
    {
        while (await input.NextAsync(cancellationToken).ConfigureAwait(false) is { } chunk)
        {
            await TakeAsync(chunk, cancellationToken).ConfigureAwait(false);
        }

        await FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    internal async ValueTask TakeAsync(ReadOnlyMemory<byte> chunk, CancellationToken cancellationToken)
    {
        await _sink.WriteAsync(chunk, cancellationToken).ConfigureAwait(false);
        await CountAsync(chunk.Length, cancellationToken).ConfigureAwait(false);
    }

    internal async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        await _sink.FinishAsync(cancellationToken).ConfigureAwait(false);
        await ReportAsync(cancellationToken).ConfigureAwait(false);
        if (ListenerCount(Finish.Name) > 0)
        {
            await EmitAsync(Finish, cancellationToken).ConfigureAwait(false);
        }
    }

    internal ValueTask CloseAsync(Exception? failure) => _sink.CloseAsync(failure);

    internal override ValueTask CloseUnusedAsync() => _sink.CloseAsync(null);
}
