using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Sockeye.TestKit;

/// <summary>
/// A loopback port that nobody uses: for programs that cannot be told to take any, and for servers that come back on the same one. It is
/// outside the range from which systems take ports by themselves, so that nobody's connection gets it before the server is there, or while it is away.
/// </summary>
public static class FreePort
{
    private const int Lowest = 20_000;
    private const int BelowSystems = 32_000;
    private static readonly ConcurrentDictionary<int, bool> Given = new();

    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(Lowest, BelowSystems);
            if (IsFree(port) && Given.TryAdd(port, true))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return false;
        }
    }
}
