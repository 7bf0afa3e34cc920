namespace Sockeye;

/// <summary>An event was emitted faster than its stream was read, and the stream's buffer was full.</summary>
public sealed class EventOverflowException : Exception
{
    internal EventOverflowException(string eventName, int capacity)
        : base($"{capacity} emissions of '{eventName}' had not been read when one more came. Read faster, raise the capacity, or choose which to drop.") =>
        (EventName, Capacity) = (eventName, capacity);

    /// <summary>Gets the event.</summary>
    public string EventName { get; }

    /// <summary>Gets how many emissions the buffer holds.</summary>
    public int Capacity { get; }
}
