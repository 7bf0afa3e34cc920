using System.IO.Pipelines;

namespace Sockeye.Events.Streams;

internal static class PipeWriterExtensions
{
    /// <summary>
    /// Hands on what was written, and waits while there is too much of it. Ends the caller when nobody reads any more, which happens only
    /// when the run is being stopped.
    /// </summary>
    public static ValueTask FlushOrStopAsync(this PipeWriter writer, CancellationToken cancellationToken)
    {
        var flush = writer.FlushAsync(cancellationToken);
        return flush.IsCompletedSuccessfully ? Judge(flush.Result, cancellationToken) : AwaitAsync(flush, cancellationToken);
    }

    private static async ValueTask AwaitAsync(ValueTask<FlushResult> flush, CancellationToken cancellationToken) =>
        await Judge(await flush.ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    private static ValueTask Judge(FlushResult result, CancellationToken cancellationToken) =>
        result.IsCompleted || result.IsCanceled ? throw new OperationCanceledException(cancellationToken) : ValueTask.CompletedTask;
}
