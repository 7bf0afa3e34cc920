namespace Sockeye;

/// <summary>A listener failed while an event was emitted to all of them; the <see cref="Exception.InnerException"/> is its failure.</summary>
public sealed class ListenerException : Exception
{
    internal ListenerException(string eventName, Delegate listener, Exception innerException)
        : base($"A listener of '{eventName}' failed: {innerException.Message}", innerException) =>
        (EventName, Listener) = (eventName, listener);

    /// <summary>Gets the event.</summary>
    public string EventName { get; }

    /// <summary>Gets the listener.</summary>
    public Delegate Listener { get; }
}
