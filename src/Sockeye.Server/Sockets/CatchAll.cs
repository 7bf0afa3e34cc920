using Sockeye.Events;
using Sockeye.Server.Middleware;

namespace Sockeye.Server.Sockets;

/// <summary>What concerns every event of a socket, whatever its name: catch-all listeners and middleware. Most sockets have none of it.</summary>
internal sealed class CatchAll(Namespace ns)
{

    public ListenerList<Action<string, EventArguments>> Incoming { get; } = new();

    public ListenerList<Action<string, IReadOnlyList<object?>>> Outgoing { get; } = new();

    public EventMiddleware Middleware { get; } = new();

    public bool HasOutgoing => Outgoing.Count > 0;

    public IDisposable AddOutgoing(Action<string, IReadOnlyList<object?>> listener, bool prepend = false)
    {
        ArgumentNullException.ThrowIfNull(listener);
        ns.ListensToOutgoing = true;
        return Outgoing.Add(listener, prepend: prepend);
    }

    public void NotifyIncoming(Socket socket, string eventName, EventArguments arguments)
    {
        foreach (var listener in Incoming.Snapshot())
        {
            try
            {
                listener(eventName, arguments);
            }
            catch (Exception exception)
            {
                socket.Server.ReportHandlerError(socket, eventName, exception);
            }
        }
    }

    public void NotifyOutgoing(Socket socket, string eventName, IReadOnlyList<object?> arguments)
    {
        foreach (var listener in Outgoing.Snapshot())
        {
            try
            {
                listener(eventName, arguments);
            }
            catch (Exception exception)
            {
                socket.Server.ReportHandlerError(socket, eventName, exception);
            }
        }
    }
}
