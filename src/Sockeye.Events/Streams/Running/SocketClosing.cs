using System.Net.Sockets;

namespace Sockeye.Events.Streams;

internal static class SocketClosing
{
    /// <summary>Closes a socket: after a failure by a reset, so that the peer does not take what it got for the whole.</summary>
    public static void Close(Socket socket, Exception? failure)
    {
        if (failure is null)
        {
            socket.Dispose();
        }
        else
        {
            socket.Close(timeout: 0);
        }
    }
}
