namespace Sockeye.Server.Draining;

/// <summary>What a client is told just before its connection closes because the server drains.</summary>
internal static class Farewell
{
    /// <summary>Tells the sockets of one client, unless their handlers still run.</summary>
    /// <param name="sockets">The sockets.</param>
    /// <param name="drainEvent">What they are sent, or nothing with <see langword="null"/>.</param>
    /// <param name="isFinal">Whether the time is over, so that handlers are not waited for.</param>
    /// <returns>Whether the client can go.</returns>
    public static bool TrySay(Socket[] sockets, string? drainEvent, bool isFinal)
    {
        if (!isFinal && Array.Exists(sockets, static socket => socket.Inbox.IsBusy))
        {
            return false;
        }

        if (drainEvent is not null)
        {
            foreach (var socket in sockets)
            {
                if (socket.IsConnected)
                {
                    socket.SendUnkept(drainEvent, id: null, [], isVolatile: false, compress: true); // not kept: it is of this connection
                }
            }
        }

        return true;
    }
}
