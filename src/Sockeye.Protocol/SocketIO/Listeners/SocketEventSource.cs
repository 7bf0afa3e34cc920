namespace Sockeye;

/// <summary>Something that events of a peer arrive at: a socket, of the server or of the client.</summary>
/// <remarks>Safe to use from many threads. The handlers of an event run in the order in which they were added.</remarks>
public abstract class SocketEventSource
{
    /// <summary>Adds a handler; <c>On</c> and <c>Once</c> are the convenient forms.</summary>
    /// <param name="eventName">The name of the event.</param>
    /// <param name="binding">The handler.</param>
    /// <param name="placement">Where it is put, and for how long.</param>
    /// <returns>What removes it again when disposed.</returns>
    public abstract IDisposable AddListener(string eventName, EventBinding binding, ListenerPlacement placement);

    /// <summary>Removes a handler: of several equal ones the one added last.</summary>
    /// <param name="eventName">The name of the event.</param>
    /// <param name="handler">The delegate that was given to <c>On</c> or <c>Once</c>.</param>
    /// <returns>Whether there was one.</returns>
    public abstract bool Off(string eventName, Delegate handler);

    /// <summary>Removes all handlers of an event.</summary>
    /// <param name="eventName">The name of the event.</param>
    public abstract void Off(string eventName);

    /// <summary>Removes all handlers of all events.</summary>
    public abstract void Off();
}
