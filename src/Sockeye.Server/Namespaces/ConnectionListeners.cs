using Sockeye.Events;

namespace Sockeye.Server.Namespaces;

/// <summary>The connection listeners of a namespace or a parent, whichever form they came in.</summary>
internal static class ConnectionListeners
{
    public static IDisposable Add(ListenerList<Func<Socket, Task>> list, Action<Socket> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return list.Add(socket =>
        {
            listener(socket);
            return Task.CompletedTask;
        });
    }

    public static IDisposable Add(ListenerList<Func<Socket, Task>> list, Func<Socket, Task> listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        return list.Add(listener);
    }
}
