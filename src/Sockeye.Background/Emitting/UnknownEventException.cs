namespace Sockeye;

/// <summary>An event was emitted that no listener is known for.</summary>
public sealed class UnknownEventException : InvalidOperationException
{
    internal UnknownEventException(string eventName, string message)
        : base(message) => EventName = eventName;

    /// <summary>Gets the name of the event.</summary>
    public string EventName { get; }
}
