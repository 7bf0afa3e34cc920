using Sockeye.Events.Streams;

namespace Sockeye;

/// <summary>What <see cref="Readable"/> and <see cref="Writable"/> have in common: events, and that they are used once.</summary>
/// <remarks>
/// A stage is an emitter. Its listeners run between two chunks; an asynchronous one is awaited before the next chunk moves, which is how
/// a listener slows the stream down. A listener that throws fails the stream. Adding and removing listeners is safe for several threads;
/// everything else is for one at a time.
/// </remarks>
public abstract class StreamStage : EventEmitter, IAsyncDisposable
{
    /// <summary><c>progress</c>: how many bytes have passed, at most once per progress interval, and at the end.</summary>
    public static readonly EventKey<StreamProgress> Progress = new("progress");

    /// <summary><c>close</c>: the stream is over, well or not, and everything it owned has been closed. Always the last event.</summary>
    public static readonly EventKey Close = new("close");

    private readonly long _progressInterval;
    private StreamRun? _run;
    private long _bytes;
    private long _reported = -1;
    private int _isUsed;
    private bool _isDisposed;

    private protected StreamStage(string description, long progressInterval)
    {
        Description = description;
        _progressInterval = progressInterval;
    }

    internal string Description { get; }

    internal long? Total { get; set; }

    private protected long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>
    /// Stops the stream as cancelling it would, if it runs, and waits until everything is closed. If it never ran, closes what it owns.
    /// Disposing again does nothing. Not from a listener of the same stream, which would wait for itself: cancel the token there.
    /// </summary>
    public new async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (_run is { } run)
        {
            await run.StopAsync().ConfigureAwait(false);
        }
        else
        {
            await CloseUnusedAsync().ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    internal void Use(string remedy)
    {
        ThrowIfUsed(remedy);
        if (Interlocked.Exchange(ref _isUsed, 1) != 0)
        {
            ThrowIfUsed(remedy); // another thread was faster
        }
    }

    internal void ThrowIfUsed(string remedy)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (Volatile.Read(ref _isUsed) != 0)
        {
            throw new InvalidOperationException($"This stream ({Description}) is in use, or was. {remedy}");
        }
    }

    internal void JoinRun(StreamRun run) => _run = run;

    /// <summary>Closes what the stage owns, of a stream that never ran.</summary>
    internal abstract ValueTask CloseUnusedAsync();

    internal ValueTask CountAsync(int bytes, CancellationToken cancellationToken)
    {
        var now = Interlocked.Add(ref _bytes, bytes);
        return now - Math.Max(0, _reported) < _progressInterval ? ValueTask.CompletedTask : ReportAsync(cancellationToken);
    }

    internal async ValueTask ReportAsync(CancellationToken cancellationToken)
    {
        if (_reported == Bytes)
        {
            return;
        }

        _reported = Bytes;
        if (ListenerCount(Progress.Name) > 0)
        {
            await EmitAsync(Progress, new StreamProgress(_reported, Total), cancellationToken).ConfigureAwait(false);
        }
    }

    internal async ValueTask EmitErrorAsync(Exception error)
    {
        try
        {
            await EmitAsync(Error, error).ConfigureAwait(false);
        }
        catch (Exception exception) when (ReferenceEquals(exception, error))
        {
            // Nobody listened. Nobody needs to: whoever runs the stream gets the exception.
        }
    }

    internal async ValueTask EmitCloseAsync()
    {
        if (ListenerCount(Close.Name) > 0)
        {
            await EmitAsync(Close).ConfigureAwait(false);
        }
    }
}
