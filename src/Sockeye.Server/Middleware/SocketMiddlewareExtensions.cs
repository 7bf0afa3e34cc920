namespace Sockeye;

/// <summary>Middleware for the events of one socket, and listeners for its errors.</summary>
public static class SocketMiddlewareExtensions
{
    /// <summary>
    /// Adds middleware: each event that comes in passes through all of it, in order of registration, after the catch-all listeners and before
    /// its own. The events of the socket wait for it as they do for handlers.
    /// </summary>
    /// <param name="socket">The socket.</param>
    /// <param name="middleware">Lets the event go on, changed or not, or refuses it. One that throws refuses it, too.</param>
    /// <returns>The socket.</returns>
    public static Socket Use(this Socket socket, Func<IncomingEvent, EventResult> middleware)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(middleware);
        socket.EnsuredCatchAll.Middleware.Add(incoming => ValueTask.FromResult(middleware(incoming)));
        return socket;
    }

    /// <inheritdoc cref="Use(Socket, Func{IncomingEvent, EventResult})"/>
    public static Socket Use(this Socket socket, Func<IncomingEvent, Task<EventResult>> middleware)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(middleware);
        socket.EnsuredCatchAll.Middleware.Add(incoming => new ValueTask<EventResult>(middleware(incoming)));
        return socket;
    }

    /// <summary>
    /// Listens to what goes wrong with this socket's events: refused by its middleware or a filter (<see cref="EventRefusedException"/>), not readable
    /// (<see cref="EventArgumentException"/>), or failed in a handler. The socket stays connected. A client's event named <c>error</c> is an
    /// event like any other and does not come here.
    /// </summary>
    /// <param name="socket">The socket.</param>
    /// <param name="listener">The listener; the server's <see cref="SocketServer.OnHandlerError"/> is told as well.</param>
    /// <returns>Stops listening when disposed.</returns>
    public static IDisposable OnError(this Socket socket, Action<HandlerErrorContext> listener)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(listener);
        return socket.EnsuredCatchAll.Middleware.Errors.Add(listener);
    }
}
