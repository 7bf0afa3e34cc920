using Sockeye.Events;

namespace Sockeye.Server.Sockets;

/// <summary>The catch-all listeners of a socket, made when there is one; most sockets have none.</summary>
internal sealed class CatchAll(Namespace ns)
{
    private readonly ListenerList<Action<string, IReadOnlyList<object?>>> _outgoing = new();

    public ListenerList<Action<string, EventArguments>> Incoming { get; } = new();

    public bool HasOutgoing => _outgoing.Count > 0;

    public IDisposable AddOutgoing(Action<string, IReadOnlyList<object?>> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        ns.ListensToOutgoing = true;
        return _outgoing.Add(listener);
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
        foreach (var listener in _outgoing.Snapshot())
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
