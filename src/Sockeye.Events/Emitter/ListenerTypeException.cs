namespace Sockeye;

/// <summary>A listener has a parameter that does not take what is emitted. No listener of that emission has run.</summary>
public sealed class ListenerTypeException : InvalidOperationException
{
    internal ListenerTypeException(string eventName, Delegate listener, string listenerTypes, string emittedTypes)
        : base($"A listener of '{eventName}' takes {listenerTypes}, but {emittedTypes} was emitted. Emit what every listener takes, or change the listener.") =>
        (EventName, Listener) = (eventName, listener);

    /// <summary>Gets the event.</summary>
    public string EventName { get; }

    /// <summary>Gets the listener that does not fit.</summary>
    public Delegate Listener { get; }
}
