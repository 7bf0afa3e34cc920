namespace Sockeye;

/// <summary>How many bytes went through a stream, from its source to its destination.</summary>
public readonly record struct StreamResult
{
    internal StreamResult(long bytesRead, long bytesWritten)
    {
        BytesRead = bytesRead;
        BytesWritten = bytesWritten;
    }

    /// <summary>Gets how many bytes were taken from the source. After a failure, some of them may have been on their way still.</summary>
    public long BytesRead { get; }

    /// <summary>
    /// Gets how many bytes the destination has taken: those of the chunks whose writing had completed. Without a destination, how many bytes
    /// were handed out.
    /// </summary>
    public long BytesWritten { get; }
}
