namespace Sockeye;

/// <summary>An <see cref="EventBuffer{T}"/> is full and its policy is to refuse what comes; the buffer still holds what it held.</summary>
public sealed class EventBufferFullException : Exception
{
    internal EventBufferFullException(int capacity, Exception? lastFailure)
        : base(
            $"The buffer holds {capacity} events, its capacity, and refuses another one" +
            (lastFailure is null ? ": its flushes are slower than its events." : $": its flushes fail with \"{lastFailure.Message}\""),
            lastFailure) => Capacity = capacity;

    /// <summary>Gets how many events the buffer holds.</summary>
    public int Capacity { get; }
}
