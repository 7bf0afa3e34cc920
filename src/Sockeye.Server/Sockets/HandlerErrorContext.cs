namespace Sockeye;

/// <summary>What the hook for failing handlers is told.</summary>
public readonly struct HandlerErrorContext
{
    internal HandlerErrorContext(Socket socket, string eventName, Exception exception)
    {
        Socket = socket;
        EventName = eventName;
        Exception = exception;
    }

    /// <summary>Gets the socket whose handler failed. It stays connected; one whose middleware failed is refused.</summary>
    public Socket Socket { get; }

    /// <summary>Gets the event's name; <c>connection</c>, <c>disconnecting</c> or <c>disconnect</c> for the listeners of those.</summary>
    public string EventName { get; }

    /// <summary>Gets the position of the argument that could not be read, counted from 0; <see langword="null"/> where the handler itself failed.</summary>
    public int? Position => (Exception as EventArgumentException)?.Position;

    /// <summary>Gets what went wrong; an <see cref="EventArgumentException"/> where an argument could not be read.</summary>
    public Exception Exception { get; }
}
