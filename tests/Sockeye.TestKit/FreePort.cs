using System.Net;
using System.Net.Sockets;

namespace Sockeye.TestKit;

/// <summary>A loopback port that nobody uses: for programs that cannot be told to take any, and for servers that come back on the same one.</summary>
public static class FreePort
{
    public static int Next()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
