namespace Sockeye;

/// <summary>An <see cref="EventBuffer{T}"/> was disposed and could not flush everything it held.</summary>
public sealed class UnflushedEventsException : Exception
{
    internal UnflushedEventsException(IReadOnlyList<object?> events, Exception failure)
        : base($"{events.Count} events could not be flushed when their buffer was disposed: {failure.Message}", failure) => Events = events;

    /// <summary>Gets the events, in the order in which they came.</summary>
    public IReadOnlyList<object?> Events { get; }
}
