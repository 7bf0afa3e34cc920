namespace Sockeye;

/// <summary>A stream was cancelled, or disposed of, before its end. Everything it owned has been closed.</summary>
public sealed class StreamCanceledException : OperationCanceledException
{
    internal StreamCanceledException(StreamResult result, CancellationToken cancellationToken)
        : base($"The stream was cancelled after {result.BytesRead} bytes were read and {result.BytesWritten} were written.", cancellationToken) =>
        Result = result;

    /// <summary>Gets how far the stream had come.</summary>
    public StreamResult Result { get; }
}
