namespace Sockeye;

/// <summary>A stream failed before its end. Everything it owned has been closed.</summary>
/// <remarks><see cref="Exception.InnerException"/> is what happened first: the exception as it was thrown.</remarks>
public sealed class StreamFailedException : Exception
{
    internal StreamFailedException(string stage, StreamResult result, IReadOnlyList<Exception> failures)
        : base(
            $"The stream failed in {stage} after {result.BytesRead} bytes were read and {result.BytesWritten} were written: {failures[0].Message}",
            failures[0])
    {
        Stage = stage;
        Result = result;
        Failures = failures;
    }

    /// <summary>Gets where it happened, in words: for example <c>the file in.txt</c>, or <c>transformer 2</c>.</summary>
    public string Stage { get; }

    /// <summary>Gets how far the stream had come.</summary>
    public StreamResult Result { get; }

    /// <summary>Gets everything that went wrong, in the order in which it did: the cause, then what failed while the stream was stopped and closed.</summary>
    public IReadOnlyList<Exception> Failures { get; }
}
