namespace Sockeye;

/// <summary>A batch of an <see cref="EventBuffer{T}"/> whose flush failed.</summary>
/// <typeparam name="T">The type of an event.</typeparam>
public readonly struct FailedBatch<T>
{
    internal FailedBatch(IReadOnlyList<T> events, Exception exception, int attempt, bool isGivenUp)
    {
        Events = events;
        Exception = exception;
        Attempt = attempt;
        IsGivenUp = isGivenUp;
    }

    /// <summary>Gets the events, in the order in which they came. The list is yours to keep.</summary>
    public IReadOnlyList<T> Events { get; }

    /// <summary>Gets what the flush failed with.</summary>
    public Exception Exception { get; }

    /// <summary>Gets how often this batch was tried by now; the first attempt is 1.</summary>
    public int Attempt { get; }

    /// <summary>Gets whether the buffer lets go of the batch: it was the last attempt, or the buffer is being disposed. Otherwise it is kept and tried again.</summary>
    public bool IsGivenUp { get; }
}
