using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Sockeye.Transport.Connections;

/// <summary>Tells a peer or a network that has gone, which is ordinary and which Kestrel logs as such, from everything else.</summary>
internal static class SocketErrors
{
    public static Exception ToException(SocketError error)
    {
        var exception = new SocketException((int)error);
        return error switch
        {
            SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown or SocketError.NotConnected or SocketError.TimedOut
                or SocketError.HostDown or SocketError.HostUnreachable or SocketError.NetworkDown or SocketError.NetworkUnreachable or SocketError.NetworkReset
                => new ConnectionResetException(exception.Message, exception),
            _ => exception,
        };
    }
}
