namespace Sockeye;

/// <summary>The less common dealings with catch-all listeners: putting one first, and removing them.</summary>
public static class SocketCatchAllExtensions
{
    /// <summary>Listens to every event that comes in, before the catch-all listeners that are there already.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="listener">Is given the event's name and its arguments as they came.</param>
    /// <returns>Stops listening when disposed.</returns>
    public static IDisposable PrependAny(this Socket socket, Action<string, EventArguments> listener)
    {
        ArgumentNullException.ThrowIfNull(socket);
        return socket.EnsuredCatchAll.Incoming.Add(listener, prepend: true);
    }

    /// <summary>Removes a listener to every event that comes in: of several equal ones the one that would run last.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="listener">The delegate that was given.</param>
    /// <returns>Whether there was one.</returns>
    public static bool OffAny(this Socket socket, Action<string, EventArguments> listener)
    {
        ArgumentNullException.ThrowIfNull(socket);
        return socket.CatchAllListeners?.Incoming.Remove(listener, static (known, wanted) => known == wanted) == true;
    }

    /// <summary>Removes all listeners to every event that comes in.</summary>
    /// <param name="socket">The socket.</param>
    public static void OffAny(this Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        socket.CatchAllListeners?.Incoming.RemoveAll();
    }

    /// <summary>Listens to every event that is sent to this socket, before the catch-all listeners that are there already.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="listener">Is given the event's name and its arguments.</param>
    /// <returns>Stops listening when disposed.</returns>
    public static IDisposable PrependAnyOutgoing(this Socket socket, Action<string, IReadOnlyList<object?>> listener)
    {
        ArgumentNullException.ThrowIfNull(socket);
        return socket.EnsuredCatchAll.AddOutgoing(listener, prepend: true);
    }

    /// <summary>Removes a listener to every event that is sent: of several equal ones the one that would run last.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="listener">The delegate that was given.</param>
    /// <returns>Whether there was one.</returns>
    public static bool OffAnyOutgoing(this Socket socket, Action<string, IReadOnlyList<object?>> listener)
    {
        ArgumentNullException.ThrowIfNull(socket);
        return socket.CatchAllListeners?.Outgoing.Remove(listener, static (known, wanted) => known == wanted) == true;
    }

    /// <summary>Removes all listeners to every event that is sent.</summary>
    /// <param name="socket">The socket.</param>
    public static void OffAnyOutgoing(this Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        socket.CatchAllListeners?.Outgoing.RemoveAll();
    }

    /// <summary>Counts the listeners of an event.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="eventName">The name of the event.</param>
    public static int ListenerCount(this Socket socket, string eventName)
    {
        ArgumentNullException.ThrowIfNull(socket);
        return socket.Listeners.Count(eventName);
    }

    /// <summary>Lists the events that somebody listens to, in the order in which their first listeners came.</summary>
    /// <param name="socket">The socket.</param>
    public static IReadOnlyList<string> EventNames(this Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        return socket.Listeners.EventNames;
    }
}
