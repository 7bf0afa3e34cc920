namespace Sockeye;

/// <summary>An event was emitted whose payload cannot be stored.</summary>
public sealed class EventPayloadException : ArgumentException
{
    internal EventPayloadException(string eventName, string message, Exception? innerException = null)
        : base(message, innerException) => EventName = eventName;

    /// <summary>Gets the name of the event.</summary>
    public string EventName { get; }
}
