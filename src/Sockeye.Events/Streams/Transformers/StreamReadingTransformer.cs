using System.IO.Pipelines;
using System.Runtime.ExceptionServices;

namespace Sockeye.Events.Streams;

/// <summary>Reads through a stream of .NET: chunks go into a pipe that the stream reads, in a loop of its own, and what it yields is the output.</summary>
internal sealed class StreamReadingTransformer(Func<Stream, Stream> wrap) : Transformer
{
    private readonly Pipe _pipe = new(new PipeOptions(useSynchronizationContext: false));
    private bool _isRead;

    internal override async Task TakeAllAsync(ChunkReader input, PipeWriter output, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = Task.Run(() => ReadAsync(output, stopping), CancellationToken.None);
        Exception? failure = null;
        try
        {
            while (await input.NextAsync(stopping.Token).ConfigureAwait(false) is { } chunk)
            {
                await TransformAsync(chunk, output, stopping.Token).ConfigureAwait(false);
            }

            await _pipe.Writer.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            failure = exception;
            await stopping.CancelAsync().ConfigureAwait(false);
            await _pipe.Writer.CompleteAsync(exception).ConfigureAwait(false);
        }

        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ThrowIfAny(failure, reading.Exception?.InnerException);
        cancellationToken.ThrowIfCancellationRequested();
    }

    protected override async ValueTask TransformAsync(ReadOnlyMemory<byte> chunk, PipeWriter output, CancellationToken cancellationToken)
    {
        // What comes after the end of what is read is of no use, but is taken, so that the source comes to its end.
        if (!_isRead)
        {
            _isRead = (await _pipe.Writer.WriteAsync(chunk, cancellationToken).ConfigureAwait(false)).IsCompleted;
        }
    }

    private async Task ReadAsync(PipeWriter output, CancellationTokenSource stopping)
    {
        try
        {
            var stream = wrap(_pipe.Reader.AsStream(leaveOpen: true))
                ?? throw new InvalidOperationException("The function of Transformer.Reading must return the stream to read from, and returned null.");
            await using (stream.ConfigureAwait(false))
            {
                while (await stream.ReadAsync(output.GetMemory(), stopping.Token).ConfigureAwait(false) is > 0 and var count)
                {
                    output.Advance(count);
                    await output.FlushOrStopAsync(stopping.Token).ConfigureAwait(false);
                }
            }
        }
        catch
        {
            await stopping.CancelAsync().ConfigureAwait(false); // the next chunk may be long in coming
            throw;
        }
        finally
        {
            await _pipe.Reader.CompleteAsync().ConfigureAwait(false);
        }
    }

    // Each side's failure stops the other one, which is then no failure of its own.
    private static void ThrowIfAny(Exception? writing, Exception? reading)
    {
        if (writing is not (null or OperationCanceledException) && reading is not null && reading != writing)
        {
            throw new AggregateException(writing, reading);
        }

        if ((writing is OperationCanceledException ? reading ?? writing : writing ?? reading) is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
        }
    }
}
